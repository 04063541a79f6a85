import DoorstepKit
import Foundation
import Story
import Testing

/// CI must lend one.
private let hubIsHere = ["DOORSTEP_BIN", "CI"].contains { ProcessInfo.processInfo.environment[$0] != nil }

/// A phone with the app's own courier and carrier against a live hub.
struct HubTests {
    /// Exchanges until the courier rests; answers how it stands then.
    private func exchange(_ courier: Courier, _ standings: Standings) async -> Courier.Standing? {
        await withCheckedContinuation { rested in courier.exchange { rested.resume() } }
        return standings.last
    }

    private final class Standings: @unchecked Sendable {
        private let lock = NSLock()
        private var all: [Courier.Standing] = []

        var last: Courier.Standing? { lock.withLock { all.last } }

        func tell(_ standing: Courier.Standing) { lock.withLock { all.append(standing) } }
    }

    @Test(
        "a visit with its photo goes from an enrolled phone to the hub",
        .enabled(if: hubIsHere, "no hub: set DOORSTEP_BIN"), .timeLimit(.minutes(5)))
    func day() async throws {
        let hub = try Hub()
        let core = try newPhone()
        let (carrier, standings) = (SystemCarrier(folder: try newFolder()), Standings())
        let courier = Courier(session: { try core.syncSession() }, carrier: carrier, tell: standings.tell)
        let enrolment = try core.readEnrolment(qr: hub.qr())
        let request = try enrolment.request()
        let answer = await withCheckedContinuation { told in carrier.send(request) { told.resume(returning: $0) } }
        #expect(try enrolment.finish(answer: #require(answer)).isDemo)
        guard case .done(let first) = await exchange(courier, standings) else { throw Failure(reason: "no exchange") }
        #expect(first.rows > 0)

        let visits = try core.visits()
        let draft = try visits.begun(core.quietStop().household)
        let picture = try newFolder().appendingPathComponent("camera.jpg")
        try FileManager.default.copyItem(at: Sources.picture, to: picture)
        _ = try core.photos().take(draft: draft.id, path: picture.path, how: doorplate)
        _ = try visits.finish(draft: draft.id)
        #expect(try core.outbox().unsent() > 0)
        guard case .done(let second) = await exchange(courier, standings) else { throw Failure(reason: "no exchange") }
        #expect(second.uploads == 2, "thumbnail and working copy")
        #expect(try core.outbox().unsent() == 0)
        let report = try core.coverage().count(kind: .year, day: nil)
        let atHub = try hub.coverage(report.period())
        for line in try report.grids(area: nil, skip: 0, limit: 200) {
            #expect(try #require(atHub[line.grid]).visited == line.counts.visited)
        }
        try core.shutdown()
    }
}
