import DoorstepKit
import SwiftUI

/// What few look for, behind a button.
struct ChoiceList<Element: Equatable>: View {
    private let words: Words
    private let all: [Element]
    private let chosen: Element?
    private let name: (Element) -> Words
    private let choose: @MainActor (Element) -> Void
    @State private var isOpen = false

    init(
        _ words: Words, _ all: [Element], chosen: Element?, name: @escaping (Element) -> Words,
        choose: @escaping @MainActor (Element) -> Void
    ) {
        self.words = words
        self.all = all
        self.chosen = chosen
        self.name = name
        self.choose = choose
    }

    var body: some View {
        if isOpen {
            Each(all) { one in
                ChoiceRow(name(one), one == chosen) {
                    isOpen = false
                    choose(one)
                }
            }
        } else {
            QuietButton(words) { isOpen = true }
        }
    }
}
