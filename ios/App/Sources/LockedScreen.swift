import DoorstepKit
import SwiftUI

/// Over everything, until whoever has the phone opens it.
struct LockedScreen: View {
    let lock: ScreenLock

    var body: some View {
        Frame(title, Banners(), back: nil) {
            switch lock.way {
            case .unknown: Notice(ScreenWord.loading.words)
            case .pin(let model):
                Blocks {
                    Why(lock: lock)
                    PinPad(model: model)
                    if [.owner, .entering].contains(model.asked) || !lock.others.isEmpty { Another(lock: lock) }
                }
            }
        } foot: {
            if case .pin(let model) = lock.way {
                if let problem = lock.problem { Problem(problem) }
                // Where it is seen, however far the keys are scrolled.
                PinProblem(model: model)
                MainButton(model.asked.button, isEnabled: model.isReady) { model.enter() }
            }
        }
    }

    private var title: Words {
        if case .pin(let model) = lock.way, model.asked != .entering { return PhoneWord.thisPhone.words }
        return PhoneWord.lockedNow.words
    }
}

/// The way past a PIN that is another's, or forgotten: beside what it guards.
private struct Another: View {
    let lock: ScreenLock
    @State private var isAsked = false

    var body: some View {
        if isAsked {
            Block(PhoneWord.changeWorker.words) {
                Detail(PhoneWord.changeWorkerExplained.words)
                Each(lock.others) { worker in OtherButton(asIs(worker.name)) { change(worker) } }
                Detail(PhoneWord.beginAnewExplained.words)
                OtherButton(PhoneWord.beginAnew.words) { change(nil) }
            }
        } else {
            OtherButton(PhoneWord.changeWorker.words) { isAsked = true }
        }
    }

    private func change(_ worker: Worker?) {
        isAsked = false
        lock.change(to: worker)
    }
}

private struct Why: View {
    let lock: ScreenLock

    var body: some View {
        if lock.wasWiped { Notice(PhoneWord.wiped.words) }
        if lock.wasIdle { Notice(PhoneWord.lockedIdle.of(wordsOfSpan(span: ScreenLock.idle.seconds))) }
    }
}

/// What came of the last PIN.
struct PinProblem: View {
    let model: PinModel

    var body: some View {
        if let problem = model.problem { Problem(problem) }
        if let rest = model.rest { Problem(PhoneWord.pinRests.of(wordsOfSpan(span: rest.seconds))) }
    }
}

/// How much of a PIN was typed, and keys that an old finger finds.
struct PinPad: View {
    @Environment(\.look) private var look
    let model: PinModel

    var body: some View {
        if model.asked == .owner {
            Heading(model.asked.title)
        } else if model.rest == nil {
            Heading(model.asked.title)
            if model.asked == .choosing { Detail(PhoneWord.pinOpens.words) }
            Line(asIs(typed), isStrong: true)
                .accessibilityLabel(look.text(line(model.asked.title, figure(model.typed.count))))
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
        case .owner, .choosing: PhoneWord.choosePin.words
        case .repeating: PhoneWord.repeatPin.words
        case .entering: PhoneWord.enterPin.words
        case .old: PhoneWord.oldPin.words
        }
    }

    fileprivate var button: Words {
        switch self {
        case .owner: PhoneWord.unlockAsPhone.words
        case .entering: PhoneWord.unlock.words
        case .choosing, .repeating, .old: title
        }
    }
}
