import Observation

/// One household.
@MainActor
@Observable
public final class StopModel: PageModel {
    /// What *Stop* shows of a household: what this role may see, and no more comes from the core.
    public struct Home: Equatable, Sendable {
        public let greeting: String
        public let address: Words
        public let phone: String?
        public let safetyNote: String?
        public let toDo: [Duty]
        public let otherDuties: [Duty]
        public let people: [Words]
        public let visits: [LastVisit]
        public let needs: [Words]
        public let isBeingVisited: Bool
        /// Where to go; none where the place is not known.
        public let place: Coordinate?
        /// Whom it is handed to, where it is.
        public let handed: HandOverModel.Handed?
        /// Whether this worker may hand it to a colleague, and take it back.
        public let mayHandOver: Bool
        public let mayAddPerson: Bool
        /// That homes are locked without the hub, where they are: then no more is shown than its door needs.
        public let lock: Words?
    }

    /// One thing due here, and why.
    public struct Duty: Equatable, Sendable {
        public let title: Words
        public let task: Words?
        public let basis: Words?
        public let photo: Words?
        public let state: Words
        public let opens: Day
        public let due: Day
    }

    /// A visit of before.
    public struct LastVisit: Equatable, Sendable {
        public let on: Day
        public let how: Words
        /// The visit itself where it can be put right here.
        public let correctable: VisitId?
    }

    public let shows: Set<Area> = [.register, .visits]

    public let household: HouseholdId

    public private(set) var home: Answer<Home> = .awaited

    public let apps: OtherApps

    private let core: CoreThread

    init(_ core: CoreThread, _ platform: any Platform, _ household: HouseholdId) {
        self.core = core
        apps = OtherApps(core, platform)
        self.household = household
    }

    public func read() {
        let household = household
        core.ask({ try $0.home(household) }) { self.home = $0 }
    }

    public func call() {
        if let number = home.value?.phone { apps.dial(number) }
    }

    public func showTheWay() {
        if let place = home.value?.place { apps.showTheWay(to: place) }
    }
}

extension Doorstep {
    fileprivate func home(_ household: HouseholdId) throws -> StopModel.Home {
        let view = try register().household(id: household)
        let toDo = view.duties.filter(\.isDueToday).map { $0.inWords(view) }
        return StopModel.Home(
            greeting: view.greeting,
            address: addressLine(view.address, view.building, view.floor),
            phone: view.phone,
            safetyNote: view.safetyNote,
            toDo: toDo + view.tickets.map(\.asDuty),
            otherDuties: view.duties.filter { !$0.isDueToday }.map { $0.inWords(view) },
            people: view.residents.map(\.inWords),
            visits: view.visits.map { $0.asLast(isCorrectable: view.correctable.contains($0.id)) },
            needs: view.needs.map { line($0.kind.label(), $0.status.label(), $0.note.map(asIs)) },
            isBeingVisited: try begun(VisitTo(household)) != nil,
            place: view.place,
            handed: view.handedOver?.inWords,
            mayHandOver: view.mayHandOver,
            mayAddPerson: view.mayAddResident,
            lock: view.lock
        )
    }
}

extension ResidentView {
    fileprivate var inWords: Words {
        line([asIs(name), relation.map(asIs)] + categories.map { $0.kind.label() })
    }
}

extension DutyView {
    fileprivate func inWords(_ home: HouseholdView) -> StopModel.Duty {
        StopModel.Duty(
            title: line(home.name(of: subject).map(asIs), title),
            task: task,
            basis: legalBasis,
            photo: photoReason,
            state: standing,
            opens: opens,
            due: due
        )
    }
}

extension VisitView {
    fileprivate func asLast(isCorrectable: Bool) -> StopModel.LastVisit {
        let corrected = correctedBy.map { _ in ScreenWord.wasPutRight.words }
        return StopModel.LastVisit(
            on: on, how: line(outcome.label(), mode.label(), corrected), correctable: isCorrectable ? id : nil)
    }
}

extension TicketView {
    fileprivate var asDuty: StopModel.Duty {
        StopModel.Duty(
            title: task, task: nil, basis: nil, photo: nil, state: state.label(), opens: opens, due: due)
    }
}

extension HouseholdView {
    /// The resident's name, where it is about one.
    func name(of subject: Subject) -> String? {
        switch subject {
        case .household: nil
        case .resident(let id): residents.first { $0.id == id }?.name
        }
    }
}
