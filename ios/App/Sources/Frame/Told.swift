import DoorstepKit
import SwiftUI

/// What came of something that the worker asked for: nothing before they did, and `awaited` until it is known.
struct Told<Value, Content: View>: View {
    private let answer: Answer<Value>?
    private let awaited: Words
    private let content: (Value) -> Content

    init(_ answer: Answer<Value>?, awaited: Words, @ViewBuilder content: @escaping (Value) -> Content) {
        self.answer = answer
        self.awaited = awaited
        self.content = content
    }

    var body: some View {
        switch answer {
        case nil: EmptyView()
        case .awaited: Detail(awaited)
        case .failed(let words): Problem(words)
        case .here(let value): content(value)
        }
    }
}
