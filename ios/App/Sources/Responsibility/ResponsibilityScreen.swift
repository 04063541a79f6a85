import DoorstepKit
import SwiftUI

struct ResponsibilityScreen: View {
    let app: AppModel
    let model: ResponsibilityModel

    var body: some View {
        Frame(ScreenWord.responsibility.words, app.banners, back: app.back) {
            Answered(answer: model.duties, again: model.read) { duties in
                if duties.grids.isEmpty {
                    Notice(duties.nothing)
                } else {
                    Blocks {
                        Each(duties.grids) { GridBlock(grid: $0) }
                        Told(model.shared, awaited: ScreenWord.finishing.words) { Line($0) }
                        OtherButton(ScreenWord.shareAsSheet.words, isEnabled: model.shared?.isAwaited != true) {
                            model.share()
                        }
                    }
                }
            }
        }
    }
}

private struct GridBlock: View {
    let grid: ResponsibilityModel.Grid

    var body: some View {
        Block(asIs(grid.name)) {
            if grid.workers.isEmpty { Warning(ScreenWord.nobodyAnswers.words) }
            Apart(grid.workers) { worker in
                Line(asIs(worker.name), isStrong: true)
                Detail(worker.asWhat)
                Detail(ScreenWord.since.of(wordsOfDay(day: worker.since)))
            }
        }
    }
}
