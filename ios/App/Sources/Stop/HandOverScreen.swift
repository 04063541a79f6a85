import DoorstepKit
import SwiftUI

/// Who is to call at a home instead, and what they must know.
struct HandOverScreen: View {
    let app: AppModel
    @Bindable var model: HandOverModel

    var body: some View {
        Frame(ScreenWord.handOver.words, app.banners, back: app.back) {
            Answered(answer: model.home, again: model.read) { home in
                Blocks {
                    Card {
                        Line(asIs(home.greeting), isStrong: true)
                        Detail(home.address)
                        if let handed = home.handed {
                            HandedLines(handed: handed)
                            OtherButton(ScreenWord.takeBack.words, isEnabled: !model.isBusy) { model.takeBack() }
                        }
                    }
                    if !home.colleagues.isEmpty {
                        Block(ScreenWord.handOverTo.words) {
                            Each(home.colleagues) { choice in
                                ChoiceRow(choice.words, model.colleague == choice.value) { model.choose(choice.value) }
                            }
                            Field(ScreenWord.handOverNote.words, $model.note, lines: 2)
                        }
                    }
                }
            }
        } foot: {
            if let problem = model.problem ?? model.typingProblem { Problem(problem) }
            MainButton(ScreenWord.handOver.words, isEnabled: model.colleague != nil && !model.isBusy) {
                model.handOver()
            }
        }
    }
}

/// Whom a home is handed to, and what they must know.
struct HandedLines: View {
    let handed: HandOverModel.Handed

    var body: some View {
        Line(handed.words, isStrong: true)
        if let note = handed.note { Warning(asIs(note)) }
    }
}
