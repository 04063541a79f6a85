import DoorstepKit
import SwiftUI

/// What was asked for once it is here; until then that it comes, or why it does not.
struct Answered<Value, Content: View>: View {
    let answer: Answer<Value>
    let again: Action
    @ViewBuilder let content: (Value) -> Content

    var body: some View {
        switch answer {
        case .awaited: Notice(ScreenWord.loading.words)
        case .failed(let words):
            VStack(spacing: 16) {
                Problem(words)
                OtherButton(ScreenWord.again.words, action: again)
                Spacer()
            }
            .padding(.all, 16)
        case .here(let value): content(value)
        }
    }
}

/// A sentence where there is nothing else to show.
struct Notice: View {
    @Environment(\.look) private var look
    private let words: Words

    init(_ words: Words) { self.words = words }

    var body: some View {
        look.text(words)
            .font(look.font(.main))
            .foregroundStyle(look.palette.ink)
            .padding(.horizontal, 16)
            .padding(.vertical, 24)
            .frame(maxWidth: .infinity, alignment: .leading)
    }
}

/// What stands in the way. It is read out as soon as it stands there.
struct Problem: View {
    @Environment(\.look) private var look
    private let words: Words

    init(_ words: Words) { self.words = words }

    var body: some View {
        look.text(words)
            .font(look.font(.main))
            .foregroundStyle(look.palette.onProblem)
            .padding(.all, 16)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(look.palette.problemGround)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .onAppear { say(words) }
            .onChange(of: words) { _, words in say(words) }
    }

    private func say(_ words: Words) {
        AccessibilityNotification.Announcement(words.text(in: look.language)).post()
    }
}

/// Blocks one below the other, more than fit.
struct Blocks<Content: View>: View {
    @ViewBuilder let content: Content

    var body: some View {
        ScrollView {
            LazyVStack(alignment: .leading, spacing: 12) { content }
                .padding(.all, 12)
        }
        .scrollDismissesKeyboard(.interactively)
    }
}

/// What the things below are.
struct Heading: View {
    @Environment(\.look) private var look
    private let words: Words

    init(_ words: Words) { self.words = words }

    var body: some View {
        look.text(words)
            .font(look.font(.heading))
            .foregroundStyle(look.palette.primary)
            .accessibilityAddTraits(.isHeader)
    }
}

/// A block with a title of its own.
struct Block<Content: View>: View {
    private let title: Words
    private let content: Content

    init(_ title: Words, @ViewBuilder content: () -> Content) {
        self.title = title
        self.content = content()
    }

    var body: some View {
        Card {
            Heading(title)
            content
        }
    }
}

/// A block.
struct Card<Content: View>: View {
    @Environment(\.look) private var look
    @ViewBuilder let content: Content

    var body: some View {
        VStack(alignment: .leading, spacing: 4) { content }
            .padding(.all, 16)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(look.palette.surface)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay { RoundedRectangle(cornerRadius: 12).stroke(look.palette.edge.opacity(0.4), lineWidth: 1) }
    }
}

/// A line of a block, in its main text.
struct Line: View {
    private let words: Words
    private let isStrong: Bool

    init(_ words: Words, isStrong: Bool = false) {
        self.words = words
        self.isStrong = isStrong
    }

    var body: some View { Written(words: words, style: isStrong ? .strong : .main, ink: \.ink) }
}

/// A line that says more about the one above.
struct Detail: View {
    private let words: Words

    init(_ words: Words) { self.words = words }

    var body: some View { Written(words: words, style: .detail, ink: \.quietInk) }
}

/// A line about what must not be overlooked: bold, and its words say it without their colour.
struct Warning: View {
    private let words: Words

    init(_ words: Words) { self.words = words }

    var body: some View { Written(words: words, style: .strong, ink: \.warning) }
}

/// Words of a block, as many lines of them as there are.
private struct Written: View {
    @Environment(\.look) private var look
    let words: Words
    let style: TextStyle
    let ink: KeyPath<Palette, Color>

    var body: some View {
        look.text(words)
            .font(look.font(style))
            .foregroundStyle(look.palette[keyPath: ink])
            .fixedSize(horizontal: false, vertical: true)
    }
}

/// Lines one below the other.
struct Lines: View {
    private let lines: [Words]

    init(_ lines: [Words]) { self.lines = lines }

    var body: some View { Each(lines) { Line($0) } }
}

/// A view for each, in their order. What they show says nothing of who they are, so their place does.
struct Each<Element, Content: View>: View {
    private let all: [Element]
    private let content: (Element) -> Content

    init(_ all: [Element], @ViewBuilder content: @escaping (Element) -> Content) {
        self.all = all
        self.content = content
    }

    var body: some View {
        ForEach(Array(all.indices), id: \.self) { content(all[$0]) }
    }
}

/// The same with a line between each two.
struct Apart<Element, Content: View>: View {
    private let all: [Element]
    private let content: (Element) -> Content

    init(_ all: [Element], @ViewBuilder content: @escaping (Element) -> Content) {
        self.all = all
        self.content = content
    }

    var body: some View {
        ForEach(Array(all.indices), id: \.self) { index in
            if index > 0 { Divider().padding(.vertical, 8) }
            content(all[index])
        }
    }
}
