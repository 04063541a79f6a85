import Foundation
import Observation

/// Who opens the app again: the phone's own lock. Tells from any thread whether it did.
public protocol Keyholder: AnyObject, Sendable {
    func open(reason: String, answered: @escaping @Sendable (Bool) -> Void)
}

/// Nothing of a home is on the screen when nobody uses it: locked after two idle minutes and when the app starts, covered
/// whenever another app may take a picture of it.
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

    private let keyholder: any Keyholder
    private let uptime: () -> Duration
    private let screen: CoreThread.Screen
    private var lastTouch: Duration

    /// `uptime` counts on while the phone sleeps and cannot be set.
    public init(
        _ keyholder: any Keyholder, uptime: @escaping () -> Duration = ScreenLock.uptime,
        screen: @escaping CoreThread.Screen = onMain
    ) {
        self.keyholder = keyholder
        self.uptime = uptime
        self.screen = screen
        lastTouch = uptime()
    }

    /// Somebody uses the screen. Who touches a locked one does not.
    public func touched() {
        check()
        if !isLocked { lastTouch = uptime() }
    }

    /// To be called now and then.
    public func check() {
        guard !isLocked, uptime() - lastTouch >= Self.idle else { return }
        isLocked = true
        wasIdle = true
    }

    /// The app is no longer in front, or is again.
    public func covered(_ isCovered: Bool) {
        self.isCovered = isCovered
        check()
    }

    public func open(reason: String) {
        guard isLocked, !isAsking else { return }
        isAsking = true
        let screen = screen
        keyholder.open(reason: reason) { isOpened in
            screen {
                self.isAsking = false
                guard isOpened else { return }
                self.isLocked = false
                self.lastTouch = self.uptime()
            }
        }
    }

    nonisolated private static let start = ContinuousClock.now

    nonisolated public static func uptime() -> Duration { ContinuousClock.now - start }
}

extension Duration {
    public var seconds: TimeInterval { TimeInterval(components.seconds) }
}

#if canImport(LocalAuthentication)
import LocalAuthentication

/// Face, finger or code, as the phone's owner set it up. A phone without any lock of its own cannot ask.
public final class DeviceKeyholder: Keyholder {
    public init() {}

    public func open(reason: String, answered: @escaping @Sendable (Bool) -> Void) {
        let context = LAContext()
        var error: NSError?
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: &error) else {
            return answered(error?.code == LAError.passcodeNotSet.rawValue)
        }
        context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason) { isOpened, _ in answered(isOpened) }
    }
}
#endif
