import DoorstepKit
import SwiftUI

/// A person or a home that no list has.
struct AddScreen: View {
    let app: AppModel
    let model: AddModel

    var body: some View {
        Frame(title, app.banners, back: app.back) {
            Answered(answer: model.form, again: model.read) { form in
                Blocks {
                    if form.grids.count > 1 { WhichGrid(model: model, grids: form.grids) }
                    Typing(model: model, fields: form.fields)
                    if model.what == .home { Here(model: model) }
                    if model.mayClear { OtherButton(ScreenWord.clear.words) { model.clear() } }
                }
            }
        } foot: {
            if let problem = model.problem ?? model.typingProblem { Problem(problem) }
            MainButton(ScreenWord.save.words, isEnabled: model.maySave) { model.save() }
        }
    }

    private var title: Words { (model.what == .home ? ScreenWord.addHome : .addPerson).words }
}

private struct WhichGrid: View {
    let model: AddModel
    let grids: [GridLine]

    var body: some View {
        Card {
            ChoiceList(line(ScreenWord.inWhichGrid.words, model.grid.map(name)), grids, chosen: model.grid, name: name) {
                model.choose($0)
            }
        }
    }

    private func name(_ grid: GridLine) -> Words { asIs(grid.name) }
}

private struct Typing: View {
    @Bindable var model: AddModel
    let fields: [EntryField]

    var body: some View {
        Card { Each(fields) { Field($0.label(), $model[$0], keys: $0.keys) } }
    }
}

/// Where the home lies, for whoever stands there.
private struct Here: View {
    let model: AddModel

    var body: some View {
        Card {
            TickRow(ScreenWord.homeIsHere.words, model.place != nil) { model.here($0) }
            if model.isLocating { Detail(ScreenWord.locating.words) }
        }
    }
}
