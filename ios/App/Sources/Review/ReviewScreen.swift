import DoorstepKit
import SwiftUI

struct ReviewScreen: View {
    let app: AppModel
    let model: ReviewModel

    var body: some View {
        Frame(ScreenWord.review.words, app.banners, back: app.back) {
            Answered(answer: model.waiting, again: model.read) { waiting in
                Blocks {
                    if waiting.claims.isEmpty && waiting.remarks.isEmpty { Notice(ScreenWord.nothingWaits.words) }
                    Claims(app: app, model: model, waiting: waiting)
                    Remarks(app: app, model: model, waiting: waiting)
                }
            }
        }
    }
}

private struct Claims: View {
    let app: AppModel
    let model: ReviewModel
    let waiting: Waiting

    var body: some View {
        if !waiting.claims.isEmpty { Heading(ScreenWord.claims.words) }
        Each(waiting.claims) { claim in
            Card {
                AboutLines(about: claim.about) { app.stop(claim.about.household) }
                if let settling = model.settling, settling.claim == claim.id {
                    Settle(model: model, claim: claim, settling: settling)
                } else {
                    OtherButton(ScreenWord.settle.words) { model.openClaim(claim.id) }
                }
            }
        }
        if waiting.hasMoreClaims { OtherButton(ScreenWord.more.words) { model.moreClaims() } }
    }
}

/// Two taps, since a death or a move ends what is due.
private struct Settle: View {
    let model: ReviewModel
    let claim: Waiting.Claim
    let settling: ReviewModel.Settling

    var body: some View {
        Each(model.settlements) { status in
            ChoiceRow(status.label(), settling.status == status) { model.choose(status) }
        }
        if settling.status == .confirmed && !claim.mayBe.isEmpty {
            Heading(ScreenWord.whoLivesHere.words)
            Each(claim.mayBe) { choice in
                ChoiceRow(choice.words, settling.resident == choice.value) { model.choose(choice.value) }
            }
        }
        if let problem = model.problem { Problem(problem) }
        MainButton(ScreenWord.settle.words) { model.settle() }
    }
}

private struct Remarks: View {
    let app: AppModel
    let model: ReviewModel
    let waiting: Waiting

    var body: some View {
        if !waiting.remarks.isEmpty { Heading(ScreenWord.remarks.words) }
        Each(waiting.remarks) { remark in
            Card {
                AboutLines(about: remark.about) { app.stop(remark.about.household) }
                if model.noting?.remark == remark.id {
                    Note(model: model)
                } else {
                    OtherButton(ScreenWord.seen.words) { model.openRemark(remark.id) }
                }
            }
        }
        if waiting.hasMoreRemarks { OtherButton(ScreenWord.more.words) { model.moreRemarks() } }
    }
}

private struct Note: View {
    @Bindable var model: ReviewModel

    var body: some View {
        Field(ScreenWord.note.words, $model.note, lines: 2)
        if let problem = model.problem { Problem(problem) }
        MainButton(ScreenWord.seen.words) { model.acknowledge() }
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
