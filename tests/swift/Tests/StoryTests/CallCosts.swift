import DoorstepKit
import Foundation
import Story
import Testing

/// What a call costs from Swift, on the phone of a whole township. DOORSTEP_BENCH=1 runs it and prints the table.
struct CallCosts {
    static let isWanted = ProcessInfo.processInfo.environment["DOORSTEP_BENCH"] != nil

    /// The median cost of one call.
    private static func microseconds(_ rounds: Int, _ call: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let costs = try (0..<rounds).map { _ in try clock.measure(call) / .microseconds(1) }
        return costs.sorted()[rounds / 2]
    }

    /// Hears of changes.
    private final class Ear: ChangeListener, Sendable {
        let heard = DispatchSemaphore(value: 0)

        func changed(areas: [Area]) {
            heard.signal()
        }
    }

    private static func saveAndHear(_ visits: Visits, _ draft: VisitDraft, _ ear: Ear) throws -> Double {
        // What was announced so far is heard before the clock starts.
        while ear.heard.wait(timeout: .now() + 0.5) == .success {}
        return try microseconds(50) {
            try visits.save(draft: draft)
            #expect(ear.heard.wait(timeout: .now() + 30) == .success)
        }
    }

    @Test("call costs", .enabled(if: isWanted))
    func table() async throws {
        let phone = try StoryTests.Phone()
        let ear = Ear()
        let core = try phone.open(listener: ear)
        _ = try await enrol(core, StoryTests.hub.get().qr("督导"))
        try await StoryTests.finished(core)
        let report = try core.coverage().count(kind: .year, day: nil)
        let (register, today, visits, photos) = try (core.register(), core.today(), core.visits(), core.photos())
        let draft = try visits.start(household: StoryTests.firstStop(core).household)
        let figures = try report.lines(skip: 0, limit: 200).count
        let stops = try today.page(grid: nil, after: nil, limit: 200).stops.count
        var lines = [
            ("no-op", try Self.microseconds(5_000) { _ = try report.silentPhones() }),
            ("string", try Self.microseconds(5_000) { _ = try report.period() }),
            ("error", Self.microseconds(1_000) { _ = try? register.household(id: UUID()) }),
            ("page of \(figures) figures", try Self.microseconds(500) { _ = try report.lines(skip: 0, limit: 200) }),
            (
                "page of \(stops) stops",
                try Self.microseconds(100) { _ = try today.page(grid: nil, after: nil, limit: 200) }
            ),
            (
                "photo by path",
                try Self.microseconds(20) {
                    _ = try photos.take(draft: draft.id, path: phone.picture().path, how: doorplate)
                }
            ),
        ]
        lines.append(("save and hear of it", try Self.saveAndHear(visits, draft, ear)))
        try core.shutdown()
        let homes = try StoryTests.hub.get().homes()
        lines.append(("cold open, \(homes) homes", try Self.microseconds(10) { try phone.open().shutdown() }))
        for (name, cost) in lines {
            let padding = String(repeating: " ", count: max(1, 28 - name.count))
            print("  \(name)\(padding)\(String(format: "%12.1f", cost)) µs")
        }
    }
}
