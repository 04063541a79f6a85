import SwiftUI

/// Hears every touch of the window and takes none: who reads and scrolls uses the screen too.
struct Touches {
    let heard: Action
}

#if canImport(UIKit)
import UIKit
// What a recognizer of one's own overrides and sets stands in a part that UIKit does not bring along.
import UIKit.UIGestureRecognizerSubclass

extension Touches: UIViewRepresentable {
    final class Ear: UIView {
        let recognizer = Recognizer()

        override func didMoveToWindow() {
            super.didMoveToWindow()
            window?.addGestureRecognizer(recognizer)
        }
    }

    final class Recognizer: UIGestureRecognizer {
        var heard: Action = {}

        override func touchesBegan(_ touches: Set<UITouch>, with event: UIEvent) {
            heard()
            state = .failed
        }
    }

    func makeUIView(context: Context) -> Ear {
        let ear = Ear()
        ear.isUserInteractionEnabled = false
        ear.recognizer.cancelsTouchesInView = false
        ear.recognizer.delaysTouchesEnded = false
        return ear
    }

    func updateUIView(_ ear: Ear, context: Context) { ear.recognizer.heard = heard }
}
#else
extension Touches: View {
    var body: some View { EmptyView() }
}
#endif
