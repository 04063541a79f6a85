#if canImport(UIKit)
import UIKit

/// What the system offers to do with a file: a message, a cable's folder, another phone.
@MainActor
enum HandOn {
    static func show(_ file: URL) {
        let windows = UIApplication.shared.connectedScenes.compactMap { ($0 as? UIWindowScene)?.keyWindow }
        guard var top = windows.first?.rootViewController else { return }
        while let above = top.presentedViewController { top = above }
        top.present(UIActivityViewController(activityItems: [file], applicationActivities: nil), animated: true)
    }
}
#endif
