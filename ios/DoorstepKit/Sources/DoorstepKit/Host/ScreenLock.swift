import Foundation
import Observation

/// Who opens the app again: the phone's own lock. Tells from any thread whether it did.
public protocol Keyholder: AnyObject, Sendable {
    func open(reason: String, answered: @escaping @Sendable (Bool) -> Void)
}

/// Nothing of a home is on the screen when nobody uses it: locked after two idle minutes and when the app starts, covered
/// whenever another app may take a picture of it. The phone's own code opens it, or the app's PIN where there is none.
@MainActor
@Observable
public final class ScreenLock {
    public static let idle = Duration.seconds(120)

    public private(set) var isLocked = true

    /// It was in use before, and then nobody touched it.
    public private(set) var wasIdle = false

    /// The app is not in front: what the app switcher shows is a cover.
    public private(set) var isCovered = false

    /// The phone's own question is on the screen.
    public private(set) var isAsking = false

    /// What opens a locked screen.
    public enum Way {
        /// It is not known yet whether the phone has a code of its own.
        case unknown
        case phone
        case pin(PinModel)
    }

    public private(set) var way = Way.unknown

    private let keyholder: any Keyholder
    private let pin: (any PinKeeper)?
    private let uptime: () -> Duration
    private let background: CoreThread.Background
    private let screen: CoreThread.Screen
    private var lastTouch: Duration

    /// `uptime` counts on while the phone sleeps and cannot be set. Without a keeper of PINs the phone alone is asked.
    public init(
        _ keyholder: any Keyholder, pin: (any PinKeeper)? = nil, uptime: @escaping () -> Duration = ScreenLock.uptime,
        background: @escaping CoreThread.Background = ScreenLock.inBackground,
        screen: @escaping CoreThread.Screen = onMain
    ) {
        self.keyholder = keyholder
        self.pin = pin
        self.uptime = uptime
        self.background = background
        self.screen = screen
        lastTouch = uptime()
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
        guard !isLocked, uptime() - lastTouch >= Self.idle else { return }
        wasIdle = true
        shut()
    }

    /// Whoever holds the phone now opens it anew.
    public func shut() {
        isLocked = true
        learnWay()
    }

    /// The app is no longer in front, or is again.
    public func covered(_ isCovered: Bool) {
        self.isCovered = isCovered
        check()
    }

    public func open(reason: String) {
        guard case .phone = way, isLocked, !isAsking else { return }
        isAsking = true
        let screen = screen
        keyholder.open(reason: reason) { isOpened in
            screen {
                self.isAsking = false
                // The phone's code may have been taken off.
                if isOpened { self.opened() } else { self.learnWay() }
            }
        }
    }

    private func opened() {
        isLocked = false
        wasIdle = false
        lastTouch = uptime()
    }

    private func learnWay() {
        guard let pin else { return way = .phone }
        way = .unknown
        let screen = screen
        background {
            let (isNeeded, isChosen) = (pin.isNeeded, pin.isChosen)
            screen { self.way = isNeeded ? .pin(self.model(pin, isChosen)) : .phone }
        }
    }

    private func model(_ pin: any PinKeeper, _ isChosen: Bool) -> PinModel {
        PinModel(pin, isChosen: isChosen, uptime: uptime, background: background, screen: screen) { [weak self] in
            self?.opened()
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

#if canImport(LocalAuthentication)
import LocalAuthentication

/// Face, finger or code, as the phone's owner set it up. A phone without any code of its own opens nothing: `PinVault`
/// does there.
public final class DeviceKeyholder: Keyholder {
    public init() {}

    public func open(reason: String, answered: @escaping @Sendable (Bool) -> Void) {
        let context = LAContext()
        var error: NSError?
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: &error) else { return answered(false) }
        context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason) { isOpened, _ in answered(isOpened) }
    }
}
#endif
