import DoorstepKit
import SwiftUI

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
                opening: host.opening, lock: host.lock, camera: Camera { host.nextPicture }, returned: host.returned)
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
        let changed = Changed()
        let phone = isDemo ? nil : ApplePhone(handOn: HandOn.show) { changed.tell() }
        let lock = ScreenLock(isDemo ? Demo.keyholder : DeviceKeyholder(), pin: phone?.pin)
        changed.tell = { lock.shut() }
        opening = phone?.opening ?? Demo.opening()
        self.phone = phone
        self.lock = lock
        opening.begin()
    }

    var nextPicture: URL? { phone?.nextPicture }

    func returned() { phone?.returned() }

    /// One exchange in the background.
    func exchange(rested: @escaping @Sendable () -> Void) {
        if let phone { phone.exchange(rested: rested) } else { rested() }
    }

    func woken(_ name: String, done: @escaping @MainActor @Sendable () -> Void) {
        if let phone { phone.woken(name, done: done) } else { done() }
    }

    /// Who has the phone now opens it anew.
    private final class Changed { var tell: @MainActor () -> Void = {} }
    #else
    init() {
        opening = Demo.opening()
        lock = ScreenLock(Demo.keyholder)
        opening.begin()
    }

    var nextPicture: URL? { nil }

    func returned() {}
    #endif
}
