import Foundation
import Observation

/// The stops of the day, and the households that were looked for.
@MainActor
@Observable
public final class TodayModel: PageModel {
    /// What *Today* shows.
    public struct Shown: Sendable {
        public let inProgress: [Visiting]
        /// Those of this phone, to see one alone.
        public let grids: [GridLine]
        /// Those by which the day can be chosen.
        public let areas: [ServiceArea]
        /// None while the first data are still on their way.
        public let left: Left?
        public internal(set) var stops: Paged<Stop, StopCursor>
        public let unsent: UInt64
        /// That homes are locked without the hub, where they are: then none can be looked for.
        public let lock: Words?
        /// What is said where there are no stops.
        public let nothing: Words

        /// Those at which nobody is in the middle of a visit.
        public var others: [Stop] {
            stops.items.filter { stop in !inProgress.contains { $0.visit == VisitTo(stop.household) } }
        }
    }

    /// A visit in progress, such as one that a killed app left.
    public struct Visiting: Equatable, Sendable {
        public let visit: VisitTo
        public let greeting: String
        public let address: String
        /// When the visit was that it puts right; none of a visit of now.
        public let former: Words?
    }

    public let shows: Set<Area> = [.today, .visits, .outbox]

    public var day: Answer<Shown> { paging.answer }

    public private(set) var round = Round()

    /// Where the worker stood when they asked for the nearest first; none where the usual order stands.
    public private(set) var place: Coordinate?

    /// Why the nearest cannot stand first.
    public private(set) var problem: Words?

    /// What is looked for, as it is typed. Kept nowhere else.
    public var wanted: String {
        get { typed }
        set { search(newValue) }
    }

    public private(set) var hits: Answer<[SearchHitView]> = .awaited

    public var isSearching: Bool { !wanted.isBlank && maySearch }

    public var maySearch: Bool { day.value?.lock == nil }

    private let core: CoreThread
    private let platform: any Platform
    private let paging: Paging<Shown>
    private var typed = ""

    init(_ core: CoreThread, _ platform: any Platform) {
        self.core = core
        self.platform = platform
        paging = Paging(core)
    }

    public func read() {
        let limit = Pages.again(day.value?.stops.items.count)
        let (round, place) = (round, place)
        core.ask({ try $0.shown(limit, round, from: place) }) { answer in
            guard self.round == round && self.place == place else { return }
            self.paging.put(answer)
            // The grid went to another worker, or nothing is done for the area any more.
            if let shown = answer.value, !shown.has(round) { self.choose(Round()) }
        }
    }

    public func choose(_ round: Round) {
        self.round = round
        read()
    }

    /// Asks the phone once where it is; the order stands from there until it is asked for anew.
    public func nearestFirst(_ isWanted: Bool) {
        problem = nil
        guard isWanted else {
            place = nil
            return read()
        }
        let core = core
        platform.locate { fix in
            core.show {
                self.place = fix?.at
                self.problem = fix == nil ? ScreenWord.noPlaceNow.words : nil
                self.read()
            }
        }
    }

    public func more() {
        let round = round
        paging.more(of: \.stops) { try $0.stops(after: $1, limit: Pages.size, in: round) }
    }

    public func searchAgain() { search(typed) }

    private func search(_ words: String) {
        typed = words
        hits = .awaited
        guard isSearching else { return }
        core.ask({ try $0.register().search(words: words, after: nil, limit: Pages.size).hits }) { found in
            if self.typed == words { self.hits = found }
        }
    }
}

extension TodayModel.Shown {
    fileprivate func has(_ round: Round) -> Bool {
        (round.grid == nil || grids.contains { $0.grid == round.grid }) && round.area.map(areas.contains) != false
    }
}

extension Doorstep {
    fileprivate func shown(_ limit: UInt32, _ round: Round, from place: Coordinate?) throws -> TodayModel.Shown {
        let page = try place.map { try stops(from: $0, in: round) } ?? stops(after: nil, limit: limit, in: round)
        let left = try today().left(grid: round.grid, area: round.area)
        return try TodayModel.Shown(
            inProgress: inProgress(),
            grids: grids(),
            areas: today().areas(),
            left: readiness() == .ready ? left : nil,
            stops: page,
            unsent: outbox().unsent(),
            lock: homesLock(),
            nothing: today().nothing(grid: round.grid, area: round.area)
        )
    }

    private func inProgress() throws -> [TodayModel.Visiting] {
        try visits().drafts().map { draft in
            let home = try register().household(id: draft.household)
            let visit = VisitTo(draft.household, corrects: draft.corrects)
            return TodayModel.Visiting(
                visit: visit, greeting: home.greeting, address: home.address, former: try former(draft))
        }
    }
}

extension String {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
