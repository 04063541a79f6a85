import Foundation

/// The app over the real core with invented data (演示数据): no hub, no keys, gone when it ends. For a first look and for
/// the screens' own tests.
public enum Demo {
    /// What an app is started with to show it.
    public static let argument = "-demo"

    @MainActor
    public static func opening() -> Opening {
        Opening { relay in
            let core = try Doorstep.inMemory(listener: relay)
            return Opened(CoreThread(core), Silent())
        }
    }

    /// A phone that reaches nobody.
    private final class Silent: Platform {}
}
