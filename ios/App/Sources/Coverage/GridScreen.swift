import DoorstepKit
import SwiftUI

struct GridScreen: View {
    let app: AppModel
    let model: GridModel

    var body: some View {
        Frame(asIs(model.name), app.banners, back: app.back) {
            Answered(answer: model.page, again: model.read) { page in
                Blocks {
                    KnownBlock(page.known) {}
                    Whole(part: model.part, figures: page.whole) { app.homes(model.part, model.period) }
                    OtherButton(ScreenWord.responsibility.words) { app.responsibility(model.grid) }
                    Groups(title: ScreenWord.eachArea.words, groups: page.areas) { app.homes($0, model.period) }
                    Homes(app: app, model: model, page: page)
                    Groups(title: ScreenWord.eachCategory.words, groups: page.categories) { app.homes($0, model.period) }
                }
            }
        }
    }
}

/// All of the grid.
private struct Whole: View {
    let part: Part
    let figures: Figures?
    let open: Action

    var body: some View {
        if let figures {
            TapCard(action: open) { FigureLines(name: part.name, figures: figures) }
        } else {
            Notice(ScreenWord.nothingToCount.words)
        }
    }
}

private struct Homes: View {
    let app: AppModel
    let model: GridModel
    let page: GridModel.Shown

    var body: some View {
        Heading(ScreenWord.homesOfGrid.words)
        if page.homes.items.isEmpty { Notice(ScreenWord.noHomesOfGrid.words) }
        Each(page.homes.items) { stop in StopCard(stop: stop) { app.stop(stop.household) } }
        if page.homes.hasMore { OtherButton(ScreenWord.more.words) { model.more() } }
    }
}

private struct Groups: View {
    let title: Words
    let groups: [GridModel.Group]
    let open: @MainActor (Part) -> Void

    var body: some View {
        if !groups.isEmpty {
            Heading(title)
            Each(groups) { group in
                TapCard(action: { open(group.part) }) {
                    FigureLines(name: group.part.name, figures: group.figures)
                }
            }
        }
    }
}
