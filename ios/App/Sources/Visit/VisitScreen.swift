import DoorstepKit
import SwiftUI

struct VisitScreen: View {
    let app: AppModel
    let model: VisitModel

    var body: some View {
        Frame(title, app.banners, back: app.back) {
            Answered(answer: model.visiting, again: model.read) { visiting in
                Blocks {
                    if let former = visiting.former { Line(former, isStrong: true) }
                    Outcome(model: model, visiting: visiting)
                    Work(model: model, visiting: visiting)
                    Needs(model: model, visiting: visiting)
                    Written(model: model, visiting: visiting)
                    VoiceBlock(voice: model.voice)
                    Paper(model: model, visiting: visiting)
                    if visiting.hasParticulars {
                        OtherButton(ScreenWord.particulars.words) { app.particulars(model.visit) }
                    }
                    Place(model: model, visiting: visiting)
                    Photos(choices: visiting.choices) { app.photo(model.visit) }
                    if let number = visiting.choices.reportPhone {
                        OtherButton(line(NextStep.reportAtOnce.label(), asIs(number))) { model.reportAtOnce() }
                    }
                    Discard(discard: model.discard)
                }
            }
        } foot: {
            if let visiting = model.visiting.value { Foot(model: model, visiting: visiting) }
        }
        .onDisappear { model.voice.leave() }
    }

    private var title: Words {
        line(ScreenWord.visit.words, model.visiting.value.map { asIs($0.greeting) })
    }
}

/// What stands in the way, whether all is saved, and the way out.
private struct Foot: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        UnkeptVoice(voice: model.voice)
        if let problem = model.apps.problem { Problem(problem) }
        if let problem = visiting.problem {
            Problem(problem)
        } else {
            Detail((visiting.isBusy ? ScreenWord.finishing : .saved).words)
        }
        MainButton(ScreenWord.finish.words, isEnabled: model.mayEnd) { model.finish() }
    }
}

private struct Outcome: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting
    @State private var isOpen = false

    var body: some View {
        Block(ScreenWord.howItEnded.words) {
            Each(outcomes) { choice in
                ChoiceRow(choice.words, visiting.draft.outcome == choice.value) {
                    isOpen = false
                    model.choose(choice.value)
                }
            }
            if !isOpen { OtherButton(ScreenWord.otherOutcomes.words) { isOpen = true } }
            if visiting.asksWhatFollows {
                Heading(ScreenWord.whatFollows.words)
                Each(visiting.choices.nextSteps) { choice in
                    ChoiceRow(choice.words, visiting.draft.nextStep == choice.value) { model.choose(choice.value) }
                }
            }
        }
    }

    /// The usual ones, and of the others all, or the one that was chosen.
    private var outcomes: [Choice<VisitOutcome>] {
        let choices = visiting.choices
        return choices.usualOutcomes + choices.otherOutcomes.filter { isOpen || $0.value == visiting.draft.outcome }
    }
}

private struct Work: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        let (draft, choices) = (visiting.draft, visiting.choices)
        Block(ScreenWord.whatWasDone.words) {
            if choices.visitors > 1 { Detail(ScreenWord.visitors.of(figure(choices.visitors))) }
            Each(choices.work) { choice in
                TickRow(choice.words, draft.facts.contains(choice.value)) { model.tick(choice.value, isDone: $0) }
            }
            Each(choices.tickets) { choice in
                TickRow(choice.words, draft.tickets.contains(choice.value)) { model.tick(choice.value, isDone: $0) }
            }
            Further(ScreenWord.otherWork.words, isInUse: choices.otherWork.contains { draft.facts.contains($0.value) }) {
                Each(choices.otherWork) { choice in
                    TickRow(choice.words, draft.facts.contains(choice.value)) { model.tick(choice.value, isDone: $0) }
                }
            }
        }
    }
}

private struct Needs: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        Block(ScreenWord.needsFound.words) {
            Further(ScreenWord.addNeed.words, isInUse: !visiting.needs.isEmpty) {
                Each(visiting.choices.needs) { choice in
                    TickRow(choice.words, visiting.needs.contains(choice.value)) {
                        model.tick(choice.value, isFound: $0)
                    }
                }
            }
        }
    }
}

private struct Written: View {
    @Bindable var model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        Card {
            ForEach(0..<visiting.companions, id: \.self) { Field(ScreenWord.companion.words, $model[companion: $0]) }
            Field(ScreenWord.note.words, $model.note, lines: 2)
        }
    }
}

/// A visit that was first written on paper counts for the day on which it was made.
private struct Paper: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        Card {
            TickRow(ScreenWord.paperVisit.words, visiting.paperDay != nil) { model.paper($0) }
            if let day = visiting.paperDay {
                Line(ScreenWord.onWhichDay.of(wordsOfDay(day: day)))
                HStack(spacing: 8) {
                    OtherButton(ScreenWord.earlierPeriod.words, isSmall: true) { model.paperDay(later: -1) }
                    OtherButton(ScreenWord.laterPeriod.words, isSmall: true, isEnabled: model.mayBeLater) {
                        model.paperDay(later: 1)
                    }
                }
            }
        }
    }
}

/// Where the phone is as against the home, another try whenever the worker wants one, and that the home lies there.
private struct Place: View {
    let model: VisitModel
    let visiting: VisitModel.Visiting

    var body: some View {
        if let place = visiting.place {
            Card {
                Detail(visiting.isLocating ? ScreenWord.locating.words : place)
                if model.visit.corrects == nil {
                    OtherButton(ScreenWord.locateAgain.words, isEnabled: !visiting.isLocating) { model.locate() }
                }
                if visiting.isPlaced { Detail(line(ScreenWord.homeIsHere.words, ScreenWord.changedNow.words)) }
                if visiting.draft.fix != nil { OtherButton(ScreenWord.homeIsHere.words) { model.homeIsHere() } }
            }
        }
    }
}

/// The way to photos and signatures, and why some are asked for.
struct Photos: View {
    let choices: Choices
    let open: Action

    var body: some View {
        if !reasons.isEmpty { Card { Each(reasons) { Detail($0) } } }
        OtherButton(ScreenWord.takePhoto.words, action: open)
    }

    private var reasons: [Words] {
        choices.photoReasons.map { line(ScreenWord.photo.words, $0) }
            + choices.signatureReasons.map { line(EvidenceKind.signature.label(), $0) }
    }
}

/// Two taps, since what was entered goes.
struct Discard: View {
    let discard: Action
    @State private var isAsked = false

    var body: some View {
        if isAsked {
            Block(ScreenWord.reallyDiscard.words) {
                OtherButton(ScreenWord.yesDiscard.words, action: discard)
                MainButton(ScreenWord.noDiscard.words) { isAsked = false }
            }
        } else {
            OtherButton(ScreenWord.discard.words) { isAsked = true }
        }
    }
}

/// What few visits need, behind a button until something of it is chosen.
private struct Further<Content: View>: View {
    private let words: Words
    private let isInUse: Bool
    private let content: Content
    @State private var isOpen = false

    init(_ words: Words, isInUse: Bool, @ViewBuilder content: () -> Content) {
        self.words = words
        self.isInUse = isInUse
        self.content = content()
    }

    var body: some View {
        if isOpen || isInUse {
            content
        } else {
            OtherButton(words) { isOpen = true }
        }
    }
}
