import Observation

/// A screen with what it holds.
@MainActor
public protocol PageModel: AnyObject {
    /// What it shows: a change there makes it read anew.
    var shows: Set<Area> { get }

    /// Reads all that it shows; what it showed before stays until the answer is here.
    func read()

    /// Whether somebody uses it without touching it, such as who speaks.
    var isInUse: Bool { get }

    /// Nobody looks at it any more, since the lock fell or the app is gone from the screen: what is in the middle of it
    /// is ended and kept.
    func unseen()

    /// It was left for good: what of it lies in clear goes.
    func left()
}

extension PageModel {
    public var isInUse: Bool { false }

    public func unseen() {}

    public func left() {}
}

/// What can lie on the stack of screens.
public enum Page: Hashable {
    case today(TodayModel)
    case stop(StopModel)
    case handOver(HandOverModel)
    case add(AddModel)
    case visit(VisitModel)
    case particulars(ParticularsModel)
    case door(DoorModel)
    case photo(PhotoModel)
    case outbox(OutboxModel)
    case menu(MenuModel)
    case coverage(CoverageModel)
    case grid(GridModel)
    case homes(HomesModel)
    case responsibility(ResponsibilityModel)
    case review(ReviewModel)
    case settings(SettingsModel)
    case enrol(EnrolModel)

    public var model: any PageModel {
        switch self {
        case .today(let model): model
        case .stop(let model): model
        case .handOver(let model): model
        case .add(let model): model
        case .visit(let model): model
        case .particulars(let model): model
        case .door(let model): model
        case .photo(let model): model
        case .outbox(let model): model
        case .menu(let model): model
        case .coverage(let model): model
        case .grid(let model): model
        case .homes(let model): model
        case .responsibility(let model): model
        case .review(let model): model
        case .settings(let model): model
        case .enrol(let model): model
        }
    }

    /// A screen is itself and no other, whatever it shows.
    public static func == (one: Page, other: Page) -> Bool { one.model === other.model }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(model)) }
}

/// The way to what is not needed at every door.
@MainActor
@Observable
public final class MenuModel: PageModel {
    public let shows: Set<Area> = [.enrolment, .register]

    /// Whether it leads to *Review*.
    public private(set) var hasReview = false

    /// Whether this worker may add a home.
    public private(set) var mayAddHome = false

    private let core: CoreThread

    init(_ core: CoreThread) {
        self.core = core
    }

    public func read() {
        core.ask({ try $0.review().isOffered() }) { self.hasReview = $0.value == true }
        core.ask({ try !$0.register().newHouseholdFields().isEmpty }) { self.mayAddHome = $0.value == true }
    }
}
