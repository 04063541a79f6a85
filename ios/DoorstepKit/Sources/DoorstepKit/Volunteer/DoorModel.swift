import Observation

/// A volunteer at one door, from the way there to the end of the visit. What is answered lies in the visit in progress
/// alone, so that a killed app stands where it stood.
@MainActor
@Observable
public final class DoorModel: PageModel {
    /// What a volunteer knows of a home.
    public struct Door: Equatable, Sendable {
        public let greeting: String
        public let address: Words
        public let place: Coordinate?
        public let safetyNotes: [String]
        public let tasks: [Words]
        let isBegun: Bool
    }

    /// How far it has come at a door.
    public enum Standing: Equatable, Sendable {
        case onTheWay
        /// Somebody is there.
        case asking(VisitModel.Visiting)
        /// Nobody is: the core's steps are tried one after the other.
        case trying(VisitModel.Visiting)

        public var visiting: VisitModel.Visiting? {
            switch self {
            case .onTheWay: nil
            case .asking(let visiting), .trying(let visiting): visiting
            }
        }
    }

    /// One of the core's steps where nobody opens.
    public struct Step: Equatable, Sendable {
        public let rung: Rung
        /// Its number in their order, what it is, and whom it calls.
        public let words: Words
    }

    public let shows: Set<Area> = [.register]

    public private(set) var door: Answer<Door> = .awaited

    public let visit: VisitModel

    /// Whether the step that was tried last came to nothing.
    private var isInVain = false

    /// Whether the visit was begun.
    private var isHere = false

    private let core: CoreThread
    private let household: HouseholdId

    init(
        _ core: CoreThread, _ platform: Platform, _ household: HouseholdId, _ unkept: Unkept,
        leave: @escaping @MainActor (Words) -> Void
    ) {
        self.core = core
        self.household = household
        visit = VisitModel(core, platform, VisitTo(household), unkept, leave: leave)
    }

    /// None until what was begun here is read.
    public var standing: Answer<Standing> {
        isHere ? visit.visiting.map { $0.draft.isNobodyThere() ? .trying($0) : .asking($0) } : .here(.onTheWay)
    }

    /// What stands in the way.
    public var problem: Words? { isHere ? visit.visiting.value?.problem : nil }

    /// What the phone has no app for, which stands in nobody's way.
    public var apps: OtherApps { visit.apps }

    /// Whether there is room to say that nobody opens: what stands in the way takes it, so that no picture loses any, and
    /// the next tap brings it back.
    public var offersNobody: Bool {
        guard case .asking(let visiting) = standing.value else { return false }
        return visiting.problem == nil && !visit.voice.isUnkept
    }

    public var isInUse: Bool { visit.isInUse }

    public func unseen() { visit.unseen() }

    public func left() { visit.left() }

    public func read() {
        let household = household
        core.ask({ try $0.door(household) }) { answer in
            self.door = answer
            // Photos may have been added to it.
            if answer.value?.isBegun == true { self.begin() }
        }
    }

    /// From the steps back to the pictures. Answers whether there was anything to go back from.
    public func back() -> Bool {
        guard case .trying = standing.value else { return false }
        visit.change { $0 = $0.backToPictures() }
        return true
    }

    public func showTheWay() {
        if let place = door.value?.place { apps.showTheWay(to: place) }
    }

    public func begin() {
        if !isHere { apps.tapped() }
        isHere = true
        visit.read()
    }

    public func tap(_ check: WellbeingCheck) { visit.change { $0 = $0.tapped(check: check) } }

    /// All pictures at once, and the visit is over.
    public func allWell() { visit.allWell() }

    /// As the pictures say.
    public func finish() {
        guard visit.mayEnd else { return }
        visit.change { $0 = $0.asPictured() }
        visit.finish()
    }

    public func nobodyOpens() { visit.change { $0 = $0.nobodyOpens() } }

    /// One of the core's steps is taken. Those that speak to somebody dial, which needs no data.
    public func take(_ choice: StepChoice) {
        isInVain = false
        visit.change { $0.nextStep = choice.step }
        if let number = choice.dials { apps.dial(number) }
    }

    public func inVain() {
        apps.tapped()
        isInVain = true
    }

    /// The core's steps in their order.
    public var steps: [Step] {
        guard let visiting = visit.visiting.value else { return [] }
        let rungs = visiting.choices.offered.ladder(tried: visiting.draft.nextStep, inVain: isInVain)
        return rungs.enumerated().map { index, rung in
            let choice = rung.choice
            return Step(rung: rung, words: line(figure(index + 1), choice.step.label(), choice.dials.map(asIs)))
        }
    }

    /// The step that was tried last, until it is said to have come to nothing.
    public var justTried: Step? { steps.first { $0.rung.isOpen } }

    public func reached() { visit.change { $0 = $0.somebodyAnswers() } }

    /// Nobody was reached: what was tried last is what follows.
    public func giveUp() { visit.finish() }
}

extension VisitModel.Visiting {
    /// How a picture was answered; none where it was not. A need that was named says that something is hard, too.
    public func isWell(_ check: WellbeingCheck) -> Bool? { draft.answer(check: check) }

    /// Whether needs are asked for, or were named.
    public var isHard: Bool { draft.isHard() }

    /// Whether anything was said of how it is.
    public var isAnswered: Bool { draft.isAnswered() }

    /// What is ticked off beside the pictures.
    public var atDoor: DoorChoices { choices.atDoor(draft) }
}

extension Doorstep {
    fileprivate func door(_ household: HouseholdId) throws -> DoorModel.Door {
        let view = try register().household(id: household)
        return DoorModel.Door(
            greeting: view.greeting,
            address: addressLine(view.address, view.building, view.floor),
            place: view.place,
            safetyNotes: ([view.safetyNote] + view.tickets.map(\.safetyNote)).compactMap { $0 }.eachOnce,
            tasks: view.tickets.map(\.inWords).eachOnce,
            isBegun: try begun(VisitTo(household)) != nil
        )
    }
}

extension TicketView {
    fileprivate var inWords: Words { line(task, state == .open ? nil : state.label()) }
}

extension Array where Element: Equatable {
    /// The same without what was there before.
    fileprivate var eachOnce: Self {
        reduce(into: []) { all, one in
            if !all.contains(one) { all.append(one) }
        }
    }
}
