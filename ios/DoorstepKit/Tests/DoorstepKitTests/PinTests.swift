import DoorstepKit
import Foundation
import Story
import Testing

/// The app's own PIN, over keys in a folder and a clock that the test holds.
@MainActor
struct PinTests {
    private final class Time: @unchecked Sendable { var now = Duration.seconds(1000) }

    private static let pin = "290413"
    private static let wrong = "290414"
    /// How many wrong ones cost nothing but themselves.
    private static let free = Int(afterWrongPins(wrong: 0).triesLeft)

    private let folder: URL
    private let safe: Safe
    private let time = Time()
    private let vault: PinVault

    init() throws {
        folder = try newFolder()
        safe = try Safe(folder)
        let time = time
        vault = PinVault(safe, in: folder, uptime: { time.now })
    }

    /// The same phone after the app was ended.
    private func restarted() -> PinVault {
        let time = time
        return PinVault(safe, in: folder, uptime: { time.now })
    }

    @Test("the key of the database lies nowhere but behind the PIN, and is the same as before")
    func guarded() throws {
        let key = try safe.databaseKey()
        #expect(throws: HostError.KeyLocked, "nothing opens before there is a PIN") { try vault.databaseKey() }
        try vault.choose(Self.pin)
        #expect(try vault.databaseKey() == key)
        #expect(safe.kept == nil)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("pin") {
            let file = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(file.range(of: key) == nil && file.range(of: key.base64EncodedData()) == nil)
        }
        let ended = restarted()
        #expect(throws: HostError.KeyLocked) { try ended.databaseKey() }
        #expect(try ended.open(Self.wrong) == .wrong(left: Self.free - 1))
        #expect(throws: HostError.KeyLocked) { try ended.databaseKey() }
        #expect(try ended.open(Self.pin) == .right)
        #expect(try ended.databaseKey() == key)
        ended.lease()()
        #expect(throws: HostError.KeyLocked) { try ended.databaseKey() }
    }

    @Test("a store does not open before the PIN, and holds all it held after it")
    func store() throws {
        try vault.choose(Self.pin)
        let path = folder.appendingPathComponent("store").path
        try Doorstep.open(folder: path, vault: vault).shutdown()
        let ended = restarted()
        #expect(throws: DoorstepError.self) { try Doorstep.open(folder: path, vault: ended) }
        #expect(try ended.open(Self.pin) == .right)
        try Doorstep.open(folder: path, vault: ended).shutdown()
    }

    @Test("wrong tries rest longer and longer, also when the app is ended or the phone restarted")
    func rests() throws {
        try vault.choose(Self.pin)
        for left in (1..<Self.free).reversed() { #expect(try vault.open(Self.wrong) == .wrong(left: left)) }
        #expect(try vault.open(Self.wrong) == .rests(.seconds(60)))
        time.now += .seconds(59)
        #expect(try restarted().open(Self.pin) == .rests(.seconds(1)), "the right one too")
        time.now += .seconds(1)
        #expect(try vault.open(Self.wrong) == .rests(.seconds(120)))
        time.now = .seconds(5)
        #expect(try vault.open(Self.pin) == .rests(.seconds(120)), "a restart begins the wait anew")
        time.now += .seconds(120)
        #expect(try vault.open(Self.pin) == .right)
        #expect(try vault.open(Self.wrong) == .wrong(left: Self.free - 1), "the right one ends the count")
    }

    @Test("a PIN that is tried first can be neither entered nor chosen")
    func good() throws {
        let model = try pinModel(lock(vault))
        enter(model, "123456")
        #expect(model.asked == .choosing && !model.isReady)
        #expect(throws: HostError.self) { try vault.choose("123456") }
        #expect(!vault.isChosen)
    }

    @Test("over a store of before there was a PIN the phone's owner alone chooses one, and finds all that was there")
    func before() throws {
        let key = try safe.databaseKey()
        let path = folder.appendingPathComponent("store").path
        try Doorstep.open(folder: path, vault: safe).shutdown()
        let (owner, time) = (Owner(), time)
        let ended = PinVault(safe, in: folder, owner: { owner.asked() }, uptime: { time.now })
        let lock = lock(ended)
        let model = try pinModel(lock)
        #expect(model.asked == .owner && lock.isLocked)
        enter(model, Self.pin)
        enter(model, Self.pin)
        #expect(model.asked == .owner && model.typed.isEmpty && !ended.isChosen && owner.questions == 2)
        #expect(model.problem == PhoneWord.noPhoneCode.words)
        owner.answer = .isNot
        model.enter()
        #expect(model.problem == nil && model.asked == .owner, "who cancelled is told to do nothing")
        #expect(throws: HostError.KeyLocked) { try ended.choose(Self.pin) }
        #expect(throws: DoorstepError.self) { try Doorstep.open(folder: path, vault: ended) }
        owner.answer = .isOwner
        model.enter()
        #expect(model.asked == .choosing && model.problem == nil && owner.questions == 4)
        enter(model, Self.pin)
        enter(model, Self.pin)
        #expect(try !lock.isLocked && ended.databaseKey() == key && safe.kept == nil)
        try Doorstep.open(folder: path, vault: ended).shutdown()
        #expect(!restarted().needsOwner)
    }

    private final class Owner: @unchecked Sendable {
        var answer = OwnerAnswer.noCode
        private(set) var questions = 0

        func asked() -> OwnerAnswer {
            questions += 1
            return answer
        }
    }

    @Test("a PIN that was chosen since a wipe still opens when the wiped store is shut only then")
    func lease() throws {
        try vault.choose(Self.pin)
        let lentNoMore = vault.lease()
        vault.forget()
        try vault.choose("482915")
        let key = try vault.databaseKey()
        lentNoMore()
        #expect(try vault.databaseKey() == key)
        vault.lease()()
        #expect(throws: HostError.KeyLocked) { try vault.databaseKey() }
    }

    @Test("after a wipe whoever goes on chooses a PIN first, and a store opens by it", arguments: [false, true])
    func afterWipe(isLocked: Bool) throws {
        let (vault, safe, time, folder) = (vault, safe, time, folder)
        try vault.choose(Self.pin)
        let lock = lock(vault)
        enter(try pinModel(lock), Self.pin)
        let platform = TestPlatform()
        platform.gone = {
            vault.forget()
            try? safe.forgetDatabaseKey()
            MainActor.assumeIsolated { lock.gone() }
        }
        let opening = Opening(background: atOnce, screen: onScreenAtOnce) { _ in
            let path = folder.appendingPathComponent("store").path
            let core = try Doorstep.open(folder: path, vault: vault)
            let lentNoMore = vault.lease()
            return Opened(CoreThread(core, background: atOnce, screen: onScreenAtOnce), platform) {
                try? core.shutdown()
                lentNoMore()
            }
        }
        opening.begin()
        guard case .open(let app) = opening.state else { throw Failure(reason: "not open") }
        if isLocked {
            time.now += ScreenLock.idle
            lock.check()
        }
        app.settings()
        let settings = try app.top(SettingsModel.self)
        settings.leave()
        settings.wipe()
        #expect(app.isGone && lock.isLocked && lock.wasWiped)
        // Looked away from and back to, before anything is typed.
        opening.returned()
        let model = try pinModel(lock)
        #expect(model.asked == .choosing, "the pad of before is for a PIN that is no more")
        enter(model, "482915")
        enter(model, "482915")
        #expect(!lock.isLocked && !lock.wasWiped)
        opening.returned()
        guard case .open(let next) = opening.state else { throw Failure(reason: "not open anew") }
        #expect(next !== app && !next.isGone)
    }

    @Test("what an app left that ended while a PIN was chosen goes with the next right one")
    func left() throws {
        let key = try safe.databaseKey()
        try vault.choose(Self.pin)
        _ = try safe.databaseKey()
        #expect(safe.kept != nil)
        #expect(try restarted().open(Self.pin) == .right)
        #expect(try safe.kept == nil && vault.databaseKey() == key)
    }

    @Test("every phone asks for a PIN to be chosen, twice the same, and opens by it")
    func screens() throws {
        let lock = lock(vault)
        let model = try pinModel(lock)
        #expect(model.asked == .choosing)
        enter(model, Self.pin)
        #expect(model.asked == .repeating && lock.isLocked)
        enter(model, "482915")
        #expect(model.asked == .choosing && model.problem == PhoneWord.pinsDiffer.words && !vault.isChosen)
        enter(model, Self.pin)
        enter(model, Self.pin)
        #expect(!lock.isLocked && vault.isChosen)
        time.now += ScreenLock.idle
        lock.check()
        #expect(lock.isLocked && lock.wasIdle)
        let again = try pinModel(lock)
        #expect(again.asked == .entering)
        enter(again, Self.wrong)
        #expect(lock.isLocked && again.problem == PhoneWord.wrongPin.of(figure(Self.free - 1)) && again.typed.isEmpty)
        enter(again, Self.pin)
        #expect(!lock.isLocked)
    }

    @Test("while a PIN rests none is typed, and then one is again")
    func restingScreen() throws {
        try vault.choose(Self.pin)
        let lock = lock(vault)
        let model = try pinModel(lock)
        for _ in 0..<Self.free { enter(model, Self.wrong) }
        #expect(model.rest == .seconds(60))
        enter(model, Self.pin)
        #expect(lock.isLocked && model.typed.isEmpty)
        time.now += .seconds(60)
        lock.check()
        #expect(model.rest == nil)
        enter(model, Self.pin)
        #expect(!lock.isLocked)
    }

    @Test("in the settings the old one is asked for, the new one twice, and from then on that alone opens")
    func changed() throws {
        try vault.choose(Self.pin)
        let key = try vault.databaseKey()
        let model = try settings()
        #expect(model.hasPin && model.pin == nil)
        model.changePin()
        let pin = try #require(model.pin)
        #expect(pin.asked == .old)
        enter(pin, Self.wrong)
        #expect(pin.asked == .old && pin.problem == PhoneWord.wrongPin.of(figure(Self.free - 1)))
        enter(pin, Self.pin)
        #expect(pin.asked == .choosing && pin.problem == nil)
        enter(pin, "482915")
        enter(pin, "482916")
        #expect(pin.problem == PhoneWord.pinsDiffer.words && model.pin != nil)
        enter(pin, "482915")
        enter(pin, "482915")
        #expect(model.pin == nil && model.isPinChanged, "it is done")
        let ended = restarted()
        #expect(try ended.open(Self.pin) == .wrong(left: Self.free - 1))
        #expect(try ended.open("482915") == .right)
        #expect(try ended.databaseKey() == key)
    }

    @Test("a change that is left leaves the PIN as it is, and one that cannot be kept too")
    func unchanged() throws {
        try vault.choose(Self.pin)
        let model = try settings()
        model.changePin()
        enter(try #require(model.pin), Self.pin)
        model.keepPin()
        #expect(model.pin == nil && !model.isPinChanged)
        #expect(throws: HostError.self) { try vault.change(Self.pin, to: "111111") }
        #expect(try vault.change(Self.wrong, to: "482915") == .wrong(left: Self.free - 1))
        #expect(try restarted().open(Self.pin) == .right)
    }

    @Test("wrong ones rest in the settings as they do on the locked screen")
    func restingSettings() throws {
        try vault.choose(Self.pin)
        let model = try settings()
        model.changePin()
        let pin = try #require(model.pin)
        for _ in 0..<Self.free { enter(pin, Self.wrong) }
        #expect(pin.rest == .seconds(60))
        #expect(try vault.open(Self.pin) == .rests(.seconds(60)))
    }

    @Test("before a PIN is chosen there is none to change")
    func noPin() throws { #expect(try !settings().hasPin) }

    private func settings() throws -> SettingsModel {
        let platform = TestPlatform()
        platform.pin = vault
        let app = try hamlet().app(platform)
        app.settings()
        return try app.top(SettingsModel.self)
    }

    private func lock(_ vault: PinVault) -> ScreenLock {
        let time = time
        return ScreenLock(pin: vault, uptime: { time.now }, background: atOnce, screen: onScreenAtOnce)
    }

    private func pinModel(_ lock: ScreenLock) throws -> PinModel {
        guard case .pin(let model) = lock.way else { throw Failure(reason: "no PIN is asked for") }
        return model
    }

    private func enter(_ model: PinModel, _ pin: String) {
        pin.compactMap(\.wholeNumberValue).forEach { model.type($0) }
        model.enter()
    }
}
