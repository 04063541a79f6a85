#if canImport(UIKit)
import BackgroundTasks
import DoorstepKit
import UIKit

/// What the system asks of an app that is not in front.
final class AppDelegate: NSObject, UIApplicationDelegate {
    let host = AppHost()

    /// As in Info.plist.
    private static let exchange = "org.doorstep.app.exchange"

    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        let host = host
        BGTaskScheduler.shared.register(forTaskWithIdentifier: Self.exchange, using: .main) { task in
            MainActor.assumeIsolated { Self.run(task, on: host) }
        }
        return true
    }

    func applicationDidEnterBackground(_ application: UIApplication) {
        Self.schedule()
    }

    /// Uploads that went on without the app have news.
    func application(
        _ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
        completionHandler: @escaping () -> Void
    ) {
        let done = UncheckedBox(completionHandler)
        host.woken(identifier) { done.value() }
    }

    private static func run(_ task: BGTask, on host: AppHost) {
        schedule()
        let ended = UncheckedBox(task)
        task.expirationHandler = { ended.value.setTaskCompleted(success: false) }
        host.exchange { ended.value.setTaskCompleted(success: true) }
    }

    /// When is the system's own choice; a quarter of an hour is the soonest.
    private static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: exchange)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }
}

/// The system's own handlers may be called from any thread and do not say so.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
#endif
