import DoorstepKit
import SwiftUI

/// Title and banners above, the screen's content, and below it what its worker mostly wants to do.
struct Frame<Content: View, Foot: View>: View {
    @Environment(\.look) private var look
    private let title: Words
    private let banners: Banners
    private let back: Action?
    private let content: Content
    private let foot: Foot

    init(
        _ title: Words, _ banners: Banners, back: Action?, @ViewBuilder content: () -> Content,
        @ViewBuilder foot: () -> Foot
    ) {
        self.title = title
        self.banners = banners
        self.back = back
        self.content = content()
        self.foot = foot()
    }

    var body: some View {
        VStack(spacing: 0) {
            heading
            if banners.isDemo { Banner(ScreenWord.demo.words, look.palette.holdGround, look.palette.onHold) }
            if let hold = banners.hold { Banner(hold, look.palette.holdGround, look.palette.onHold) }
            if let notice = banners.notice { Banner(notice, look.palette.noticeGround, look.palette.onNotice) }
            content.frame(maxWidth: .infinity, maxHeight: .infinity, alignment: .top)
            VStack(spacing: 8) { foot }
                .padding(.horizontal, 12)
                .padding(.vertical, 8)
        }
        .background(look.palette.ground)
        // The system's bar would cut large text, and speak the phone's language rather than the worker's.
        .toolbar(.hidden, for: .navigationBar)
        .overlay(alignment: .leading) {
            if back != nil { edge }
        }
        .accessibilityAction(.escape) { back?() }
    }

    private var heading: some View {
        HStack(spacing: 4) {
            if let back { QuietButton(ScreenWord.back.words, action: back) }
            look.text(title)
                .font(look.font(.title))
                .foregroundStyle(look.palette.ink)
                .padding(.horizontal, 12)
                .frame(maxWidth: .infinity, minHeight: target, alignment: .leading)
                .accessibilityAddTraits(.isHeader)
        }
        .background(look.palette.surface)
    }

    /// A swipe from the left edge leads back, as everywhere on this system.
    private var edge: some View {
        Color.clear
            .frame(width: 12)
            .contentShape(Rectangle())
            .gesture(DragGesture(minimumDistance: 24).onEnded { if $0.translation.width > 80 { back?() } })
            .accessibilityHidden(true)
    }
}

extension Frame where Foot == EmptyView {
    init(_ title: Words, _ banners: Banners, back: Action?, @ViewBuilder content: () -> Content) {
        self.init(title, banners, back: back, content: content) { EmptyView() }
    }
}

private struct Banner: View {
    @Environment(\.look) private var look
    private let words: Words
    private let ground: Color
    private let ink: Color

    init(_ words: Words, _ ground: Color, _ ink: Color) {
        self.words = words
        self.ground = ground
        self.ink = ink
    }

    var body: some View {
        look.text(words)
            .font(look.font(.detail))
            .foregroundStyle(ink)
            .padding(.horizontal, 16)
            .padding(.vertical, 6)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(ground)
    }
}
