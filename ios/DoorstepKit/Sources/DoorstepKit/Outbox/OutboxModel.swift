import Foundation
import Observation

/// What was recorded here and how far it has come.
@MainActor
@Observable
public final class OutboxModel: PageModel {
    /// What *Outbox* shows.
    public struct Items: Equatable, Sendable {
        public let waiting: WaitingView
        /// What the hub did not take and nothing put right yet.
        public let rejected: [Rejected]
        public internal(set) var photos: Paged<Item, PhotoId>
        public internal(set) var records: Paged<Item, UInt64>

        /// Whether there is anything that a file could carry to the hub.
        public var waits: Bool { waiting.records + waiting.photos > 0 }
    }

    /// A record that the hub did not take.
    public struct Rejected: Equatable, Sendable {
        let op: OpId
        public let item: Item
    }

    /// A record or a photo: what it is, how far it has come and why, and the figures.
    public struct Item: Equatable, Sendable {
        public let what: Words
        public let state: Words
        public let figures: Words
    }

    public let shows: Set<Area> = [.outbox, .photos]

    public var items: Answer<Items> { paging.answer }

    /// What stood in the way of sending, or of recording again.
    public private(set) var problem: Words?

    /// The file that what waits was written to, line by line; none before it was asked for.
    public private(set) var exported: Answer<[Words]>?

    private let core: CoreThread
    private let platform: Platform
    private let paging: Paging<Items>

    init(_ core: CoreThread, _ platform: Platform) {
        self.core = core
        paging = Paging(core)
        self.platform = platform
    }

    public func read() {
        let photos = Pages.again(items.value?.photos.items.count)
        let records = Pages.again(items.value?.records.items.count)
        let now = platform.now()
        core.ask({ try $0.items(photos, records, now) }) { self.paging.put($0) }
    }

    public func morePhotos() {
        let now = platform.now()
        paging.more(of: \.photos) { try $0.photos(after: $1, limit: Pages.size, now) }
    }

    public func moreRecords() {
        let now = platform.now()
        paging.more(of: \.records) { try $0.records(after: $1, limit: Pages.size, now) }
    }

    public func send() {
        core.ask({ try $0.syncSession().sendNow() }) { answer in
            self.problem = answer.problem
            if self.problem == nil { self.platform.sendNow() }
        }
    }

    /// What stood in its way is gone: it is recorded anew, with the rest of its finish.
    public func recordAgain(_ record: Rejected) {
        core.ask({ try $0.outbox().recordAgain(op: record.op) }) { answer in
            self.problem = answer.problem
            self.read()
            if answer.value != nil { self.platform.sendNow() }
        }
    }

    /// For a place that no network reaches: the file travels by any means.
    public func export() {
        if exported?.isAwaited == true { return }
        exported = .awaited
        let platform = platform
        core.ask({ try $0.export(to: platform.newFile("unsent", "doorstep")) }) { answer in
            self.exported = answer.map(\.lines)
            if let file = answer.value?.file { platform.handOn(file) }
        }
    }
}

extension Doorstep {
    fileprivate func items(_ photos: UInt32, _ records: UInt32, _ now: Date) throws -> OutboxModel.Items {
        try OutboxModel.Items(
            waiting: outbox().waiting(),
            rejected: outbox().rejected(after: nil, limit: Pages.most).map {
                OutboxModel.Rejected(op: $0.op, item: $0.inWords(now))
            },
            photos: self.photos(after: nil, limit: photos, now),
            records: self.records(after: nil, limit: records, now)
        )
    }

    fileprivate func photos(
        after: PhotoId?, limit: UInt32, _ now: Date
    ) throws -> Paged<OutboxModel.Item, PhotoId> {
        try Paged(photos().outbox(after: after, limit: limit), of: limit, after: \.photo, as: { $0.inWords(now) })
    }

    fileprivate func records(
        after: UInt64?, limit: UInt32, _ now: Date
    ) throws -> Paged<OutboxModel.Item, UInt64> {
        try Paged(outbox().records(after: after, limit: limit), of: limit, after: \.seq, as: { $0.inWords(now) })
    }
}

private struct Exported: Sendable {
    let file: String
    let lines: [Words]
}

extension Doorstep {
    fileprivate func export(to file: String) throws -> Exported {
        let written = try outbox().exportUnsent(path: file)
        let lines = [
            PhoneWord.diagnosticsWritten.of(fileName(file)),
            PhoneWord.recordsUnsent.of(figure(written.records)),
            PhoneWord.photosUnsent.of(figure(written.photos)),
            written.leftOut > 0 ? ScreenWord.filesMissing.of(figure(written.leftOut)) : nil,
            PhoneWord.storedBytes.of(wordsOfBytes(bytes: written.bytes)),
        ]
        return Exported(file: file, lines: lines.compactMap { $0 })
    }
}

extension OutboxLineView {
    fileprivate func inWords(_ now: Date) -> OutboxModel.Item {
        OutboxModel.Item(
            what: line(what, home.map { asIs($0.greeting) }),
            state: words,
            figures: line(
                ScreenWord.recorded.of(span(from: recordedAt, to: now)),
                wordsOfBytes(bytes: bytes),
                attempts > 0 ? ScreenWord.tries.of(figure(attempts)) : nil,
                nextTry.map { ScreenWord.nextTry.of(span(from: now, to: $0)) }
            )
        )
    }
}

extension PhotoLineView {
    fileprivate func inWords(_ now: Date) -> OutboxModel.Item {
        OutboxModel.Item(
            what: line(ScreenWord.photo.words, home.map { asIs($0.greeting) }),
            state: words,
            figures: line(
                wordsOfBytes(bytes: sent) + asIs(" / ") + wordsOfBytes(bytes: bytes),
                attempts > 0 ? ScreenWord.tries.of(figure(attempts)) : nil,
                nextTry.map { ScreenWord.nextTry.of(span(from: now, to: $0)) }
            )
        )
    }
}
