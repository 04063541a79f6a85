import Foundation
import Observation

/// What was recorded here and how far it has come.
@MainActor
@Observable
public final class OutboxModel: PageModel {
    /// What *Outbox* shows.
    public struct Items: Equatable, Sendable {
        public let unsent: UInt64
        public let photos: [Item]
        public let records: [Item]
        /// After which record the next page begins, where there may be one.
        let last: UInt64?

        public var hasMore: Bool { last != nil }

        /// How things stand in one sentence.
        public var standing: Words {
            if records.isEmpty && photos.isEmpty { return ScreenWord.nothingRecorded.words }
            return unsent == 0 && photos.isEmpty ? ScreenWord.allSent.words : toSend(unsent)
        }
    }

    /// A record or a photo: what it is, how far it has come and why, and the figures.
    public struct Item: Equatable, Sendable {
        public let what: Words
        public let state: Words
        public let figures: Words
    }

    public let shows: Set<Area> = [.outbox, .photos]

    public private(set) var items: Answer<Items> = .awaited

    /// What stood in the way of sending.
    public private(set) var problem: Words?

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
        Self(unsent: unsent, photos: photos, records: records + page.items, last: page.last)
    }
}

extension Doorstep {
    fileprivate func items(_ limit: UInt32, _ now: Date) throws -> OutboxModel.Items {
        let page = try records(after: nil, limit: limit, now)
        let waiting = try photos().outbox(after: nil, limit: Pages.most)
        return try OutboxModel.Items(
            unsent: outbox().unsent(),
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
