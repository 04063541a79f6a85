import DoorstepKit
import SwiftUI

struct DoorScreen: View {
    let app: AppModel
    let model: DoorModel

    var body: some View {
        Frame(title, app.banners, back: back) {
            Answered(answer: model.door, again: model.read) { door in
                Answered(answer: model.standing, again: model.begin) { standing in
                    Blocks {
                        switch standing {
                        case .onTheWay: OnTheWay(model: model, door: door)
                        case .asking(let visiting): Asking(model: model, visiting: visiting, photo: photo)
                        case .trying: Trying(model: model)
                        }
                    }
                }
            }
        } foot: {
            UnkeptVoice(voice: model.visit.voice)
            if let problem = model.problem { Problem(problem) }
            if let problem = model.apps.problem { Problem(problem) }
            if model.door.value != nil, let standing = model.standing.value {
                Onwards(model: model, standing: standing)
            }
        }
        .onDisappear { model.visit.voice.leave() }
    }

    private var title: Words { model.door.value.map { asIs($0.greeting) } ?? ScreenWord.household.words }

    private func photo() { app.photo(model.visit.visit) }

    private func back() {
        if !model.back() { app.back() }
    }
}

/// What is mostly done here.
private struct Onwards: View {
    let model: DoorModel
    let standing: DoorModel.Standing

    var body: some View {
        switch standing {
        case .onTheWay: MainButton(ScreenWord.iAmHere.words) { model.begin() }
        case .asking(let visiting):
            if model.offersNobody {
                OtherButton(ScreenWord.nobodyOpens.words, isEnabled: !visiting.isFinishing) { model.nobodyOpens() }
            }
            if visiting.isAnswered {
                MainButton(ScreenWord.finish.words, isEnabled: model.visit.mayEnd) { model.finish() }
            } else {
                MainButton(ScreenWord.allWell.words, isEnabled: model.visit.mayEnd) { model.allWell() }
            }
        case .trying(let visiting):
            if let tried = model.justTried {
                OtherButton(ScreenWord.reachedNow.words, isEnabled: !visiting.isFinishing) { model.reached() }
                if tried.rung.isLast {
                    MainButton(ScreenWord.finish.words, isEnabled: model.visit.mayEnd) { model.giveUp() }
                } else {
                    MainButton(ScreenWord.stillNobody.words, isEnabled: !visiting.isFinishing) { model.inVain() }
                }
            }
        }
    }
}

private struct OnTheWay: View {
    let model: DoorModel
    let door: DoorModel.Door

    var body: some View {
        Card {
            DoorName(greeting: door.greeting)
            Line(door.address)
            Each(door.safetyNotes) { Warning(line(ScreenWord.safety.words, asIs($0))) }
        }
        if door.place != nil { OtherButton(ScreenWord.showTheWay.words) { model.showTheWay() } }
        Block(ScreenWord.toDo.words) {
            if door.tasks.isEmpty { Line(ScreenWord.nothingDue.words) }
            Each(door.tasks) { Line($0, isStrong: true) }
        }
    }
}

private struct Asking: View {
    let model: DoorModel
    let visiting: VisitModel.Visiting
    let photo: Action

    var body: some View {
        Two {
            Check(model: model, visiting: visiting, check: .person)
            Check(model: model, visiting: visiting, check: .mealsAndMedicine)
        }
        Two {
            Check(model: model, visiting: visiting, check: .utilities)
            Check(model: model, visiting: visiting, check: .trouble)
        }
        if visiting.isHard { Needs(model: model, visiting: visiting) }
        Work(model: model, visiting: visiting)
        VoiceBlock(voice: model.visit.voice)
        Photos(choices: visiting.choices, open: photo)
        if let number = visiting.choices.reportPhone {
            OtherButton(line(NextStep.reportAtOnce.label(), asIs(number))) { model.visit.reportAtOnce() }
        }
        Detail((visiting.isBusy ? ScreenWord.finishing : .saved).words)
        Discard(discard: model.visit.discard)
    }
}

/// Two pictures side by side; one below the other where the text is large.
private struct Two<Content: View>: View {
    @Environment(\.look) private var look
    @ViewBuilder let content: Content

    var body: some View {
        if look.isTextLarge {
            VStack(spacing: 12) { content }
        } else {
            HStack(spacing: 12) { content }.fixedSize(horizontal: false, vertical: true)
        }
    }
}

private struct Check: View {
    let model: DoorModel
    let visiting: VisitModel.Visiting
    let check: WellbeingCheck

    var body: some View {
        PictureButton(picture, words, isWell: isWell, value: value) { model.tap(check) }
    }

    private var isWell: Bool? { visiting.isWell(check) }

    /// What is not well says so in its words too. What is hard is asked for below, whoever says no more.
    private var words: Words { isWell == false && check != .trouble ? check.trouble() : check.label() }

    /// The same as its look, for whoever does not see it.
    private var value: Words {
        switch isWell {
        case nil: ScreenWord.notAnswered.words
        case true?: ScreenWord.allWell.words
        case false?: words
        }
    }

    private var picture: Picture {
        switch check {
        case .person: .person
        case .mealsAndMedicine: .meal
        case .utilities: .home
        case .trouble: .trouble
        }
    }
}

private struct Needs: View {
    let model: DoorModel
    let visiting: VisitModel.Visiting

    var body: some View {
        Block(ScreenWord.whatIsHard.words) {
            Each(visiting.choices.needs) { choice in
                TickRow(choice.words, visiting.needs.contains(choice.value)) {
                    model.visit.tick(choice.value, isFound: $0)
                }
            }
        }
    }
}

/// What is ticked off beside the pictures, where that is anything.
private struct Work: View {
    let model: DoorModel
    let visiting: VisitModel.Visiting

    var body: some View {
        let (draft, choices) = (visiting.draft, visiting.atDoor)
        if !choices.isNothing {
            Block(ScreenWord.whatWasDone.words) {
                Each(choices.tickets) { choice in
                    TickRow(choice.words, draft.tickets.contains(choice.value)) {
                        model.visit.tick(choice.value, isDone: $0)
                    }
                }
                Each(choices.work) { choice in
                    TickRow(choice.words, draft.facts.contains(choice.value)) {
                        model.visit.tick(choice.value, isDone: $0)
                    }
                }
            }
        }
    }
}

/// The core's steps in their order: those that were tried, the one that is next, and those that come after it.
private struct Trying: View {
    let model: DoorModel

    var body: some View {
        Block(ScreenWord.tryInTurn.words) {
            Each(model.steps) { step in
                switch step.rung.turn {
                case .tried: Line(asIs("✓ ") + step.words, isStrong: step.rung.isOpen)
                case .next: MainButton(step.words) { model.take(step.rung.choice) }
                case .later: OtherButton(step.words, isEnabled: false) {}
                }
            }
        }
    }
}
