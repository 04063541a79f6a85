import DoorstepKit
import SwiftUI

#if canImport(UIKit)
import UIKit
#endif

@main
struct DoorstepApp: App {
    #if canImport(UIKit)
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate
    private var host: AppHost { delegate.host }
    #else
    private let host = AppHost()
    #endif

    var body: some Scene {
        WindowGroup {
            RootView(
                opening: host.opening, lock: host.lock, camera: Camera { host.nextPicture }, returned: host.returned,
                unseen: host.unseen, locked: host.locked, away: host.away)
        }
    }
}

/// What the app runs on: this phone, or invented data where the scheme asks for them.
@MainActor
final class AppHost {
    let opening: Opening
    let lock: ScreenLock

    #if canImport(UIKit)
    private let phone: ApplePhone?

    init() {
        let isDemo = ProcessInfo.processInfo.arguments.contains(Demo.argument)
        let reach = Reach()
        // What is ready only once the screen is locked stays where it lies.
        let phone =
            isDemo
            ? nil
            : ApplePhone(
                handOn: { if reach.isSeen() { HandOn.show($0) } }, changed: { reach.changed() }, gone: { reach.gone() })
        let lock = ScreenLock(pin: phone?.pin, sharing: phone?.sharing)
        reach.isSeen = { !lock.isLocked && !lock.isCovered }
        reach.changed = { lock.shut() }
        reach.gone = { lock.gone() }
        opening = phone?.opening ?? Demo.opening()
        self.phone = phone
        self.lock = lock
        opening.begin()
    }

    var nextPicture: URL? { phone?.nextPicture }

    func returned() { phone?.returned() }

    /// What other apps show for this one would lie above its cover.
    func unseen() { HandOn.dismiss() }

    func locked() {
        HandOn.dismiss()
        // No key typed from now on goes where nobody sees it.
        UIApplication.shared.sendAction(#selector(UIResponder.resignFirstResponder), to: nil, from: nil, for: nil)
        phone?.unused()
    }

    func away() { phone?.unused() }

    /// One exchange in the background.
    func exchange(rested: @escaping @Sendable () -> Void) {
        if let phone { phone.exchange(rested: rested) } else { rested() }
    }

    func woken(_ name: String, done: @escaping @MainActor @Sendable () -> Void) {
        if let phone { phone.woken(name, done: done) } else { done() }
    }

    /// What the phone's parts ask of the lock, which is made after them.
    private final class Reach {
        var isSeen: @MainActor () -> Bool = { false }
        /// Who has the phone now opens it anew.
        var changed: @MainActor () -> Void = {}
        /// Who goes on here chooses a PIN of their own first.
        var gone: @MainActor () -> Void = {}
    }
    #else
    init() {
        opening = Demo.opening()
        lock = ScreenLock(pin: nil)
        opening.begin()
    }

    var nextPicture: URL? { nil }

    func returned() {}

    func unseen() {}

    func locked() {}

    func away() {}
    #endif
}
