import Observation

/// The phone's other apps that one tap opens: no tap is without an answer where the phone has none.
@MainActor
@Observable
public final class OtherApps {
    /// Which of them the last tap looked for in vain; none from the next tap on.
    public private(set) var problem: Words?

    private let core: CoreThread
    private let platform: any Platform

    init(_ core: CoreThread, _ platform: any Platform) {
        self.core = core
        self.platform = platform
    }

    func dial(_ number: String) {
        problem = nil
        let core = core
        platform.dial(number) { core.show { self.problem = ScreenWord.noDialler.words } }
    }

    func showTheWay(to place: Coordinate) {
        problem = nil
        let core = core
        platform.showTheWay(to: place) { core.show { self.problem = ScreenWord.noMapApp.words } }
    }

    /// Something else was tapped.
    func tapped() { problem = nil }
}
