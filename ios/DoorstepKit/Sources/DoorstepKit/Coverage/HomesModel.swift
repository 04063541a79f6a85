import Observation

/// The homes behind the figures of one part of the duties in one period.
@MainActor
@Observable
public final class HomesModel: PageModel {
    /// Homes behind a figure, and how well that is known.
    public struct Shown: Sendable {
        public let known: Known
        public internal(set) var homes: Paged<Home, HomeCursor>
    }

    /// A home, and how much of the figure it makes up.
    public struct Home: Equatable, Sendable {
        public let household: HouseholdId
        public let greeting: String
        public let address: Words
        public let count: Words
        /// Whether this worker can hand it to a colleague.
        public let mayHandOver: Bool
    }

    public let shows: Set<Area> = [.coverage]

    public let part: Part

    public private(set) var figure = Figure.due

    public var homes: Answer<Shown> { paging.answer }

    private let core: CoreThread
    private let paging: Paging<Shown>
    private let period: ShownPeriod

    init(_ core: CoreThread, _ part: Part, _ period: ShownPeriod) {
        self.core = core
        paging = Paging(core)
        self.part = part
        self.period = period
    }

    public func read() {
        let (asked, period) = (asked, period)
        let limit = Pages.again(homes.value?.homes.items.count)
        core.ask({ try $0.shown(asked, period, limit) }) { answer in
            if self.figure == asked.figure { self.paging.put(answer) }
        }
    }

    public func choose(_ figure: Figure) {
        self.figure = figure
        paging.put(.awaited)
        read()
    }

    public func more() {
        let asked = asked
        paging.more(of: \.homes) { try $0.homes(asked, after: $1, limit: Pages.size) }
    }

    private var asked: FigureOf {
        FigureOf(
            kind: period.kind, figure: figure, day: period.day, grid: part.grid, area: part.area,
            category: part.category)
    }
}

extension Doorstep {
    fileprivate func shown(_ of: FigureOf, _ period: ShownPeriod, _ limit: UInt32) throws -> HomesModel.Shown {
        let report = try coverage().count(kind: period.kind, day: period.day)
        return try HomesModel.Shown(known: known(report), homes: homes(of, after: nil, limit: limit))
    }

    fileprivate func homes(
        _ of: FigureOf, after: HomeCursor?, limit: UInt32
    ) throws -> Paged<HomesModel.Home, HomeCursor> {
        let page = try coverage().homes(of: of, after: after, limit: limit)
        return Paged(page.homes.map { $0.inWords(of.figure) }, next: page.next)
    }
}

extension CountedHome {
    fileprivate func inWords(_ counted: Figure) -> HomesModel.Home {
        HomesModel.Home(
            household: household,
            greeting: greeting,
            address: addressLine(address, building, floor),
            count: counted.sentence.of(figure(count)),
            mayHandOver: mayHandOver
        )
    }
}

extension Figure {
    /// What says how much it is.
    fileprivate var sentence: ScreenWord {
        switch self {
        case .due: .countDue
        case .visited: .countVisited
        case .attempted: .countAttempted
        case .overdue: .countOverdue
        case .exempt: .countExempt
        }
    }
}
