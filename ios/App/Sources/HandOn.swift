#if canImport(UIKit)
import UIKit

/// What the system offers to do with a file: a message, a cable's folder, another phone.
@MainActor
enum HandOn {
    static func show(_ file: URL) {
        guard var top = root else { return }
        while let above = top.presentedViewController { top = above }
        top.present(UIActivityViewController(activityItems: [file], applicationActivities: nil), animated: true)
    }

    /// Whatever the system shows above the app goes at once, with whatever it shows above that: a cover lies below it.
    static func dismiss() { root?.dismiss(animated: false) }

    private static var root: UIViewController? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        return scenes.lazy.compactMap(\.keyWindow).first?.rootViewController
    }
}
#endif
