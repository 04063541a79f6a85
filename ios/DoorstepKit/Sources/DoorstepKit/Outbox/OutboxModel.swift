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
        public let photos: [Item]
        public let records: [Item]
        /// After which record the next page begins, where there may be one.
        let last: UInt64?

        public var hasMore: Bool { last != nil }

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

    public private(set) var items: Answer<Items> = .awaited

    /// What stood in the way of sending, or of recording again.
    public private(set) var problem: Words?

    /// The file that what waits was written to, line by line; none before it was asked for.
    public private(set) var exported: Answer<[Words]>?

    private let core: CoreThread
    private let platform: Platform

    /// Counts the answers: a page that was asked for before another came does not fit to it.
    private var edition = 0

    init(_ core: CoreThread, _ platform: Platform) {
        self.core = core
        self.platform = platform
    }

    public func read() {
        let limit = Pages.again(items.value?.records.count)
        let now = platform.now()
        core.ask({ try $0.items(limit, now) }) { self.put($0) }
    }

    public func more() {
        guard let shown = items.value else { return }
        let (asked, now) = (edition, platform.now())
        core.ask({ try $0.records(after: shown.last, limit: Pages.size, now) }) { page in
            guard self.edition == asked else { return }
            self.put(page.map { shown.with($0) })
        }
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

    private func put(_ answer: Answer<Items>) {
        edition += 1
        items = answer
    }
}

private struct Records: Sendable {
    let items: [OutboxModel.Item]
    let last: UInt64?
}

extension OutboxModel.Items {
    fileprivate func with(_ page: Records) -> Self {
        Self(waiting: waiting, rejected: rejected, photos: photos, records: records + page.items, last: page.last)
    }
}

extension Doorstep {
    fileprivate func items(_ limit: UInt32, _ now: Date) throws -> OutboxModel.Items {
        let page = try records(after: nil, limit: limit, now)
        let waiting = try photos().outbox(after: nil, limit: Pages.most)
        return try OutboxModel.Items(
            waiting: outbox().waiting(),
            rejected: outbox().rejected(after: nil, limit: Pages.most).map {
                OutboxModel.Rejected(op: $0.op, item: $0.inWords(now))
            },
            photos: waiting.map { $0.inWords(now) },
            records: page.items,
            last: page.last
        )
    }

    fileprivate func records(after: UInt64?, limit: UInt32, _ now: Date) throws -> Records {
        let lines = try outbox().records(after: after, limit: limit)
        let isFull = lines.count == Int(limit)
        return Records(items: lines.map { $0.inWords(now) }, last: isFull ? lines.last?.seq : nil)
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
