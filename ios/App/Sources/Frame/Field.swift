import DoorstepKit
import SwiftUI

/// Where words are typed. What it is for stands above it, where large text has room, and is its name.
struct Field: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    private let words: Words
    private let value: Binding<String>
    private let lines: Int
    /// The worker is done with it.
    private let ended: Action
    @FocusState private var isTyping: Bool

    init(_ words: Words, _ value: Binding<String>, lines: Int = 1, ended: @escaping Action = {}) {
        self.words = words
        self.value = value
        self.lines = lines
        self.ended = ended
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Detail(words).accessibilityHidden(true)
            TextField(text: value, prompt: nil, axis: .vertical) { Text(verbatim: String()) }
                .lineLimit(lines...)
                .font(look.font(.main))
                .foregroundStyle(look.palette.ink)
                .autocorrectionDisabled()
                .textInputAutocapitalization(.never)
                .padding(.all, 12)
                .frame(minHeight: target)
                .overlay { RoundedRectangle(cornerRadius: 12).stroke(look.palette.edge, lineWidth: 1) }
                .accessibilityLabel(look.text(words))
                .focused($isTyping)
                .onChange(of: value.wrappedValue) { _, _ in touched() }
                .onChange(of: isTyping) { _, isTyping in
                    if !isTyping { ended() }
                }
        }
    }
}
