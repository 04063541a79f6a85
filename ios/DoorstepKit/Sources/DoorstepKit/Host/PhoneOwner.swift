#if canImport(LocalAuthentication)
import Foundation
import LocalAuthentication

/// Who can open the phone itself: by face, finger or code, as its owner set it up.
enum PhoneOwner {
    /// Waits for the answer, so that it is never asked on the main thread. A phone without a code of its own knows no
    /// owner.
    static func isThere(for reason: String) -> Bool {
        let context = LAContext()
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) else { return false }
        let answer = Answered()
        context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason) { isOwner, _ in
            answer.put(isOwner)
        }
        return answer.wait()
    }

    private final class Answered: @unchecked Sendable {
        private let here = DispatchSemaphore(value: 0)
        private var isOwner = false

        func put(_ isOwner: Bool) {
            self.isOwner = isOwner
            here.signal()
        }

        func wait() -> Bool {
            here.wait()
            return isOwner
        }
    }
}
#endif
