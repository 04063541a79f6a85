#if canImport(LocalAuthentication)
import Foundation
import LocalAuthentication

/// Who can open the phone itself: by face, finger or code, as its owner set it up.
enum PhoneOwner {
    /// Waits for the answer, so that it is never asked on the main thread.
    static func ask(for reason: String) -> OwnerAnswer {
        let context = LAContext()
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) else { return .noCode }
        let answer = Answered()
        context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason) { isOwner, _ in
            answer.put(isOwner)
        }
        return answer.wait() ? .isOwner : .isNot
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
