import DoorstepKit
import Foundation
import Story
import Testing

struct CourierTests {
    /// A session that hands out what a test wrote down.
    private final class Script: SyncSessionProtocol, @unchecked Sendable {
        private let lock = NSLock()
        private var tasks: [HostTask]
        private var said: [String] = []

        init(_ tasks: [HostTask]) { self.tasks = tasks }

        var heard: [String] { lock.withLock { said } }

        private func hear(_ what: String) { lock.withLock { said.append(what) } }

        func nextTask() -> HostTask { lock.withLock { tasks.isEmpty ? .answers : tasks.removeFirst() } }
        func answered(task: TaskName, answer: HttpAnswer) { hear("\(task) \(answer.status)") }
        func noAnswer(task: TaskName) { hear("\(task) none") }
        func begin() { hear("begin") }
        func woke() { hear("woke") }
        func hostChanged(status: HostStatus) { hear("host") }
        func sendNow() {}
        func cancel() {}
        func hub() -> HubAddress { HubAddress(url: "https://hub.example", spkiSha256: Data([9])) }
    }

    /// Answers messages at once; files when a test says so.
    private final class TestCarrier: Carrier, @unchecked Sendable {
        private let lock = NSLock()
        private let status: UInt16?
        private var arrived: Arrived?
        private var files: [String] = []
        private var hubs: [String] = []

        init(status: UInt16? = 200) { self.status = status }

        var uploads: [String] { lock.withLock { files } }
        var trusted: [String] { lock.withLock { hubs } }

        func deliver(to arrived: @escaping Arrived) { lock.withLock { self.arrived = arrived } }
        func trust(_ hub: HubAddress) { lock.withLock { hubs.append(hub.url) } }

        func send(_ request: HttpRequest, answered: @escaping Answered) {
            answered(status.map { HttpAnswer(status: $0, headers: [:], body: Data()) })
        }

        func upload(_ task: TaskName, _ request: HttpRequest, file: String, offset: UInt64) {
            lock.withLock { files.append("\(task) \(file) \(offset)") }
        }

        func arrive(_ task: TaskName, _ answer: HttpAnswer?) {
            lock.withLock { arrived }?(task, answer)
        }
    }

    /// Every turn that was told.
    private final class Turns: @unchecked Sendable {
        let stream = AsyncStream.makeStream(of: Courier.Standing.self)
        private let lock = NSLock()
        private var waits: [@Sendable () -> Void] = []

        func tell(_ standing: Courier.Standing) { stream.continuation.yield(standing) }
        func later(_ date: Date, _ work: @escaping @Sendable () -> Void) { lock.withLock { waits.append(work) } }
        func passTheTime() { lock.withLock { waits }.forEach { $0() } }

        /// The next turn at which this holds.
        func until(_ holds: @Sendable (Courier.Standing) -> Bool) async -> Courier.Standing? {
            for await standing in stream.stream where holds(standing) { return standing }
            return nil
        }
    }

    private static let request = HttpRequest(
        method: .post, url: "https://hub.example/v1/ops", headers: [:], body: "{}", spkiSha256: Data([9]))
    private static let nothing = Summary(
        requests: 0, acknowledged: 0, rows: 0, uploads: 0, retries: 0, healed: 0, photosWait: nil)

    private func courier(_ script: Script, _ carrier: TestCarrier, _ turns: Turns) -> Courier {
        Courier(session: { script }, carrier: carrier, tell: turns.tell, later: turns.later)
    }

    @Test("messages are sent and their answers told, until there is nothing to do", .timeLimit(.minutes(1)))
    func messages() async {
        let script = Script([
            .request(task: "1", request: Self.request), .answers, .request(task: "2", request: Self.request), .answers,
            .done(summary: Self.nothing),
        ])
        let turns = Turns()
        let courier = courier(script, TestCarrier(), turns)
        await withCheckedContinuation { rested in courier.exchange { rested.resume() } }
        #expect(script.heard == ["begin", "1 200", "2 200"])
        #expect(await turns.until { $0 != .underWay } == .done(Self.nothing))
    }

    @Test("a message without an answer is told as one", .timeLimit(.minutes(1)))
    func silence() async {
        let script = Script([.request(task: "1", request: Self.request), .answers, .hold(cause: .noNetwork)])
        let turns = Turns()
        let courier = courier(script, TestCarrier(status: nil), turns)
        courier.exchange()
        #expect(await turns.until { $0 != .underWay } == .holds(.noNetwork))
        #expect(script.heard == ["begin", "1 none"])
    }

    @Test(
        "a file goes as the core says, and its answer is told also by a process that did not begin it",
        .timeLimit(.minutes(1)))
    func files() async {
        let upload = HostTask.upload(task: "p", request: Self.request, file: "/sealed", offset: 7, bytes: 9)
        let script = Script([upload, .answers, .done(summary: Self.nothing), .done(summary: Self.nothing)])
        let (carrier, turns) = (TestCarrier(), Turns())
        let courier = courier(script, carrier, turns)
        courier.exchange()
        #expect(await turns.until { _ in true } == .underWay)
        carrier.arrive("p", HttpAnswer(status: 204, headers: [:], body: Data()))
        #expect(await turns.until { $0 != .underWay } == .done(Self.nothing))
        carrier.arrive("of an earlier process", nil)
        #expect(await turns.until { _ in true } == .done(Self.nothing))
        #expect(carrier.uploads == ["p /sealed 7"])
        #expect(script.heard == ["begin", "p 204", "of an earlier process none"])
        #expect(carrier.trusted == ["https://hub.example"], "before any answer can come")
        withExtendedLifetime(courier) {}
    }

    @Test("a wait is ended by its time, and an exchange meanwhile ends it too", .timeLimit(.minutes(1)))
    func waits() async {
        let until = Date(timeIntervalSince1970: 1_780_000_000)
        let script = Script([
            .wait(until: until, cause: .hubBusy), .wait(until: until, cause: .noAnswer), .done(summary: Self.nothing),
        ])
        let turns = Turns()
        let courier = courier(script, TestCarrier(), turns)
        courier.exchange()
        #expect(await turns.until { _ in true } == .waits(until: until, .hubBusy))
        courier.exchange()
        #expect(await turns.until { _ in true } == .waits(until: until, .noAnswer))
        turns.passTheTime()
        #expect(await turns.until { _ in true } == .done(Self.nothing))
        #expect(script.heard == ["begin", "begin", "woke"], "the first wait is over")
        withExtendedLifetime(courier) {}
    }

    @Test("a wait that is over as soon as it is told is ended too", .timeLimit(.minutes(1)))
    func shortWait() async {
        let script = Script([.wait(until: .distantPast, cause: .hubBusy), .done(summary: Self.nothing)])
        let turns = Turns()
        let courier = Courier(
            session: { script }, carrier: TestCarrier(),
            tell: { standing in
                if case .waits = standing { turns.passTheTime() }
                turns.tell(standing)
            }, later: turns.later)
        courier.exchange()
        #expect(await turns.until { if case .done = $0 { true } else { false } } == .done(Self.nothing))
        #expect(script.heard == ["begin", "woke"])
    }

    @Test("network and battery are told", .timeLimit(.minutes(1)))
    func host() async {
        let script = Script([.hold(cause: .noNetwork)])
        let turns = Turns()
        let courier = courier(script, TestCarrier(), turns)
        courier.hostChanged(Self.network(.offline))
        #expect(await turns.until { _ in true } == .holds(.noNetwork))
        #expect(script.heard == ["host"])
    }

    private static func network(_ network: Network) -> HostStatus {
        HostStatus(network: network, batteryPercent: 50, isCharging: false, photosMayCost: false)
    }

    @Test("the real core holds without a network, waits where one leads nowhere, and goes on recording", .timeLimit(.minutes(1)))
    func real() async throws {
        let core = try hamlet()
        let turns = Turns()
        let courier = Courier(
            session: { try core.syncSession() }, carrier: TestCarrier(status: nil), tell: turns.tell,
            later: turns.later)
        courier.hostChanged(Self.network(.offline))
        courier.exchange()
        let held = await turns.until { if case .holds = $0 { true } else { false } }
        #expect(held == .holds(.noNetwork))
        courier.hostChanged(Self.network(.unmetered))
        let waiting = await turns.until { if case .waits = $0 { true } else { false } }
        guard case .waits(_, .noAnswer) = waiting else { throw Failure(reason: "\(String(describing: waiting))") }
        try core.endTheDay()
        #expect(try core.outbox().unsent() > 2)
    }

    @Test("a store that is shut meanwhile is told as that, also in the middle of an exchange", .timeLimit(.minutes(1)))
    func shut() async throws {
        let core = try hamlet()
        let session = try core.syncSession()
        try core.shutdown()
        for open in [{ session }, { try core.syncSession() }] as [@Sendable () throws -> any SyncSessionProtocol] {
            let turns = Turns()
            let courier = Courier(session: open, carrier: TestCarrier(), tell: turns.tell, later: turns.later)
            await withCheckedContinuation { rested in courier.exchange { rested.resume() } }
            #expect(await turns.until { _ in true } == .shut)
        }
    }

    @Test("a phone that nobody enrolled has nothing to exchange, and says so at once", .timeLimit(.minutes(1)))
    func new() async throws {
        let core = try newPhone()
        let turns = Turns()
        let courier = Courier(
            session: { try core.syncSession() }, carrier: TestCarrier(), tell: turns.tell, later: turns.later)
        await withCheckedContinuation { rested in courier.exchange { rested.resume() } }
        #expect(await turns.until { _ in true } == Courier.Standing.none)
    }
}
