import Foundation
import Observation

/// The workers who share a phone. What is asked of it may take a while.
public protocol SharedPhone: AnyObject, Sendable {
    /// The others whose stores lie on it.
    func otherWorkers() throws -> [Worker]

    /// Closes this store and opens another worker's, a new one where none is named. Where it fails this one stays.
    func change(to worker: Worker?) throws
}

/// Nothing of a home is on the screen when nobody uses it: locked after two idle minutes and when the app starts, covered
/// whenever another app may take a picture of it. The app's own PIN opens it, whatever lock the phone has; another
/// worker can take the phone over without it, and sees their own store alone.
@MainActor
@Observable
public final class ScreenLock {
    public static let idle = Duration.seconds(120)

    public private(set) var isLocked: Bool

    /// It was in use before, and then nobody touched it.
    public private(set) var wasIdle = false

    /// What it guarded was wiped, on its worker's order or the hub's.
    public private(set) var wasWiped = false

    /// Why another worker could not take the phone over.
    public private(set) var problem: Words?

    /// The app is not in front: what the app switcher shows is a cover.
    public private(set) var isCovered = false

    /// What opens a locked screen.
    public enum Way {
        /// It is not known yet whether a PIN was chosen.
        case unknown
        case pin(PinModel)
    }

    public private(set) var way = Way.unknown

    /// The others who can take the phone over; known while it is locked.
    public private(set) var others: [Worker] = []

    private let pin: (any PinKeeper)?
    private let sharing: (any SharedPhone)?
    private let uptime: () -> Duration
    private let background: CoreThread.Background
    private let screen: CoreThread.Screen
    private var lastTouch: Duration

    /// Counts whose PIN is asked for: what was asked before opens nothing.
    private var edition = 0

    /// `uptime` counts on while the phone sleeps and cannot be set. Without a keeper of PINs there is nothing to lock:
    /// the data are invented.
    public init(
        pin: (any PinKeeper)?, sharing: (any SharedPhone)? = nil, uptime: @escaping () -> Duration = ScreenLock.uptime,
        background: @escaping CoreThread.Background = ScreenLock.inBackground,
        screen: @escaping CoreThread.Screen = onMain
    ) {
        self.pin = pin
        self.sharing = sharing
        self.uptime = uptime
        self.background = background
        self.screen = screen
        lastTouch = uptime()
        isLocked = pin != nil
        learnWay()
    }

    /// Somebody uses the screen. Who touches a locked one does not.
    public func touched() {
        check()
        if !isLocked { lastTouch = uptime() }
    }

    /// To be called now and then.
    public func check() {
        if case .pin(let model) = way { model.check() }
        guard pin != nil, !isLocked, uptime() - lastTouch >= Self.idle else { return }
        shut()
        wasIdle = true
    }

    /// Whoever holds the phone now opens it anew.
    public func shut() {
        isLocked = pin != nil
        (wasIdle, wasWiped, problem) = (false, false, nil)
        learnWay()
    }

    /// What it guarded is no more: whoever goes on here chooses a PIN first, or another takes the phone over.
    public func gone() {
        shut()
        wasWiped = isLocked
    }

    /// Another worker takes the phone over, or a new one where none is named. What lies here stays, behind its own PIN.
    public func change(to worker: Worker?) {
        guard isLocked, let sharing else { return }
        // A PIN that is on its way is another's from now on.
        edition += 1
        (way, problem) = (.unknown, nil)
        let screen = screen
        background {
            let changed = Result { try sharing.change(to: worker) }
            screen {
                guard case .failure(let error) = changed else { return }
                self.problem = text(of: error)
                self.learnWay()
            }
        }
    }

    /// The app is no longer in front, or is again.
    public func covered(_ isCovered: Bool) {
        self.isCovered = isCovered
        check()
    }

    private func opened() {
        isLocked = false
        (wasIdle, wasWiped, problem) = (false, false, nil)
        lastTouch = uptime()
    }

    private func learnWay() {
        guard let pin else { return }
        edition += 1
        way = .unknown
        let (sharing, screen, asked) = (sharing, screen, edition)
        background {
            let (isChosen, needsOwner) = (pin.isChosen, pin.needsOwner)
            let others = (try? sharing?.otherWorkers()) ?? []
            screen {
                guard self.edition == asked else { return }
                self.way = .pin(self.model(pin, isChosen, needsOwner))
                self.others = others
            }
        }
    }

    private func model(_ pin: any PinKeeper, _ isChosen: Bool, _ needsOwner: Bool) -> PinModel {
        let asked = edition
        return PinModel(
            pin, isChosen: isChosen, needsOwner: needsOwner, uptime: uptime, background: background, screen: screen
        ) { [weak self] in
            if self?.edition == asked { self?.opened() }
        }
    }

    nonisolated private static let queue = DispatchQueue(label: "doorstep.lock", qos: .userInitiated)

    @Sendable
    nonisolated public static func inBackground(_ work: @escaping @Sendable () -> Void) { queue.async { work() } }

    nonisolated private static let start = ContinuousClock.now

    nonisolated public static func uptime() -> Duration { ContinuousClock.now - start }
}

extension Duration {
    public var seconds: TimeInterval { TimeInterval(components.seconds) }
}
