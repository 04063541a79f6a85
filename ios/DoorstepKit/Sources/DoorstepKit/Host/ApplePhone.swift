#if canImport(Security) && canImport(UIKit)
import Foundation
import UIKit

/// All that Apple's platforms lend to one worker's core, put together.
@MainActor
public final class ApplePhone {
    /// One store and one vault for each worker who shares the phone; at present there is one.
    nonisolated private static let worker = "worker"

    public let opening: Opening
    private let parts: Parts

    public init() {
        let parts = Parts(whereabouts: Whereabouts())
        self.parts = parts
        opening = Opening { relay in try parts.open(worker: Self.worker, relay) }
    }

    /// The system woke the app for uploads that an earlier process began; `done` is owed to it.
    public func woken(done: @escaping @MainActor @Sendable () -> Void) { parts.woken(done: done) }

    /// One exchange, such as the system grants it in the background.
    public func exchange(rested: @escaping @Sendable () -> Void) { parts.exchange(rested: rested) }

    /// Battery or network may have changed while nobody looked.
    public func returned() {
        opening.returned()
        parts.surroundings?.changed()
        parts.exchange()
    }

    /// Where the camera leaves its next picture.
    public var nextPicture: URL? {
        parts.camera?.appendingPathComponent(UUID().uuidString).appendingPathExtension("jpg")
    }
}

/// What lives as long as the open store does.
private final class Parts: @unchecked Sendable {
    private let lock = NSLock()
    private let whereabouts: Whereabouts
    private var courier: Courier?
    private var carrier: SystemCarrier?
    private var owed: (@MainActor @Sendable () -> Void)?
    @MainActor private(set) var surroundings: Surroundings?
    private(set) var camera: URL?

    init(whereabouts: Whereabouts) { self.whereabouts = whereabouts }

    func open(worker: String, _ relay: Relay) throws -> Opened {
        let base = try FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let folder = try StoreFolder(of: worker, below: base)
        folder.sweep()
        let vault = DeviceVault(worker: worker)
        let core = try Doorstep.open(folder: folder.store.path, vault: vault, log: nil, listener: relay)
        let carrier = carrier(folder.rests)
        let courier = Courier(
            session: { try core.syncSession() }, carrier: carrier, tell: { relay.stands($0) })
        lock.withLock {
            self.courier = courier
            camera = folder.camera
        }
        let kept = KeptPreferences(.standard)
        let preferences = kept.read()
        let whereabouts = whereabouts
        let platform = DevicePlatform(
            courier: courier, carrier: carrier, kept: kept,
            locate: { answered in Task { @MainActor in whereabouts.ask(answered) } },
            faces: { try Faces.find(in: $0) },
            dial: { number in
                var there = URLComponents()
                (there.scheme, there.path) = ("tel", number)
                guard let url = there.url else { return }
                Task { @MainActor in UIApplication.shared.open(url) }
            },
            chosen: { chosen in
                Task { @MainActor in self.surroundings?.chosen(photosMayCost: chosen.photosMayCost) }
            },
            gone: { vault.forget() }
        )
        Task { @MainActor in
            surroundings = Surroundings(photosMayCost: preferences.photosMayCost) { courier.hostChanged($0) }
        }
        courier.exchange()
        return Opened(CoreThread(core), platform, preferences)
    }

    func woken(done: @escaping @MainActor @Sendable () -> Void) {
        let carrier = lock.withLock {
            if self.carrier == nil { owed = done }
            return self.carrier
        }
        carrier?.woken(done: done)
    }

    func exchange(rested: @escaping @Sendable () -> Void = {}) {
        guard let courier = lock.withLock({ courier }) else { return rested() }
        courier.exchange(rested: rested)
    }

    /// The system allows one session of a name for each process.
    private func carrier(_ rests: URL) -> SystemCarrier {
        lock.withLock {
            if let carrier { return carrier }
            let made = SystemCarrier(folder: rests)
            if let owed { made.woken(done: owed) }
            (carrier, owed) = (made, nil)
            return made
        }
    }
}
#endif
