import Foundation
import Observation

/// What an open store needs to be shown.
public struct Opened: Sendable {
    public let core: CoreThread
    public let platform: any Platform
    public let preferences: Preferences
    /// Shuts the store, so that it or another can be opened.
    private let shut: @Sendable () -> Void

    public init(
        _ core: CoreThread, _ platform: any Platform, _ preferences: Preferences = Preferences(),
        shut: @escaping @Sendable () -> Void = {}
    ) {
        self.core = core
        self.platform = platform
        self.preferences = preferences
        self.shut = shut
    }

    /// Behind all that was asked of the store, so that the last save is in it.
    func close(then next: @escaping @Sendable () -> Void) {
        let shut = shut
        core.background {
            shut()
            next()
        }
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
    private var last: Opened?
    private var relay: Relay?
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
        if case .open(let app) = state { app.unseen() }
        state = .opening
        // That it is shut is no news any more.
        self.relay?.reach(nil)
        let (open, background, screen, relay, last) = (open, background, screen, Relay(), last)
        (self.relay, self.last) = (relay, nil)
        let opens: @Sendable () -> Void = {
            background {
                let opened = Result { try open(relay) }
                screen { self.came(opened, relay) }
            }
        }
        if let last { last.close(then: opens) } else { opens() }
    }

    private func came(_ opened: Result<Opened, any Error>, _ relay: Relay) {
        isUnderWay = false
        last = try? opened.get()
        if isOutdated { return begin() }
        switch opened {
        case .success(let opened):
            let app = AppModel(opened.core, opened.platform, opened.preferences)
            relay.reach(app)
            state = .open(app)
        case .failure(let error): state = .failed(text(of: error))
        }
    }

    /// Whether somebody uses what is open without touching it.
    public var isInUse: Bool {
        if case .open(let app) = state { app.isInUse } else { false }
    }

    /// The lock fell, or the app is gone from the screen.
    public func unseen() {
        if case .open(let app) = state { app.unseen() }
    }

    /// The app is in front again, or its screen open: one whose store is gone begins anew, and what could not be opened
    /// or saved is tried again.
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
        case .shut: reached?.shut()
        case .none: break
        }
    }

    func reach(_ app: AppModel?) { lock.withLock { self.app = app } }

    private var reached: AppModel? { lock.withLock { app } }
}
