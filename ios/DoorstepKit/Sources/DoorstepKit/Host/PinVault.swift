import Foundation

/// Keys as the phone keeps them, guarded by its own lock alone.
public protocol BareVault: KeyVault {
    func forgetDatabaseKey() throws

    /// 64 bytes that nobody makes of this message but this phone, the same every time: so that nobody can try PINs
    /// elsewhere.
    func derive(_ message: Data) throws -> Data
}

/// The same with the app's own PIN, whatever lock the phone has: the key of the database lies sealed in a file by what
/// the phone's own keys make of the PIN, and nowhere else, and is lent only once somebody entered it. The store then
/// stays open, so that what was recorded goes out while the screen is locked; an app that was ended waits for the PIN.
/// Until one is chosen nothing is opened. A store that lies there all the same is of before there was a PIN, when the
/// phone's own lock guarded it: who can open the phone itself, and nobody else, chooses the first one.
///
/// Which PINs are good and how long wrong ones rest the core says. Tries are counted on the disk before the answer is
/// given, and a restart of the phone begins the wait anew.
public final class PinVault: KeyVault, PinKeeper, @unchecked Sendable {
    /// What says in a worker's folder that one was chosen.
    static let file = "pin"

    private let bare: any BareVault
    private let store: URL
    private let owner: @Sendable () -> OwnerAnswer
    private let sealedKey: URL
    private let counted: URL
    private let uptime: @Sendable () -> Duration
    private let lock = NSLock()
    /// As long as it is open.
    private var key: Data?
    /// Counts the PINs that were chosen and forgotten.
    private var edition = 0
    private var isOwnerSeen = false

    /// `owner` has the phone ask for its own code, and may take as long as that does. `uptime` counts since the phone's
    /// start, also while it sleeps, and cannot be set.
    public init(
        _ bare: any BareVault, in folder: URL, owner: @escaping @Sendable () -> OwnerAnswer = { .noCode },
        uptime: @escaping @Sendable () -> Duration = PhoneUptime.now
    ) {
        self.bare = bare
        self.owner = owner
        self.uptime = uptime
        store = StoreFolder.store(in: folder)
        sealedKey = folder.appendingPathComponent(Self.file)
        counted = folder.appendingPathComponent("pin-tries")
    }

    public func databaseKey() throws -> Data {
        try lock.withLock {
            guard let key else { throw HostError.KeyLocked }
            return key
        }
    }

    public func publicKey() throws -> Data { try bare.publicKey() }

    public func sign(message: Data) throws -> Data { try bare.sign(message: message) }

    public var isChosen: Bool { isSealed }

    /// What a wipe left is nobody's.
    public var needsOwner: Bool {
        !isSealed && StoreFolder.holdsAny(store) && !wipeIsCutShort(folder: store.path)
    }

    public func askOwner() -> OwnerAnswer {
        let answer = owner()
        lock.withLock { isOwnerSeen = answer == .isOwner }
        return answer
    }

    /// The key lies sealed on the disk before it goes from where it lay.
    public func choose(_ pin: String) throws {
        try lock.withLock {
            guard pinIsGood(pin: pin), !isSealed else { throw HostError.Failed(detail: "no such PIN is chosen") }
            guard isOwnerSeen || !needsOwner else { throw HostError.KeyLocked }
            let bareKey = try bare.databaseKey()
            try seal(bareKey, pin)
            try bare.forgetDatabaseKey()
            key = bareKey
            edition += 1
        }
    }

    public func open(_ pin: String) throws -> PinAnswer {
        try lock.withLock {
            try tried(pin) { opened in
                key = opened
                // Nothing is left of what an app that ended while a PIN was chosen left.
                try? bare.forgetDatabaseKey()
            }
        }
    }

    /// Where it fails the old one still opens.
    public func change(_ pin: String, to other: String) throws -> PinAnswer {
        try lock.withLock {
            guard pinIsGood(pin: other) else { throw HostError.Failed(detail: "no such PIN is chosen") }
            return try tried(pin) { try seal($0, other) }
        }
    }

    /// What an open store calls once it is shut: the key is lent no more until somebody enters the PIN again. One that
    /// was chosen since, such as after a wipe, is another's.
    public func lease() -> @Sendable () -> Void {
        let mine = lock.withLock { edition }
        return { [self] in
            lock.withLock { if edition == mine { key = nil } }
        }
    }

    /// After a wipe.
    public func forget() {
        lock.withLock {
            key = nil
            isOwnerSeen = false
            edition += 1
            for file in [sealedKey, counted] { try? FileManager.default.removeItem(at: file) }
        }
    }

    /// What is done with the key that the right one opens.
    private func tried(_ pin: String, _ right: (Data) throws -> Void) throws -> PinAnswer {
        let sealed = try JSONDecoder().decode(Sealed.self, from: Data(contentsOf: sealedKey))
        let before = tries()
        if let wait = try waits(before) { return .rests(wait) }
        let now = Tries(wrong: before.wrong + 1, at: uptime())
        try put(now)
        let made = try Made(bare, sealed.salt, pin)
        guard made.isSame(as: sealed.check) else {
            return now.rest == .zero ? .wrong(left: Int(now.cost.triesLeft)) : .rests(now.rest)
        }
        try? FileManager.default.removeItem(at: counted)
        try right(made.turned(sealed.key))
        return .right
    }

    private func seal(_ key: Data, _ pin: String) throws {
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let made = try Made(bare, salt, pin)
        let sealed = Sealed(salt: salt, check: made.check, key: try made.turned(key))
        try writeDurably(JSONEncoder().encode(sealed), to: sealedKey)
    }

    private var isSealed: Bool { FileManager.default.fileExists(atPath: sealedKey.path) }

    private func waits(_ tries: Tries) throws -> Duration? {
        guard tries.rest > .zero else { return nil }
        let now = uptime()
        guard now >= tries.at else {
            try put(Tries(wrong: tries.wrong, at: now))
            return tries.rest
        }
        let wait = tries.at + tries.rest - now
        return wait > .zero ? wait : nil
    }

    private func tries() -> Tries {
        (try? JSONDecoder().decode(Tries.self, from: Data(contentsOf: counted))) ?? Tries(wrong: 0, at: .zero)
    }

    private func put(_ tries: Tries) throws { try writeDurably(JSONEncoder().encode(tries), to: counted) }

    private struct Sealed: Codable {
        let salt: Data
        let check: Data
        let key: Data
    }

    private struct Tries: Codable {
        let wrong: Int
        let at: Duration

        /// What so many cost.
        var cost: WrongPins { afterWrongPins(wrong: UInt32(clamping: wrong)) }

        var rest: Duration { .seconds(cost.rest) }
    }

    /// What a PIN gives on this phone: half of it says whether it is the one, with the other half a key is sealed. No
    /// salt is used twice, so that half is as good as a pad of chance.
    private struct Made {
        let check: Data
        private let pad: Data

        init(_ bare: any BareVault, _ salt: Data, _ pin: String) throws {
            let made = try bare.derive(Data("doorstep.pin".utf8) + salt + Data(pin.utf8))
            (check, pad) = (Data(made.prefix(32)), Data(made.dropFirst(32)))
        }

        /// In the same time, wherever they differ.
        func isSame(as other: Data) -> Bool {
            check.count == other.count && zip(check, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }

        func turned(_ key: Data) throws -> Data {
            guard key.count == pad.count else { throw HostError.Failed(detail: "a key of another length") }
            return Data(zip(key, pad).map { $0 ^ $1 })
        }
    }
}

/// How long the phone runs since its start.
public enum PhoneUptime {
    @Sendable
    public static func now() -> Duration {
        var time = timespec()
        #if canImport(Darwin)
        // Counts on while the phone sleeps.
        clock_gettime(CLOCK_MONOTONIC, &time)
        #else
        clock_gettime(CLOCK_BOOTTIME, &time)
        #endif
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
