import Foundation

/// Where the one notice of the app hangs.
public protocol NoticeBoard: AnyObject, Sendable {
    func show()

    func clear()
}

/// One notice, that the app wants to be opened, and nothing else: neither why nor about whom. What it is about stands
/// in the app, behind its lock.
public struct Notices: Sendable {
    private let board: any NoticeBoard

    public init(on board: any NoticeBoard) { self.board = board }

    /// How sending stands. What passes by itself, or with the network, is no matter of the worker's.
    public func stands(_ standing: Courier.Standing) {
        switch standing {
        case .waits(_, let cause), .holds(let cause): cause.asksTheWorker() ? board.show() : board.clear()
        case .done, .wiped: board.clear()
        case .underWay, .shut, .none: break
        }
    }

    /// The worker has the app in front, and sees it there.
    public func seen() { board.clear() }
}

#if canImport(UserNotifications)
import UserNotifications

/// The system's own.
public final class SystemBoard: NoticeBoard {
    private static let only = "doorstep"

    public init() {}

    /// Quiet, so that the system asks nobody first: it is about records that wait, which are safe.
    public func show() {
        let center = UNUserNotificationCenter.current()
        center.requestAuthorization(options: [.alert, .provisional]) { isAllowed, _ in
            guard isAllowed else { return }
            let content = UNMutableNotificationContent()
            content.title = Self.name
            content.interruptionLevel = .passive
            center.add(UNNotificationRequest(identifier: Self.only, content: content, trigger: nil))
        }
    }

    public func clear() {
        let center = UNUserNotificationCenter.current()
        center.removePendingNotificationRequests(withIdentifiers: [Self.only])
        center.removeDeliveredNotifications(withIdentifiers: [Self.only])
    }

    private static var name: String {
        let bundle = Bundle.main
        let names = [bundle.localizedInfoDictionary, bundle.infoDictionary]
        return names.lazy.compactMap { $0?["CFBundleDisplayName"] as? String }.first ?? String()
    }
}
#endif
