import DoorstepKit
import SwiftUI

/// What is typed somewhere, for the keys that the system lays out.
enum Keys {
    case words, phone, digits, code

    fileprivate var keyboard: UIKeyboardType {
        switch self {
        case .words: .default
        case .phone: .phonePad
        case .digits: .numbersAndPunctuation
        case .code: .asciiCapable
        }
    }
}

extension EntryField {
    var keys: Keys {
        switch self {
        case .homePhone, .ownPhone: .phone
        // Below the ground a floor has a sign, and a day may have strokes.
        case .floor, .born: .digits
        // It may end in a letter.
        case .identity: .code
        case .greeting, .address, .villageGroup, .building, .safetyNote, .name, .relation: .words
        }
    }
}

/// Where words are typed. What it is for stands above it, where large text has room, and is its name.
struct Field: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    private let words: Words
    private let value: Binding<String>
    private let lines: Int
    private let keys: Keys
    /// The worker is done with it.
    private let ended: Action
    @FocusState private var isTyping: Bool

    init(_ words: Words, _ value: Binding<String>, lines: Int = 1, keys: Keys = .words, ended: @escaping Action = {}) {
        self.words = words
        self.value = value
        self.lines = lines
        self.keys = keys
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
                .keyboardType(keys.keyboard)
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
