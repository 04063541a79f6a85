import DoorstepKit
import SwiftUI

struct ReviewScreen: View {
    let app: AppModel
    let model: ReviewModel

    var body: some View {
        Frame(ScreenWord.review.words, app.banners, back: app.back) {
            Answered(answer: model.waiting, again: model.read) { waiting in
                Blocks {
                    if waiting.claims.items.isEmpty && waiting.remarks.items.isEmpty {
                        Notice(ScreenWord.nothingWaits.words)
                    }
                    Cards(app, .claims, waiting.claims.items, about: \.about) { Claimed(model: model, claim: $0) }
                    if waiting.claims.hasMore { OtherButton(ScreenWord.more.words) { model.moreClaims() } }
                    Cards(app, .remarks, waiting.remarks.items, about: \.about) { Remarked(model: model, remark: $0) }
                    if waiting.remarks.hasMore { OtherButton(ScreenWord.more.words) { model.moreRemarks() } }
                }
            }
        }
    }
}

/// What waits of one kind: each with what it is about, and what can be done with it.
private struct Cards<Item, Content: View>: View {
    private let app: AppModel
    private let title: ScreenWord
    private let items: [Item]
    private let about: KeyPath<Item, Waiting.About>
    private let content: (Item) -> Content

    init(
        _ app: AppModel, _ title: ScreenWord, _ items: [Item], about: KeyPath<Item, Waiting.About>,
        @ViewBuilder content: @escaping (Item) -> Content
    ) {
        self.app = app
        self.title = title
        self.items = items
        self.about = about
        self.content = content
    }

    var body: some View {
        if !items.isEmpty { Heading(title.words) }
        Each(items) { item in
            Card {
                AboutLines(about: item[keyPath: about]) { app.stop(item[keyPath: about].household) }
                content(item)
            }
        }
    }
}

private struct Claimed: View {
    let model: ReviewModel
    let claim: Waiting.Claim

    var body: some View {
        if let settling = model.settling, settling.claim == claim.id {
            Settle(model: model, claim: claim, settling: settling)
        } else {
            OtherButton(ScreenWord.settle.words) { model.openClaim(claim.id) }
        }
    }
}

private struct Remarked: View {
    let model: ReviewModel
    let remark: Waiting.Remark

    var body: some View {
        if model.noting?.remark == remark.id {
            Note(model: model)
        } else {
            OtherButton(ScreenWord.seen.words) { model.openRemark(remark.id) }
        }
    }
}

/// Two taps, since a death or a move ends what is due.
private struct Settle: View {
    let model: ReviewModel
    let claim: Waiting.Claim
    let settling: ReviewModel.Settling

    var body: some View {
        Each(claim.settlements) { settlement in
            let isChosen = settling.status == settlement.status
            ChoiceRow(settlement.status.label(), isChosen) { model.choose(settlement.status) }
            if isChosen && !settlement.who.isEmpty {
                Heading(ScreenWord.whoLivesHere.words)
                Each(settlement.who) { choice in
                    ChoiceRow(choice.words, settling.resident == choice.value) { model.choose(choice.value) }
                }
            }
        }
        if let problem = model.problem { Problem(problem) }
        MainButton(ScreenWord.settle.words, isEnabled: !model.isBusy) { model.settle() }
    }
}

private struct Note: View {
    @Bindable var model: ReviewModel

    var body: some View {
        Field(ScreenWord.note.words, $model.note, lines: 2)
        if let problem = model.problem ?? model.typingProblem { Problem(problem) }
        MainButton(ScreenWord.seen.words, isEnabled: !model.isBusy) { model.acknowledge() }
    }
}

/// The home is one tap away where it is on this phone.
private struct AboutLines: View {
    let about: Waiting.About
    let open: Action

    var body: some View {
        Line(about.what, isStrong: true)
        if let since = about.since { Detail(since) }
        if let visit = about.visit { Detail(visit) }
        if let home = about.home { QuietButton(home, action: open) }
    }
}
