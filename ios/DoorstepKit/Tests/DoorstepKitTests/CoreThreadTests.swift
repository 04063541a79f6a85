import DoorstepKit
import Foundation
import Story
import Testing

/// Work that waits for the screen's thread, which is the test's.
private final class Waiting: @unchecked Sendable {
    private let lock = NSLock()
    private let arrived = DispatchSemaphore(value: 0)
    private var works: [@MainActor @Sendable () -> Void] = []

    func put(_ work: @escaping @MainActor @Sendable () -> Void) {
        lock.withLock { works.append(work) }
        arrived.signal()
    }

    @MainActor
    func showNext() {
        guard arrived.wait(timeout: .now() + 20) == .success else {
            Issue.record("nothing came")
            return
        }
        lock.withLock { works.removeFirst() }()
    }
}

@MainActor
struct CoreThreadTests {
    private let core: Doorstep
    private let screen: Waiting
    private let thread: CoreThread

    init() throws {
        core = try hamlet()
        let (queue, waiting) = (DispatchQueue(label: "test"), Waiting())
        screen = waiting
        thread = CoreThread(core, background: { work in queue.async { work() } }, screen: { waiting.put($0) })
    }

    private func visit(_ household: HouseholdId) throws -> (AppModel, VisitModel) {
        let app = AppModel(thread, TestPlatform())
        (0..<2).forEach { _ in screen.showNext() }
        app.visit(household)
        // The visit, its voice notes, and that there is no place.
        (0..<3).forEach { _ in screen.showNext() }
        return (app, try app.top(VisitModel.self))
    }

    @Test("the core is called in the background and answers on the screen's thread")
    func threads() {
        let here = ObjectIdentifier(Thread.current)
        var (called, answered): (ObjectIdentifier?, ObjectIdentifier?)
        thread.ask({ _ in ObjectIdentifier(Thread.current) }) { answer in
            called = answer.value
            answered = ObjectIdentifier(Thread.current)
        }
        screen.showNext()
        #expect(called != nil && called != here && answered == here)
    }

    @Test("a core that is closed says so in both languages")
    func closed() throws {
        try core.shutdown()
        var problem: Words?
        thread.ask({ try $0.outbox().unsent() }) { problem = $0.problem }
        screen.showNext()
        #expect(problem?.zh.isEmpty == false && problem?.en.isEmpty == false)
    }

    @Test("a fault that is not the core's own tells that nothing is lost")
    func fault() {
        var problem: Words?
        thread.ask({ _ in throw Failure(reason: "张三") }) { (answer: Answer<Void>) in problem = answer.problem }
        screen.showNext()
        #expect(problem == ScreenWord.unexpected.words)
    }

    @Test("taps that come faster than the disk are all saved before the finish")
    func fast() throws {
        let stop = try core.quietStop()
        let (app, visit) = try visit(stop.household)
        (0..<40).forEach { visit.note = "\($0)" }
        visit.choose(VisitOutcome.completed)
        visit.finish()
        while app.banners.notice == nil { screen.showNext() }
        #expect(try core.register().household(id: stop.household).visits.first?.outcome == .completed)
        #expect(try !core.visits().drafts().contains { $0.household == stop.household })
    }

    @Test("what cannot be saved stays on the screen and is told")
    func unsaved() throws {
        let (_, visit) = try visit(core.quietStop().household)
        try core.shutdown()
        visit.note = "x"
        screen.showNext()
        let shown = try #require(visit.visiting.value)
        #expect(shown.draft.note == "x" && !shown.isSaved)
        #expect(shown.problem?.zh.isEmpty == false)
        // Such as after a look at the photos.
        visit.read()
        (0..<2).forEach { _ in screen.showNext() }
        #expect(visit.visiting.value == shown)
    }
}
