import DoorstepKit
import SwiftUI

struct TodayScreen: View {
    let app: AppModel
    let model: TodayModel

    var body: some View {
        Frame(ScreenWord.today.words, app.banners, back: nil) {
            VStack(spacing: 0) {
                if model.maySearch { SearchField(model: model).padding(.horizontal, 12) }
                if model.isSearching {
                    Answered(answer: model.hits, again: model.searchAgain) { Hits(app: app, hits: $0) }
                } else {
                    Answered(answer: model.day, again: model.read) { Stops(app: app, model: model, day: $0) }
                }
            }
        } foot: {
            TodayFoot(app: app, model: model)
        }
    }
}

/// The way to what waits and to all else.
struct TodayFoot: View {
    let app: AppModel
    let model: TodayModel

    var body: some View {
        HStack(spacing: 8) {
            OtherButton(line(ScreenWord.outbox.words, model.day.value.map { toSend($0.unsent) })) { app.outbox() }
            QuietButton(ScreenWord.menu.words) { app.menu() }
        }
    }
}

private struct SearchField: View {
    @Bindable var model: TodayModel

    var body: some View {
        HStack(alignment: .bottom, spacing: 8) {
            Field(ScreenWord.search.words, $model.wanted)
            if !model.wanted.isEmpty { QuietButton(ScreenWord.clear.words) { model.wanted = String() } }
        }
    }
}

private struct Stops: View {
    let app: AppModel
    let model: TodayModel
    let day: TodayModel.Shown

    var body: some View {
        Blocks {
            if let lock = day.lock { Warning(lock) }
            Each(day.inProgress) { visit in
                TapCard(action: { app.visit(visit.visit) }) {
                    Line(ScreenWord.inProgress.words, isStrong: true)
                    if let former = visit.former { Detail(former) }
                    Line(line(asIs(visit.greeting), asIs(visit.address)))
                }
            }
            if let left = day.left {
                Remaining(left: left)
                Order(model: model, day: day)
            }
            if day.stops.items.isEmpty { Notice(day.nothing) }
            Each(day.others) { stop in StopCard(stop: stop) { app.stop(stop.household) } }
            if day.stops.hasMore { OtherButton(ScreenWord.more.words) { model.more() } }
        }
    }
}

/// Which stops, and which first.
private struct Order: View {
    let model: TodayModel
    let day: TodayModel.Shown

    var body: some View {
        Card {
            TickRow(ScreenWord.nearestFirst.words, model.place != nil) { model.nearestFirst($0) }
            if let problem = model.problem { Problem(problem) }
            let (round, grid) = (model.round, day.grids.first { $0.grid == model.round.grid })
            if day.grids.count > 1 {
                ChoiceList(line(ScreenWord.grid.words, name(grid)), [nil] + day.grids, chosen: .some(grid)) {
                    name($0)
                } choose: {
                    model.choose(Round(grid: $0?.grid, area: round.area))
                }
            }
            if day.areas.count > 1 {
                ChoiceList(name(round.area), [nil] + day.areas, chosen: .some(round.area)) {
                    name($0)
                } choose: {
                    model.choose(Round(grid: round.grid, area: $0))
                }
            }
        }
    }

    private func name(_ grid: GridLine?) -> Words { grid.map { asIs($0.name) } ?? ScreenWord.allGrids.words }

    private func name(_ area: ServiceArea?) -> Words { area?.label() ?? ScreenWord.allAreas.words }
}

/// How much of the day and of the month is left.
private struct Remaining: View {
    let left: Left

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Line(ScreenWord.homesLeft.of(figure(left.today), figure(left.thisMonth)))
            if left.overdue > 0 { Detail(ScreenWord.homesOverdue.of(figure(left.overdue))) }
        }
    }
}

private struct Hits: View {
    let app: AppModel
    let hits: [SearchHitView]

    var body: some View {
        if hits.isEmpty {
            Notice(ScreenWord.nothingFound.words)
        } else {
            Blocks {
                Each(hits) { hit in
                    TapCard(action: { app.stop(hit.household) }) {
                        Line(asIs(hit.title), isStrong: true)
                        Detail(asIs(hit.address))
                    }
                }
            }
        }
    }
}

/// A stop in a list.
struct StopCard: View {
    let stop: Stop
    let action: Action

    var body: some View {
        TapCard(action: action) {
            Line(asIs(stop.greeting), isStrong: true)
            Detail(line(stop.address, stop.distance))
            if let note = stop.safetyNote { Warning(line(ScreenWord.safety.words, asIs(note))) }
            if let handed = stop.handed { Warning(handed) }
            Each(stop.tasks) { task in
                Line(task.what)
                if let since = task.missedSince { Warning(ScreenWord.overdue.of(wordsOfDay(day: since))) }
                Detail(line(ScreenWord.due.of(wordsOfDay(day: task.due)), task.attempted))
            }
        }
    }
}
