import DoorstepKit
import SwiftUI

struct OutboxScreen: View {
    let app: AppModel
    let model: OutboxModel

    var body: some View {
        Frame(ScreenWord.outbox.words, app.banners, back: app.back) {
            Answered(answer: model.items, again: model.read) { Waiting(model: model, items: $0) }
        } foot: {
            if let problem = model.problem { Problem(problem) }
            if model.items.value != nil { MainButton(ScreenWord.sendNow.words) { model.send() } }
        }
    }
}

private struct Waiting: View {
    let model: OutboxModel
    let items: OutboxModel.Items

    var body: some View {
        Blocks {
            Line(items.waiting.words)
            if items.waits { Export(model: model) }
            if !items.rejected.isEmpty { Heading(PhoneWord.recordsRejected.of(figure(items.rejected.count))) }
            Each(items.rejected) { record in
                ItemCard(item: record.item)
                OtherButton(ScreenWord.again.words) { model.recordAgain(record) }
            }
            if !items.photos.items.isEmpty { Heading(ScreenWord.photos.words) }
            Each(items.photos.items) { ItemCard(item: $0) }
            if items.photos.hasMore { OtherButton(ScreenWord.more.words) { model.morePhotos() } }
            if !items.records.items.isEmpty { Heading(ScreenWord.records.words) }
            Each(items.records.items) { ItemCard(item: $0) }
            if items.records.hasMore { OtherButton(ScreenWord.more.words) { model.moreRecords() } }
        }
    }
}

/// What waits, in a file.
private struct Export: View {
    let model: OutboxModel

    var body: some View {
        Card {
            Told(model.exported, awaited: ScreenWord.finishing.words) { Lines($0) }
            OtherButton(ScreenWord.exportUnsent.words, isEnabled: model.exported?.isAwaited != true) { model.export() }
        }
    }
}

private struct ItemCard: View {
    let item: OutboxModel.Item

    var body: some View {
        Card {
            Line(item.what, isStrong: true)
            Line(item.state)
            Detail(item.figures)
        }
        .accessibilityElement(children: .combine)
    }
}
