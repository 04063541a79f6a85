import Foundation
import Observation

/// What an open store needs to be shown.
public struct Opened: Sendable {
    public let core: CoreThread
    public let platform: any Platform
    public let preferences: Preferences
    /// Closes the store, so that it or another can be opened.
    let shut: @Sendable () -> Void

    public init(
        _ core: CoreThread, _ platform: any Platform, _ preferences: Preferences = Preferences(),
        shut: @escaping @Sendable () -> Void = {}
    ) {
        self.core = core
        self.platform = platform
        self.preferences = preferences
        self.shut = shut
    }
}

/// From the start of the app to its first screen. Opening touches the disk, so it happens in the background; a store
/// that does not open says why, and can be tried again.
@MainActor
@Observable
public final class Opening {
    public enum State {
        case opening
        case failed(Words)
        case open(AppModel)
    }

    public typealias Open = @Sendable (Relay) throws -> Opened

    public private(set) var state = State.opening

    private let preferred: () -> Preferences
    private let open: Open
    private let background: CoreThread.Background
    private let screen: CoreThread.Screen
    private var shut: @Sendable () -> Void = {}
    private var isUnderWay = false

    /// Whether another store is to be opened than the one under way, such as another worker's.
    private var isOutdated = false

    /// `preferred` is what was chosen for whoever has the phone, also while no store is open.
    public init(
        background: @escaping CoreThread.Background, screen: @escaping CoreThread.Screen,
        preferred: @escaping () -> Preferences = { Preferences() }, open: @escaping Open
    ) {
        self.preferred = preferred
        self.open = open
        self.background = background
        self.screen = screen
    }

    public convenience init(preferred: @escaping () -> Preferences = { Preferences() }, open: @escaping Open) {
        let queue = DispatchQueue(label: "doorstep.open", qos: .userInitiated)
        self.init(background: { work in queue.async { work() } }, screen: onMain, preferred: preferred, open: open)
    }

    /// What is in force.
    public var preferences: Preferences {
        if case .open(let app) = state { app.preferences } else { preferred() }
    }

    /// Closes what is open and opens what is to be open now.
    public func begin() {
        guard !isUnderWay else { return isOutdated = true }
        (isUnderWay, isOutdated) = (true, false)
        state = .opening
        let (open, shut, screen, relay) = (open, shut, screen, Relay())
        self.shut = {}
        background {
            shut()
            let opened = Result { try open(relay) }
            screen {
                self.isUnderWay = false
                switch opened {
                case _ where self.isOutdated:
                    if case .success(let opened) = opened { self.shut = opened.shut }
                    self.begin()
                case .success(let opened):
                    self.shut = opened.shut
                    let app = AppModel(opened.core, opened.platform, opened.preferences)
                    relay.reach(app)
                    self.state = .open(app)
                case .failure(let error): self.state = .failed(text(of: error))
                }
            }
        }
    }

    /// The app is in front again, or its screen open: one whose store is gone begins anew, and what could not be opened or
    /// saved is tried again.
    public func returned() {
        switch state {
        case .open(let app): app.isGone ? begin() : app.returned()
        case .failed: begin()
        case .opening: break
        }
    }
}

/// Brings to the screens what the core and the courier tell from their own threads.
public final class Relay: ChangeListener, @unchecked Sendable {
    private let lock = NSLock()
    private weak var app: AppModel?

    public init() {}

    public func changed(areas: [Area]) { reached?.changed(areas) }

    /// How sending stands: what holds it up stands above every screen.
    public func stands(_ standing: Courier.Standing) {
        switch standing {
        case .underWay: reached?.held(nil)
        case .waits(_, let cause), .holds(let cause): reached?.held(cause)
        case .done(let summary): reached?.held(summary.photosWait)
        case .wiped: reached?.wiped()
        case .none: break
        }
    }

    func reach(_ app: AppModel) { lock.withLock { self.app = app } }

    private var reached: AppModel? { lock.withLock { app } }
}
