/// A stop, in the words that a list needs.
public struct Stop: Equatable, Sendable {
    public let household: HouseholdId
    public let greeting: String
    public let address: Words
    /// How far it is from where the worker stands; none where nobody asked or it is not known.
    public let distance: Words?
    public let safetyNote: String?
    /// That it is handed over, with what the receiver must know.
    public let handed: Words?
    public let tasks: [StopTask]

    /// When the first of them is due.
    public var due: Day? { tasks.map(\.due).min { $0.civilDay < $1.civilDay } }
}

/// One thing to do at a stop.
public struct StopTask: Equatable, Sendable {
    public let what: Words
    public let due: Day
    /// Since when it is overdue, where it is.
    public let missedSince: Day?
    /// That somebody came in vain, where it was so.
    public let attempted: Words?
}

extension StopView {
    var inWords: Stop {
        Stop(
            household: household,
            greeting: greeting,
            address: addressLine(address, building, floor),
            distance: metres.map { wordsOfDistance(metres: $0) },
            safetyNote: safetyNote,
            handed: handedOver.map { line(ScreenWord.handOver.words, $0.note.map(asIs)) },
            tasks: duties.map(\.inWords) + tickets.map(\.inWords)
        )
    }
}

extension StopDutyView {
    fileprivate var inWords: StopTask {
        StopTask(
            what: line(name.map(asIs), title),
            due: due,
            missedSince: missedSince,
            attempted: isAttempted ? TicketState.attempted.label() : nil
        )
    }
}

extension TicketView {
    fileprivate var inWords: StopTask {
        StopTask(what: task, due: due, missedSince: nil, attempted: state == .attempted ? state.label() : nil)
    }
}

/// Which stops are shown: of one grid or of all, for one area or for all.
public struct Round: Equatable, Sendable {
    public var grid: GridCode?
    public var area: ServiceArea?

    public init(grid: GridCode? = nil, area: ServiceArea? = nil) {
        self.grid = grid
        self.area = area
    }
}

extension Doorstep {
    /// A page of the stops of a round.
    func stops(after: StopCursor?, limit: UInt32, in round: Round) throws -> Paged<Stop, StopCursor> {
        let page = try today().page(grid: round.grid, after: after, limit: limit, area: round.area)
        return Paged(page.stops.map(\.inWords), next: page.next)
    }

    /// The first stops in the order in which to walk them from there.
    func stops(from place: Coordinate, in round: Round) throws -> Paged<Stop, StopCursor> {
        let stops = try today().onFoot(grid: round.grid, from: place, to: nil, area: round.area)
        return Paged(stops.map(\.inWords), next: nil)
    }
}
