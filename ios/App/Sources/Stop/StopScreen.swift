import DoorstepKit
import SwiftUI

struct StopScreen: View {
    let app: AppModel
    let model: StopModel

    var body: some View {
        Frame(title, app.banners, back: app.back) {
            Answered(answer: model.home, again: model.read) { Home(app: app, model: model, home: $0) }
        } foot: {
            if let problem = model.apps.problem { Problem(problem) }
            if let home = model.home.value {
                MainButton((home.isBeingVisited ? ScreenWord.resume : .start).words) { app.visit(model.household) }
            }
        }
    }

    private var title: Words { model.home.value.map { asIs($0.greeting) } ?? ScreenWord.household.words }
}

private struct Home: View {
    let app: AppModel
    let model: StopModel
    let home: StopModel.Home

    var body: some View {
        Blocks {
            if let lock = home.lock { Warning(lock) }
            Card {
                Line(home.address)
                if let note = home.safetyNote { Warning(line(ScreenWord.safety.words, asIs(note))) }
                if let phone = home.phone {
                    OtherButton(line(ScreenWord.phone.words, asIs(phone))) { model.call() }
                }
                if home.place != nil { OtherButton(ScreenWord.showTheWay.words) { model.showTheWay() } }
                if let handed = home.handed { HandedLines(handed: handed) }
                if home.mayHandOver { OtherButton(ScreenWord.handOver.words) { app.handOver(model.household) } }
            }
            Block(ScreenWord.toDo.words) {
                if home.toDo.isEmpty { Line(ScreenWord.nothingDue.words) }
                Apart(home.toDo) { DutyLines(duty: $0) }
            }
            if !home.otherDuties.isEmpty {
                Block(ScreenWord.otherDuties.words) { Apart(home.otherDuties) { DutyLines(duty: $0) } }
            }
            if !home.needs.isEmpty { Block(ScreenWord.openNeeds.words) { Lines(home.needs) } }
            if !home.people.isEmpty || home.mayAddPerson {
                Block(ScreenWord.whoLivesHere.words) {
                    Lines(home.people)
                    if home.mayAddPerson {
                        OtherButton(ScreenWord.addPerson.words) { app.add(.person(model.household)) }
                    }
                }
            }
            if home.lock == nil {
                Block(ScreenWord.lastVisits.words) {
                    if home.visits.isEmpty { Line(ScreenWord.neverVisited.words) }
                    Apart(home.visits) { LastVisit(app: app, household: model.household, visit: $0) }
                }
            }
        }
    }
}

/// One that was recorded here can be put right.
private struct LastVisit: View {
    let app: AppModel
    let household: HouseholdId
    let visit: StopModel.LastVisit

    var body: some View {
        Line(line(wordsOfDay(day: visit.on), visit.how))
        if let corrects = visit.correctable {
            OtherButton(ScreenWord.putRight.words) { app.visit(VisitTo(household, corrects: corrects)) }
        }
    }
}

private struct DutyLines: View {
    let duty: StopModel.Duty

    var body: some View {
        Line(duty.title, isStrong: true)
        if let task = duty.task { Line(task) }
        Detail(line(duty.state, ScreenWord.due.of(wordsOfDay(day: duty.due))))
        Detail(ScreenWord.opens.of(wordsOfDay(day: duty.opens)))
        if let photo = duty.photo { Detail(line(ScreenWord.photo.words, photo)) }
        if let basis = duty.basis { Detail(line(ScreenWord.basis.words, basis)) }
    }
}
