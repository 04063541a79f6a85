import Observation

/// What stands above every screen.
public struct Banners: Equatable, Sendable {
    /// The data are invented.
    public var isDemo = false
    /// Why nothing is sent at present.
    public var hold: Words?
    /// What was just done.
    public var notice: Words?

    public init() {}
}

/// The way through the screens: a stack with *Today* at its bottom. Nothing that was entered lies here alone.
@MainActor
@Observable
public final class AppModel {
    public let today: TodayModel

    /// What lies on *Today*, the top last.
    public private(set) var above: [Page] = []

    public private(set) var banners = Banners()

    /// Whether this phone's worker, a volunteer, gets few words and large pictures.
    public private(set) var isPlain = false

    /// What the worker chose, as it is in force.
    public private(set) var preferences: Preferences

    /// The store is gone, and with it all that there was to show.
    public private(set) var isGone = false

    private let core: CoreThread
    private let platform: Platform
    private let unkept = Unkept()

    public init(_ core: CoreThread, _ platform: Platform, _ preferences: Preferences = Preferences()) {
        self.core = core
        self.platform = platform
        self.preferences = preferences
        today = TodayModel(core, platform)
        today.read()
        identify { answer in
            // A phone that nobody enrolled has nothing else to show.
            if case .here(nil) = answer, self.above.isEmpty { self.enrol() }
        }
    }

    /// The same for the system, which may take screens away and lays none there.
    public var path: [Page] {
        get { above }
        set { keep(newValue.count) }
    }

    public var page: Page { above.last ?? .today(today) }

    public func stop(_ household: HouseholdId) {
        isPlain ? door(household) : open(.stop(StopModel(core, platform, household)))
    }

    /// Hands a home to a colleague.
    public func handOver(_ household: HouseholdId) {
        open(.handOver(HandOverModel(core, household) { [weak self] in self?.handedOver($0) }))
    }

    /// A person or a home that no list has.
    public func add(_ what: AddModel.What) {
        open(.add(AddModel(core, platform, what) { [weak self] in self?.added(what, $0) }))
    }

    public func visit(_ household: HouseholdId) { visit(VisitTo(household)) }

    public func visit(_ visit: VisitTo) {
        if isPlain { return door(visit.household) }
        open(.visit(VisitModel(core, platform, visit, unkept) { [weak self] in self?.visited($0) }))
    }

    private func door(_ household: HouseholdId) {
        open(.door(DoorModel(core, platform, household, unkept) { [weak self] in self?.visited($0) }))
    }

    /// What is known of a home, put right in a visit in progress.
    public func particulars(_ visit: VisitTo) {
        open(
            .particulars(
                ParticularsModel(core, visit) { [weak self] in
                    if case .particulars = self?.page { self?.back() }
                }))
    }

    public func photo(_ visit: VisitTo) { open(.photo(PhotoModel(core, platform, visit))) }

    public func outbox() { open(.outbox(OutboxModel(core, platform))) }

    public func menu() { open(.menu(MenuModel(core))) }

    public func coverage() { open(.coverage(CoverageModel(core))) }

    /// A grid in the period that *Coverage* shows.
    public func grid(_ grid: GridCode, name: String, _ period: ShownPeriod) {
        open(.grid(GridModel(core, grid, name: name, period)))
    }

    /// The homes behind the figures of a part.
    public func homes(_ part: Part, _ period: ShownPeriod) { open(.homes(HomesModel(core, part, period))) }

    /// Of one grid, or of all of this phone.
    public func responsibility(_ grid: GridCode? = nil) {
        open(.responsibility(ResponsibilityModel(core, platform, grid)))
    }

    public func review() { open(.review(ReviewModel(core))) }

    public func settings() { open(.settings(SettingsModel(core, platform) { [weak self] in self?.wiped() })) }

    public func enrol() { open(.enrol(EnrolModel(core, platform) { [weak self] in self?.enrolled() })) }

    /// In force at once, also where the platform cannot keep it.
    public func prefer(_ preferences: Preferences) {
        self.preferences = preferences
        platform.keep(preferences)
    }

    /// Does nothing where there is no screen to go back to.
    public func back() { keep(above.count - 1) }

    /// Back to *Today* from wherever it is.
    public func home() { keep(0) }

    /// So many screens stay on *Today*.
    private func keep(_ count: Int) {
        guard 0..<above.count ~= count else { return }
        let gone = above[count...]
        above.removeLast(above.count - count)
        gone.forEach { $0.model.left() }
        unkept.save(by: core) { self.banners.notice = $0 }
        page.model.read()
    }

    /// The app is in front again: what the core could not take is tried once more.
    public func returned() {
        guard !unkept.isNothing else { return }
        unkept.save(by: core)
        page.model.read()
    }

    /// Whether somebody uses it without touching it.
    public var isInUse: Bool { page.model.isInUse }

    /// The lock fell over it, or it is gone from the screen.
    public func unseen() { page.model.unseen() }

    /// The core changed something. From any thread.
    nonisolated public func changed(_ areas: [Area]) {
        core.show {
            if areas.contains(.enrolment) { self.identify() }
            let model = self.page.model
            if !model.shows.isDisjoint(with: areas) { model.read() }
        }
    }

    /// Why nothing is sent at present; none when it is. From any thread.
    nonisolated public func held(_ cause: Cause?) {
        core.show { self.banners.hold = cause?.label() }
    }

    /// The store is gone, on this worker's order or the hub's. From any thread.
    nonisolated public func wiped() {
        core.show {
            self.above = []
            self.isGone = true
            self.banners = Banners()
            self.platform.wiped()
        }
    }

    /// The store was shut under the screens, such as by an order of the hub to wipe it that failed: it is opened anew. What
    /// became of the worker's own order *Settings* tells. From any thread.
    nonisolated public func shut() {
        core.show {
            let isWiping = self.above.contains { ($0.model as? SettingsModel)?.isWiping == true }
            if !self.isGone && !isWiping { self.platform.reopen() }
        }
    }

    private func open(_ page: Page) {
        banners.notice = nil
        above.append(page)
        page.model.read()
    }

    /// A visit is over. Who went elsewhere meanwhile stays there. What it recorded goes as soon as there is a network.
    private func visited(_ notice: Words) {
        switch page {
        case .visit, .door: above = []
        default: break
        }
        banners.notice = notice
        page.model.read()
        platform.sendNow()
    }

    /// Back to where it was handed over from. The colleague's phone learns it as soon as there is a network.
    private func handedOver(_ notice: Words?) {
        if case .handOver = page { back() }
        banners.notice = notice
        platform.sendNow()
    }

    /// To a home that was added, or back to the one that a person was added to. Who went elsewhere meanwhile stays there.
    private func added(_ what: AddModel.What, _ home: HouseholdId) {
        if case .add = page {
            back()
            if what == .home { stop(home) }
        }
        banners.notice = ScreenWord.saved.words
        platform.sendNow()
    }

    /// The first exchange brings what there is to visit.
    private func enrolled() {
        identify()
        platform.sendNow()
    }

    /// Whose phone this is decides what it shows.
    private func identify(known: @escaping @MainActor @Sendable (Answer<IdentityView?>) -> Void = { _ in }) {
        core.ask({ try $0.identity() }) { answer in
            if case .here(let identity) = answer {
                self.banners.isDemo = identity?.isDemo == true
                self.isPlain = identity?.screens.isPlain == true
                if let identity { self.platform.named(identity.staff.name) }
            }
            known(answer)
        }
    }
}
