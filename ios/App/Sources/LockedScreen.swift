import DoorstepKit
import SwiftUI

/// Over everything, until the phone's owner opens it.
struct LockedScreen: View {
    @Environment(\.look) private var look
    let lock: ScreenLock

    var body: some View {
        Frame(title, Banners(), back: nil) {
            switch lock.way {
            case .unknown: Notice(ScreenWord.loading.words)
            case .phone: Idle(lock: lock).onAppear { ask() }
            case .pin(let model):
                Blocks {
                    Idle(lock: lock)
                    PinPad(model: model)
                }
            }
        } foot: {
            switch lock.way {
            case .unknown: EmptyView()
            case .phone: MainButton(PhoneWord.unlockAsPhone.words, isEnabled: !lock.isAsking) { ask() }
            case .pin(let model): MainButton(model.asked.button, isEnabled: model.isReady) { model.enter() }
            }
        }
    }

    private var title: Words {
        if case .pin(let model) = lock.way, model.asked != .entering { return PhoneWord.thisPhone.words }
        return PhoneWord.lockedNow.words
    }

    private func ask() {
        lock.open(reason: PhoneWord.unlockAsPhone.words.text(in: look.language))
    }
}

private struct Idle: View {
    let lock: ScreenLock

    var body: some View {
        if lock.wasIdle { Notice(PhoneWord.lockedIdle.of(wordsOfSpan(span: ScreenLock.idle.seconds))) }
    }
}

/// How much of a PIN was typed, and keys that an old finger finds.
struct PinPad: View {
    let model: PinModel

    var body: some View {
        if let problem = model.problem { Problem(problem) }
        if let rest = model.rest {
            Problem(PhoneWord.pinRests.of(wordsOfSpan(span: rest.seconds)))
        } else {
            Heading(model.asked.title)
            Line(asIs(typed), isStrong: true)
            ForEach(rows, id: \.self) { row in
                HStack(spacing: 8) {
                    ForEach(row, id: \.self) { digit in OtherButton(figure(digit)) { model.type(digit) } }
                    if row == [0] {
                        OtherButton(ScreenWord.clear.words, isEnabled: !model.typed.isEmpty) { model.erase() }
                    }
                }
            }
        }
        if model.asked == .entering || model.asked == .old { Detail(PhoneWord.forgottenPin.words) }
    }

    private var rows: [[Int]] { [[1, 2, 3], [4, 5, 6], [7, 8, 9], [0]] }

    /// A dot for a digit, and room for the first.
    private var typed: String {
        model.typed.isEmpty ? " " : String(repeating: "●", count: model.typed.count)
    }
}

extension PinModel.Asked {
    var title: Words {
        switch self {
        case .choosing: PhoneWord.choosePin.words
        case .repeating: PhoneWord.repeatPin.words
        case .entering: PhoneWord.enterPin.words
        case .old: PhoneWord.oldPin.words
        }
    }

    fileprivate var button: Words { self == .entering ? PhoneWord.unlock.words : title }
}
