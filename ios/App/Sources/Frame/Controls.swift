import DoorstepKit
import SwiftUI

/// What a control does.
typealias Action = @MainActor () -> Void

private struct TouchedKey: EnvironmentKey {
    static let defaultValue: Action = {}
}

extension EnvironmentValues {
    /// Tells that somebody uses the screen, also by voice or keyboard.
    var touched: Action {
        get { self[TouchedKey.self] }
        set { self[TouchedKey.self] = newValue }
    }
}

/// A button that tells so.
struct Tap<Content: View>: View {
    @Environment(\.touched) private var touched
    private let action: Action
    private let content: Content

    init(action: @escaping Action, @ViewBuilder content: () -> Content) {
        self.action = action
        self.content = content()
    }

    var body: some View {
        Button {
            touched()
            action()
        } label: {
            content
        }
        .buttonStyle(.plain)
    }
}

// Every control of the screens is one of these, and takes its name with its words: none can be without.

/// What a worker mostly wants to do here.
struct MainButton: View {
    @Environment(\.look) private var look
    private let words: Words
    private let isEnabled: Bool
    private let action: Action

    init(_ words: Words, isEnabled: Bool = true, action: @escaping Action) {
        self.words = words
        self.isEnabled = isEnabled
        self.action = action
    }

    var body: some View {
        Tap(action: action) {
            ButtonWords(words, look.palette.onPrimary)
                .frame(maxWidth: .infinity, minHeight: target)
                .background(look.palette.primary.opacity(isEnabled ? 1 : 0.4))
                .clipShape(RoundedRectangle(cornerRadius: 12))
        }
        .disabled(!isEnabled)
    }
}

/// What a worker may want too; as wide as its words where it is small, so that several stand side by side.
struct OtherButton: View {
    @Environment(\.look) private var look
    private let words: Words
    private let isSmall: Bool
    private let isEnabled: Bool
    private let action: Action

    init(_ words: Words, isSmall: Bool = false, isEnabled: Bool = true, action: @escaping Action) {
        self.words = words
        self.isSmall = isSmall
        self.isEnabled = isEnabled
        self.action = action
    }

    var body: some View {
        Tap(action: action) {
            ButtonWords(words, look.palette.primary.opacity(isEnabled ? 1 : 0.4))
                .frame(maxWidth: isSmall ? nil : .infinity, minHeight: target)
                .background(look.palette.surface)
                .clipShape(RoundedRectangle(cornerRadius: 12))
                .overlay { RoundedRectangle(cornerRadius: 12).stroke(look.palette.edge, lineWidth: 1) }
        }
        .disabled(!isEnabled)
    }
}

/// A button as wide as its words, without an edge.
struct QuietButton: View {
    @Environment(\.look) private var look
    private let words: Words
    private let action: Action

    init(_ words: Words, action: @escaping Action) {
        self.words = words
        self.action = action
    }

    var body: some View {
        Tap(action: action) {
            ButtonWords(words, look.palette.primary).frame(minWidth: target, minHeight: target)
        }
    }
}

private struct ButtonWords: View {
    @Environment(\.look) private var look
    private let words: Words
    private let ink: Color

    init(_ words: Words, _ ink: Color) {
        self.words = words
        self.ink = ink
    }

    var body: some View {
        look.text(words)
            .font(look.font(.strong))
            .foregroundStyle(ink)
            .multilineTextAlignment(.center)
            .padding(.horizontal, 12)
            .padding(.vertical, 8)
    }
}

/// A block all of which can be tapped. Its lines together are its name.
struct TapCard<Content: View>: View {
    private let action: Action
    private let content: Content

    init(action: @escaping Action, @ViewBuilder content: () -> Content) {
        self.action = action
        self.content = content()
    }

    var body: some View {
        Tap(action: action) {
            Card { content }.frame(minHeight: target)
        }
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(.isButton)
    }
}

/// One of several things, any of which may hold.
struct TickRow: View {
    private let words: Words
    private let isTicked: Bool
    private let change: @MainActor (Bool) -> Void

    init(_ words: Words, _ isTicked: Bool, change: @escaping @MainActor (Bool) -> Void) {
        self.words = words
        self.isTicked = isTicked
        self.change = change
    }

    var body: some View {
        OptionRow(words: words, mark: isTicked ? .ticked : .unticked, isOn: isTicked) { change(!isTicked) }
    }
}

/// One of several things, one of which holds.
struct ChoiceRow: View {
    private let words: Words
    private let isChosen: Bool
    private let choose: Action

    init(_ words: Words, _ isChosen: Bool, choose: @escaping Action) {
        self.words = words
        self.isChosen = isChosen
        self.choose = choose
    }

    var body: some View {
        OptionRow(words: words, mark: isChosen ? .chosen : .unchosen, isOn: isChosen, action: choose)
    }
}

/// The names that the system gives to its pictures.
private enum Mark: String {
    case ticked = "checkmark.square.fill"
    case unticked = "square"
    case chosen = "largecircle.fill.circle"
    case unchosen = "circle"
}

/// The whole row is the target, and its words are the control's name.
private struct OptionRow: View {
    @Environment(\.look) private var look
    let words: Words
    let mark: Mark
    let isOn: Bool
    let action: Action

    var body: some View {
        Tap(action: action) {
            HStack(spacing: 12) {
                Image(systemName: mark.rawValue)
                    .font(look.font(.main))
                    .foregroundStyle(look.palette.primary)
                    .accessibilityHidden(true)
                look.text(words)
                    .font(look.font(.main))
                    .foregroundStyle(look.palette.ink)
                    .frame(maxWidth: .infinity, alignment: .leading)
            }
            .padding(.vertical, 6)
            .frame(minHeight: target)
            .contentShape(Rectangle())
        }
        .accessibilityAddTraits(isOn ? .isSelected : [])
    }
}
