import DoorstepKit
import Foundation
import Testing

@MainActor
struct ScreenLockTests {
    /// Whoever has the phone opens it by their own PIN.
    private final class Owners: PinKeeper, SharedPhone, @unchecked Sendable {
        let pins = ["worker-a": "290413", "worker-b": "482915"]
        var now = "worker-a"
        var changed: () -> Void = {}

        var isChosen: Bool { pins[now] != nil }

        func choose(_ pin: String) throws {}

        func open(_ pin: String) throws -> PinAnswer { pin == pins[now] ? .right : .wrong(left: 1) }

        func change(_ pin: String, to other: String) throws -> PinAnswer { .right }

        func otherWorkers() throws -> [Worker] {
            pins.keys.sorted().filter { $0 != now }.map { Worker(folder: $0, name: $0) }
        }

        var isStuck = false

        func change(to worker: Worker?) throws {
            if isStuck { throw Stray() }
            now = worker?.folder ?? "worker-new"
            changed()
        }
    }

    private final class Time { var now = Duration.zero }

    private let owners = Owners()
    private let time = Time()
    private let lock: ScreenLock

    init() {
        let (time, owners) = (time, owners)
        let lock = ScreenLock(
            pin: owners, sharing: owners, uptime: { time.now }, background: atOnce, screen: onScreenAtOnce)
        owners.changed = { MainActor.assumeIsolated { lock.shut() } }
        self.lock = lock
    }

    private func pass(_ seconds: Int) {
        time.now += .seconds(seconds)
        lock.check()
    }

    private func open(_ pin: String = "290413") throws {
        guard case .pin(let model) = lock.way else { throw Stray() }
        pin.compactMap(\.wholeNumberValue).forEach { model.type($0) }
        model.enter()
    }

    private struct Stray: Error {}

    @Test("an app that starts is locked until its owner opens it")
    func starts() throws {
        #expect(lock.isLocked)
        try open("111222")
        #expect(lock.isLocked)
        try open()
        #expect(!lock.isLocked)
    }

    @Test("two idle minutes lock it, and every touch puts them off")
    func idle() throws {
        try open()
        pass(119)
        #expect(!lock.isLocked)
        lock.touched()
        pass(119)
        #expect(!lock.isLocked)
        #expect(!lock.wasIdle)
        pass(1)
        #expect(lock.isLocked && lock.wasIdle)
    }

    @Test("a touch on a locked screen opens nothing, also where nobody looked for two minutes")
    func touched() throws {
        try open()
        time.now += .seconds(600)
        lock.touched()
        #expect(lock.isLocked)
        lock.touched()
        #expect(lock.isLocked)
    }

    @Test("an app that is not in front is covered at once, and locked when it was away for long")
    func covered() throws {
        try open()
        lock.covered(true)
        #expect(lock.isCovered && !lock.isLocked)
        time.now += .seconds(60)
        lock.covered(false)
        #expect(!lock.isCovered && !lock.isLocked)
        lock.covered(true)
        time.now += .seconds(60)
        lock.covered(false)
        #expect(lock.isLocked)
    }

    @Test("a phone that is handed on is locked at once, and not for being idle")
    func handedOn() throws {
        try open()
        pass(120)
        try open()
        #expect(!lock.isLocked)
        lock.shut()
        #expect(lock.isLocked && !lock.wasIdle)
    }

    @Test("another who shares the phone takes it over from the locked screen, and their own PIN opens it")
    func takenOver() throws {
        #expect(lock.others == [Worker(folder: "worker-b", name: "worker-b")])
        lock.change(to: try #require(lock.others.first))
        #expect(lock.isLocked && lock.others.map(\.folder) == ["worker-a"])
        try open()
        #expect(lock.isLocked, "it was another's")
        try open("482915")
        #expect(!lock.isLocked)
        lock.change(to: nil)
        #expect(!lock.isLocked && owners.now == "worker-b", "who has it open hands it over in the settings")
    }

    @Test("somebody new begins with a PIN of their own")
    func new() throws {
        lock.change(to: nil)
        guard case .pin(let model) = lock.way else { throw Stray() }
        #expect(lock.isLocked && model.asked == .choosing && owners.now == "worker-new")
        #expect(lock.others.map(\.folder) == ["worker-a", "worker-b"])
    }

    @Test("a PIN that was right for whoever had the phone opens nothing for the next")
    func overtaken() throws {
        let later = Later()
        let lock = ScreenLock(
            pin: owners, sharing: owners, background: { later.put($0) }, screen: onScreenAtOnce)
        owners.changed = { MainActor.assumeIsolated { lock.shut() } }
        later.runAll()
        guard case .pin(let model) = lock.way else { throw Stray() }
        "290413".compactMap(\.wholeNumberValue).forEach { model.type($0) }
        model.enter()
        lock.change(to: Worker(folder: "worker-b", name: "worker-b"))
        owners.now = "worker-a"
        later.runAll()
        #expect(lock.isLocked)
    }

    @Test("a phone that could not be taken over says so and stays whose it was")
    func notTakenOver() throws {
        owners.isStuck = true
        lock.change(to: try #require(lock.others.first))
        #expect(lock.isLocked && lock.problem == ScreenWord.unexpected.words && owners.now == "worker-a")
        try open()
        #expect(!lock.isLocked && lock.problem == nil)
    }

    @Test("what was wiped behind it is told, and leads to the others of this phone")
    func gone() throws {
        try open()
        lock.gone()
        #expect(lock.isLocked && lock.wasWiped && lock.others.map(\.folder) == ["worker-b"])
        lock.change(to: try #require(lock.others.first))
        #expect(!lock.wasWiped)
        try open("482915")
        #expect(!lock.isLocked)
    }

    @Test("invented data need no lock")
    func demo() {
        let lock = ScreenLock(pin: nil, uptime: { Duration.seconds(1000) })
        lock.check()
        lock.shut()
        lock.gone()
        #expect(!lock.isLocked && !lock.wasWiped)
    }
}
