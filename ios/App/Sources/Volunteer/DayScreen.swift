import DoorstepKit
import SwiftUI

/// A volunteer's day: of each home a name, a place and what to do.
struct DayScreen: View {
    let app: AppModel
    let model: TodayModel

    var body: some View {
        Frame(ScreenWord.today.words, app.banners, back: nil) {
            Answered(answer: model.day, again: model.read) { day in
                Blocks {
                    if let lock = day.lock { Warning(lock) }
                    Each(day.inProgress) { begun in
                        TapCard(action: { app.visit(begun.visit) }) {
                            DoorName(greeting: begun.greeting)
                            Line(asIs(begun.address))
                            Line(ScreenWord.inProgress.words, isStrong: true)
                        }
                    }
                    if day.others.isEmpty && day.inProgress.isEmpty { Notice(day.nothing) }
                    Each(day.others) { stop in HomeCard(stop: stop) { app.stop(stop.household) } }
                    if day.stops.hasMore { OtherButton(ScreenWord.more.words) { model.more() } }
                }
            }
        } foot: {
            TodayFoot(app: app, model: model)
        }
    }
}

private struct HomeCard: View {
    let stop: Stop
    let action: Action

    var body: some View {
        TapCard(action: action) {
            DoorName(greeting: stop.greeting)
            Line(stop.address)
            if let note = stop.safetyNote { Warning(line(ScreenWord.safety.words, asIs(note))) }
            Each(stop.tasks) { Line($0.what, isStrong: true) }
            if let due = stop.due { Line(ScreenWord.due.of(wordsOfDay(day: due))) }
        }
    }
}

/// How a home is called at its door.
struct DoorName: View {
    @Environment(\.look) private var look
    let greeting: String

    var body: some View {
        look.text(asIs(greeting))
            .font(look.font(.title))
            .foregroundStyle(look.palette.ink)
            .fixedSize(horizontal: false, vertical: true)
    }
}
