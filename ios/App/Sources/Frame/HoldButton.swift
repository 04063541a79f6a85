import DoorstepKit
import SwiftUI

/// Something goes on while a finger rests on it; with VoiceOver, from one tap to the next.
struct HoldButton: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    /// Given back by the system also where it takes the finger away.
    @GestureState private var isFingerDown = false
    private let words: Words
    private let isHeld: Bool
    private let begin: Action
    private let end: Action

    init(_ words: Words, isHeld: Bool, begin: @escaping Action, end: @escaping Action) {
        self.words = words
        self.isHeld = isHeld
        self.begin = begin
        self.end = end
    }

    var body: some View {
        look.text(words)
            .font(look.font(.strong))
            .foregroundStyle(isHeld ? look.palette.onPrimary : look.palette.primary)
            .multilineTextAlignment(.center)
            .padding(.all, 12)
            .frame(maxWidth: .infinity, minHeight: target)
            .background(isHeld ? look.palette.primary : look.palette.surface)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay { RoundedRectangle(cornerRadius: 12).stroke(look.palette.edge, lineWidth: 1) }
            .contentShape(Rectangle())
            .gesture(DragGesture(minimumDistance: 0).updating($isFingerDown) { _, isDown, _ in isDown = true })
            .onChange(of: isFingerDown) { _, isDown in turn(isDown) }
            .accessibilityElement()
            .accessibilityLabel(look.text(words))
            .accessibilityAddTraits(.isButton)
            .accessibilityAction { turn(!isHeld) }
    }

    private func turn(_ isDown: Bool) {
        touched()
        if isDown { begin() } else { end() }
    }
}
