import DoorstepKit
import SwiftUI

/// What can be answered by its picture: that it is well, that it is not, or nothing. A thick edge and a mark say which, as
/// its words do.
struct PictureButton: View {
    @Environment(\.look) private var look
    private let picture: Picture
    private let words: Words
    private let isWell: Bool?
    private let value: Words
    private let action: Action

    /// `value` says what its look shows.
    init(_ picture: Picture, _ words: Words, isWell: Bool?, value: Words, action: @escaping Action) {
        self.picture = picture
        self.words = words
        self.isWell = isWell
        self.value = value
        self.action = action
    }

    var body: some View {
        Tap(action: action) {
            content
                .padding(.all, 12)
                .frame(maxWidth: .infinity, minHeight: 2 * target, maxHeight: .infinity)
                .background(ground)
                .clipShape(RoundedRectangle(cornerRadius: 16))
                .overlay { RoundedRectangle(cornerRadius: 16).stroke(edge, lineWidth: isWell == nil ? 1 : 4) }
                .contentShape(Rectangle())
        }
        .accessibilityLabel(look.text(words))
        .accessibilityValue(look.text(value))
        .accessibilityAddTraits(isWell == nil ? [] : .isSelected)
    }

    @ViewBuilder private var content: some View {
        if look.isTextLarge {
            HStack(spacing: 16) { parts }
        } else {
            VStack(spacing: 8) { parts }
        }
    }

    @ViewBuilder private var parts: some View {
        Canvas { context, size in draw(Brush(context, size, ink: ink, fill: look.palette.primary)) }
            .frame(width: 88, height: 88)
            .accessibilityHidden(true)
        look.text(words)
            .font(look.font(.strong))
            .foregroundStyle(ink)
            .multilineTextAlignment(.center)
            .fixedSize(horizontal: false, vertical: true)
    }

    private func draw(_ brush: Brush) {
        picture.draw(brush)
        switch isWell {
        case nil: break
        case true?: brush.tick(look.palette.onPrimary)
        case false?: brush.alarm(look.palette.warning)
        }
    }

    private var ground: Color {
        switch isWell {
        case nil: look.palette.surface
        case true?: look.palette.noticeGround
        case false?: look.palette.problemGround
        }
    }

    private var ink: Color {
        switch isWell {
        case nil: look.palette.ink
        case true?: look.palette.onNotice
        case false?: look.palette.onProblem
        }
    }

    private var edge: Color {
        switch isWell {
        case nil: look.palette.edge
        case true?: look.palette.primary
        case false?: look.palette.warning
        }
    }
}
