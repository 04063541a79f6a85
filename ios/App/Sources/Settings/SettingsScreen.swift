import DoorstepKit
import SwiftUI

struct SettingsScreen: View {
    let app: AppModel
    let model: SettingsModel

    var body: some View {
        Frame(ScreenWord.settings.words, app.banners, back: app.back) {
            Blocks {
                Chosen(app: app)
                Block(PhoneWord.thisPhone.words) {
                    Answered(answer: model.identity, again: model.read) { Lines($0) }
                }
                Block(PhoneWord.stored.words) {
                    Answered(answer: model.stored, again: model.read) { Lines($0) }
                }
                Proof(model: model)
                Support(model: model)
                Feedback(model: model)
                if model.hasPin { ChangeOfPin(model: model) }
                ChangeOfWorker(model: model)
                Leave(app: app, model: model)
            }
        }
    }
}

/// Sizes of the main text, in points.
private let sizes: [(Int, PhoneWord)] = [
    (18, .textStandard), (22, .textLarge), (26, .textLarger), (30, .textLargest),
]

/// Asked of the core once.
private let mayCost = wordsOfPhotosMayCost()

/// What the worker chooses. It is in force at once.
private struct Chosen: View {
    let app: AppModel

    var body: some View {
        let now = app.preferences
        Block(PhoneWord.textSize.words) {
            Each(sizes) { size, word in
                ChoiceRow(word.words, now.mainText == size) { change { $0.mainText = size } }
            }
        }
        Block(PhoneWord.languageOfScreens.words) {
            Each(Language.allCases) { language in
                ChoiceRow(language.ownName, now.language == language) { change { $0.language = language } }
            }
        }
        Block(PhoneWord.networkAndPhotos.words) {
            TickRow(mayCost, now.photosMayCost) { may in change { $0.photosMayCost = may } }
            Detail(PhoneWord.photosWait.words)
        }
    }

    private func change(_ edit: (inout Preferences) -> Void) {
        var preferences = app.preferences
        edit(&preferences)
        app.prefer(preferences)
    }
}

private struct Proof: View {
    let model: SettingsModel

    var body: some View {
        Block(PhoneWord.proofOfRecords.words) {
            Detail(PhoneWord.proofExplained.words)
            Told(model.proof, awaited: PhoneWord.proving.words) { Line($0, isStrong: true) }
            OtherButton(PhoneWord.prove.words, isEnabled: model.proof?.isAwaited != true) { model.prove() }
        }
    }
}

private struct Support: View {
    let model: SettingsModel

    var body: some View {
        Block(PhoneWord.diagnostics.words) {
            Detail(PhoneWord.diagnosticsExplained.words)
            Told(model.diagnostics, awaited: ScreenWord.loading.words) { file in
                WrittenFile(file: file) { model.handOnDiagnostics() }
            }
            OtherButton(PhoneWord.writeDiagnostics.words, isEnabled: model.diagnostics?.isAwaited != true) {
                model.diagnose()
            }
        }
    }
}

/// What goes to support can be read before it goes.
private struct WrittenFile: View {
    let file: Diagnostics
    let handOn: Action
    @State private var isOpen = false

    var body: some View {
        Line(PhoneWord.diagnosticsWritten.of(fileName(file.path)))
        if isOpen {
            Detail(asIs(file.json))
        } else {
            OtherButton(PhoneWord.showContent.words) { isOpen = true }
        }
        OtherButton(PhoneWord.handOnFile.words, action: handOn)
    }
}

/// What does not work goes to the office.
private struct Feedback: View {
    @Bindable var model: SettingsModel

    var body: some View {
        Block(PhoneWord.feedback.words) {
            Detail(PhoneWord.feedbackExplained.words)
            Field(PhoneWord.feedbackText.words, $model.feedback, lines: 3)
            if let problem = model.typingProblem { Problem(problem) }
            Told(model.said, awaited: ScreenWord.finishing.words) { words in
                Line(PhoneWord.feedbackThanks.words, isStrong: true)
                Detail(words)
            }
            OtherButton(PhoneWord.giveFeedback.words, isEnabled: model.said?.isAwaited != true) {
                model.giveFeedback()
            }
        }
    }
}

/// The old one is asked for first, and as often as on the locked screen.
private struct ChangeOfPin: View {
    let model: SettingsModel

    var body: some View {
        Block(PhoneWord.changePin.words) {
            if let pin = model.pin {
                PinPad(model: pin)
                PinProblem(model: pin)
                MainButton(pin.asked.title, isEnabled: pin.isReady) { pin.enter() }
                OtherButton(ScreenWord.back.words) { model.keepPin() }
            } else {
                if model.isPinChanged { Line(PhoneWord.pinChanged.words, isStrong: true) }
                OtherButton(PhoneWord.changePin.words) { model.changePin() }
            }
        }
        .task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                model.pin?.check()
            }
        }
    }
}

/// Nothing is lost by it: each worker's store stays where it lies.
private struct ChangeOfWorker: View {
    let model: SettingsModel

    var body: some View {
        Block(PhoneWord.changeWorker.words) {
            Detail(PhoneWord.changeWorkerExplained.words)
            if let problem = model.unchangedFor { Problem(problem) }
            Each(model.others) { worker in OtherButton(asIs(worker.name)) { model.change(to: worker) } }
            OtherButton(ScreenWord.enrol.words) { model.change(to: nil) }
        }
    }
}

/// Two taps, and what would be lost stands beside the second.
private struct Leave: View {
    let app: AppModel
    let model: SettingsModel

    var body: some View {
        Block(PhoneWord.leave.words) {
            switch model.leaving {
            case .not:
                Detail(PhoneWord.leaveExplained.words)
                OtherButton(PhoneWord.leave.words) { model.leave() }
            case .asked(let lost, let problem):
                Line(PhoneWord.reallyLeave.words, isStrong: true)
                // What could not be wiped is shut, and sends nothing.
                Lost(lost: lost, sendFirst: problem == nil ? app.outbox : nil)
                if let problem { Problem(problem) }
                MainButton(PhoneWord.noLeave.words) { model.stay() }
                OtherButton(PhoneWord.yesLeave.words, isEnabled: !lost.isAwaited) { model.wipe() }
            case .wiping: Line(PhoneWord.wiping.words)
            }
        }
    }
}

private struct Lost: View {
    let lost: Answer<LossView>
    let sendFirst: Action?

    var body: some View {
        switch lost {
        case .awaited: Detail(ScreenWord.loading.words)
        case .failed(let words):
            Problem(words)
            Warning(PhoneWord.lossUnknown.words)
        case .here(let loss):
            if loss.isNothing {
                Line(loss.sentence)
            } else {
                Warning(PhoneWord.wouldBeLost.words)
                Each(loss.lines) { Warning($0) }
                if let sendFirst { OtherButton(PhoneWord.sendFirst.words, action: sendFirst) }
            }
        }
    }
}

/// What is left of a store that was wiped. Where there is a lock, it lies over this and leads on.
struct GoneScreen: View {
    let anew: Action

    var body: some View {
        Frame(PhoneWord.thisPhone.words, Banners(), back: nil) {
            Notice(PhoneWord.wiped.words)
        } foot: {
            MainButton(PhoneWord.beginAnew.words, action: anew)
        }
    }
}
