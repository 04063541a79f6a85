import DoorstepKit
import SwiftUI

/// What is known of the home and of each who lives there, field by field.
struct ParticularsScreen: View {
    let app: AppModel
    let model: ParticularsModel

    @Environment(\.scenePhase) private var phase

    var body: some View {
        Frame(ScreenWord.particulars.words, app.banners, back: model.leave) {
            Answered(answer: model.parts, again: model.read) { parts in
                Blocks {
                    Each(parts) { part in
                        Block(part.title) { Each(part.entries) { Entered(model: model, entry: $0) } }
                    }
                }
            }
        } foot: {
            if let problem = model.typingProblem { Problem(problem) }
            MainButton(ScreenWord.save.words) { model.leave() }
        }
        // The app may end while it is out of sight.
        .onChange(of: phase) { _, phase in
            if phase != .active { model.end() }
        }
        .onDisappear { model.end() }
    }
}

private struct Entered: View {
    @Bindable var model: ParticularsModel
    let entry: EntryView

    var body: some View {
        Field(entry.field.label(), $model[entry], keys: entry.field.keys) { model.end(entry) }
        if entry.isChanged { Detail(ScreenWord.changedNow.words) }
        if let problem = model.problem(of: entry) { Problem(problem) }
    }
}
