#if canImport(Security) && canImport(UIKit)
import Foundation
import UIKit

/// All that Apple's platforms lend to the core of whoever has the phone, put together.
@MainActor
public final class ApplePhone {
    public let opening: Opening
    private let parts: Parts

    /// `handOn` shows what can be done with a file, `changed` hears that another worker has the phone, `gone` that the
    /// store was wiped.
    public init(
        handOn: @escaping @MainActor (URL) -> Void, changed: @escaping @MainActor () -> Void,
        gone: @escaping @MainActor () -> Void
    ) {
        let parts = Parts(whereabouts: Whereabouts(), handOn: handOn)
        let opening = Opening(preferred: { parts.preferences }) { relay in try parts.open(relay) }
        self.parts = parts
        self.opening = opening
        parts.hasChanged = {
            opening.begin()
            changed()
        }
        parts.isGone = gone
    }

    /// What asks for the PIN of whoever has the phone.
    public var pin: any PinKeeper { parts }

    /// Who else can take it over.
    public var sharing: any SharedPhone { parts }

    /// Nobody uses it: what was to be handed on goes.
    public func unused() { parts.files.sweep() }

    /// The system woke the app for uploads of this name that an earlier process began; `done` is owed to it.
    public func woken(_ name: String, done: @escaping @MainActor @Sendable () -> Void) {
        // The system keeps its news until the store opens.
        if case .failed = opening.state { done() } else { parts.woken(name, done: done) }
    }

    /// One exchange, such as the system grants it in the background.
    public func exchange(rested: @escaping @Sendable () -> Void) {
        // An app that was ended waits for the PIN.
        if case .failed = opening.state { parts.notices.stands(.holds(.keyLocked)) }
        parts.exchange(rested: rested)
    }

    /// Battery or network may have changed while nobody looked, and a store that was locked may open.
    public func returned() {
        opening.returned()
        parts.notices.seen()
        parts.surroundings?.changed()
        parts.exchange()
    }

    /// Where the camera leaves its next picture.
    public var nextPicture: URL? { parts.nextPicture }
}

/// What lives as long as the process does, and of the open store as long as that is open.
private final class Parts: @unchecked Sendable {
    private let lock = NSLock()
    private let whereabouts: Whereabouts
    private let handOn: @MainActor (URL) -> Void
    private lazy var microphone = Microphone { [weak self] in
        self?.camera?.appendingPathComponent(UUID().uuidString).appendingPathExtension("m4a")
    }
    private let workers = Result {
        Workers(
            below: try FileManager.default.url(
                for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true))
    }
    let notices = Notices(on: SystemBoard())
    let files = HandOver(folder: FileManager.default.temporaryDirectory.appendingPathComponent("out"))
    private var courier: Courier?
    private var carriers: [String: SystemCarrier] = [:]
    private var vaults: [String: (keys: DeviceVault, pin: PinVault)] = [:]
    private var owed: [String: @MainActor @Sendable () -> Void] = [:]
    @MainActor private(set) var surroundings: Surroundings?
    @MainActor var hasChanged: @MainActor () -> Void = {}
    @MainActor var isGone: @MainActor () -> Void = {}
    private(set) var camera: URL?

    var nextPicture: URL? { camera?.appendingPathComponent(UUID().uuidString).appendingPathExtension("jpg") }

    init(whereabouts: Whereabouts, handOn: @escaping @MainActor (URL) -> Void) {
        self.whereabouts = whereabouts
        self.handOn = handOn
        if let workers = try? workers.get() { finishWipes(workers) }
    }

    @discardableResult
    private func finishWipes(_ workers: Workers) -> [String] {
        workers.finishWipes { folder in
            let (keys, vault) = vault(of: folder)
            KeptPreferences(.standard, of: folder.worker).forget()
            vault.forget()
            keys.forget()
            folder.forget()
        }
    }

    func open(_ relay: Relay) throws -> Opened {
        do {
            return try opened(relay)
        } catch {
            let all = lock.withLock {
                defer { owed = [:] }
                return Array(owed.values)
            }
            all.forEach(onMain)
            throw error
        }
    }

    private func opened(_ relay: Relay) throws -> Opened {
        let workers = try workers.get()
        let folder = try workers.current()
        // Such as of the store that was shut for this one: whoever goes on chooses a PIN of their own first.
        if finishWipes(workers).contains(folder.worker) { Task { @MainActor in self.isGone() } }
        workers.sweep()
        files.sweep()
        let (keys, vault) = vault(of: folder)
        let core = try Doorstep.open(folder: folder.store.path, vault: vault, log: nil, listener: relay)
        let carrier = carrier(of: folder)
        let notices = notices
        let courier = Courier(
            session: { try core.syncSession() }, carrier: carrier,
            tell: { standing in
                relay.stands(standing)
                notices.stands(standing)
            })
        lock.withLock {
            self.courier = courier
            camera = folder.camera
        }
        let kept = KeptPreferences(.standard, of: folder.worker)
        let preferences = kept.read()
        let platform = DevicePlatform(
            courier: courier, carrier: carrier, kept: kept, outward: outward, files: files, folder: folder,
            workers: workers, pin: vault,
            chosen: { chosen in
                Task { @MainActor in self.surroundings?.chosen(photosMayCost: chosen.photosMayCost) }
            },
            change: { try self.change(to: $0) }, anew: { self.beginAnew() },
            gone: {
                vault.forget()
                keys.forget()
                Task { @MainActor in self.isGone() }
            }
        )
        Task { @MainActor in
            surroundings = Surroundings(photosMayCost: preferences.photosMayCost) { courier.hostChanged($0) }
        }
        courier.exchange()
        let lentNoMore = vault.lease()
        return Opened(CoreThread(core), platform, preferences) {
            try? core.shutdown()
            lentNoMore()
        }
    }

    /// What whoever has the phone chose, also before their store opens.
    var preferences: Preferences {
        (try? workers.get().current()).map { KeptPreferences(.standard, of: $0.worker).read() } ?? Preferences()
    }

    private func change(to worker: String?) throws {
        try workers.get().choose(worker)
        beginAnew()
    }

    private func beginAnew() { Task { @MainActor in hasChanged() } }

    /// The rest of another worker's files, whose store is shut, is asked for when that is open again.
    func woken(_ name: String, done: @escaping @MainActor @Sendable () -> Void) {
        let carrier = lock.withLock {
            if carriers[name] == nil { owed[name] = done }
            return carriers[name]
        }
        if let carrier { return carrier.woken(done: done) }
        let current = (try? workers.get().current()).map { SystemCarrier.name(of: $0.worker) }
        guard current != name, let done = lock.withLock({ owed.removeValue(forKey: name) }) else { return }
        onMain(done)
    }

    func exchange(rested: @escaping @Sendable () -> Void = {}) {
        guard let courier = lock.withLock({ courier }) else { return rested() }
        courier.exchange(rested: rested)
    }

    private var outward: Outward {
        let (whereabouts, handOn) = (whereabouts, handOn)
        return Outward(
            locate: { answered in Task { @MainActor in whereabouts.ask(answered) } },
            faces: { try Faces.find(in: $0) },
            picture: { Pictures.upright(at: $0) },
            stamp: { Stamps.draw($0) },
            signature: { [weak self] strokes in
                guard let file = self?.nextPicture, Signatures.draw(strokes, to: file) else { return nil }
                return file.path
            },
            dial: { number, failed in
                var there = URLComponents()
                (there.scheme, there.path) = ("tel", number)
                Self.open([there.url].compactMap { $0 }, failed)
            },
            showTheWay: { place, failed in Self.open(MapApps.addresses(of: place), failed) },
            handOn: { file in Task { @MainActor in handOn(file) } },
            recorder: microphone
        )
    }

    /// The first that the phone has an app for: Info.plist names their schemes. Whoever cancels the system's own question
    /// is told nothing, and asked for no other app.
    private static func open(_ addresses: [URL], _ failed: @escaping @Sendable () -> Void) {
        Task { @MainActor in
            guard let address = addresses.first(where: { UIApplication.shared.canOpenURL($0) }) else { return failed() }
            _ = await UIApplication.shared.open(address)
        }
    }

    private func askPhoneOwner() -> OwnerAnswer {
        PhoneOwner.ask(for: PhoneWord.choosePin.words.text(in: preferences.language))
    }

    private func vault(of folder: StoreFolder) -> (keys: DeviceVault, pin: PinVault) {
        lock.withLock {
            if let known = vaults[folder.worker] { return known }
            let keys = DeviceVault(worker: folder.worker)
            let made = (keys: keys, pin: PinVault(keys, in: folder.folder, owner: { self.askPhoneOwner() }))
            vaults[folder.worker] = made
            return made
        }
    }

    /// The system allows one session of a name for each process.
    private func carrier(of folder: StoreFolder) -> SystemCarrier {
        let name = SystemCarrier.name(of: folder.worker)
        return lock.withLock {
            if let known = carriers[name] { return known }
            let made = SystemCarrier(folder: folder.rests, name: name)
            if let owed = owed.removeValue(forKey: name) { made.woken(done: owed) }
            carriers[name] = made
            return made
        }
    }
}

/// The PIN of whoever has the phone. Where it cannot be told who that is, nothing opens.
extension Parts: PinKeeper {
    var isChosen: Bool { (try? current().isChosen) ?? true }

    var needsOwner: Bool { (try? current().needsOwner) ?? true }

    func askOwner() throws -> OwnerAnswer { try current().askOwner() }

    func choose(_ pin: String) throws { try current().choose(pin) }

    func open(_ pin: String) throws -> PinAnswer { try current().open(pin) }

    func change(_ pin: String, to other: String) throws -> PinAnswer { try current().change(pin, to: other) }

    private func current() throws -> PinVault { vault(of: try workers.get().current()).pin }
}

extension Parts: SharedPhone {
    func otherWorkers() throws -> [Worker] {
        try workers.get().others().map { Worker(folder: $0.worker, name: $0.name) }
    }

    func change(to worker: Worker?) throws { try change(to: worker?.folder) }
}
#endif
