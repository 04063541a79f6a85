import DoorstepKit
import SwiftUI

struct HomesScreen: View {
    let app: AppModel
    let model: HomesModel

    var body: some View {
        Frame(model.part.name, app.banners, back: app.back) {
            VStack(spacing: 0) {
                VStack(alignment: .leading, spacing: 0) {
                    ChoiceList(model.figure.label(), Figure.allCases, chosen: model.figure) {
                        $0.label()
                    } choose: {
                        model.choose($0)
                    }
                }
                .padding(.horizontal, 12)
                Answered(answer: model.homes, again: model.read) { Found(app: app, model: model, shown: $0) }
            }
        }
    }
}

private struct Found: View {
    let app: AppModel
    let model: HomesModel
    let shown: HomesModel.Shown

    var body: some View {
        Blocks {
            KnownBlock(shown.known) { Detail(ScreenWord.countedByDuty.words) }
            if shown.homes.items.isEmpty { Notice(ScreenWord.nothingFound.words) }
            Each(shown.homes.items) { home in
                TapCard(action: { app.stop(home.household) }) {
                    Line(asIs(home.greeting), isStrong: true)
                    Detail(home.address)
                    Line(home.count)
                }
                if home.mayHandOver { OtherButton(ScreenWord.handOver.words) { app.handOver(home.household) } }
            }
            if shown.homes.hasMore { OtherButton(ScreenWord.more.words) { model.more() } }
        }
    }
}
