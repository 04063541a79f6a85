import DoorstepKit
import Foundation
import Testing

@MainActor
struct ScreenLockTests {
    private final class Owner: Keyholder, @unchecked Sendable {
        var opens = true
        var questions = 0

        func open(reason: String, answered: @escaping @Sendable (Bool) -> Void) {
            questions += 1
            answered(opens)
        }
    }

    private final class Time { var now = Duration.zero }

    private let owner = Owner()
    private let time = Time()
    private let lock: ScreenLock

    init() {
        let time = time
        lock = ScreenLock(owner, uptime: { time.now }, screen: onScreenAtOnce)
    }

    private func pass(_ seconds: Int) {
        time.now += .seconds(seconds)
        lock.check()
    }

    @Test("an app that starts is locked until its owner opens it")
    func starts() {
        #expect(lock.isLocked)
        owner.opens = false
        lock.open(reason: "")
        #expect(lock.isLocked && !lock.isAsking)
        owner.opens = true
        lock.open(reason: "")
        #expect(!lock.isLocked)
    }

    @Test("two idle minutes lock it, and every touch puts them off")
    func idle() {
        lock.open(reason: "")
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
    func touched() {
        lock.open(reason: "")
        time.now += .seconds(600)
        lock.touched()
        #expect(lock.isLocked)
        lock.touched()
        #expect(lock.isLocked)
    }

    @Test("an app that is not in front is covered at once, and locked when it was away for long")
    func covered() {
        lock.open(reason: "")
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
    func handedOn() {
        lock.open(reason: "")
        pass(120)
        lock.open(reason: "")
        #expect(!lock.isLocked)
        lock.shut()
        #expect(lock.isLocked && !lock.wasIdle)
    }

    @Test("an open screen asks its owner nothing")
    func open() {
        lock.open(reason: "")
        lock.open(reason: "")
        #expect(owner.questions == 1)
    }
}
