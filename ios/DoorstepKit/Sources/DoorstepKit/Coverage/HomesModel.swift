import Observation

/// The homes behind the figures of one part of the duties in one period.
@MainActor
@Observable
public final class HomesModel: PageModel {
    /// Homes behind a figure, and how well that is known.
    public struct Shown: Sendable {
        public let known: Known
        public let homes: [Home]
        /// Whether this worker can hand homes of this grid to a colleague; where all grids are shown, each home says so
        /// itself.
        public let mayHandOver: Bool
        let next: HomeCursor?

        public var hasMore: Bool { next != nil }
    }

    /// A home, and how much of the figure it makes up.
    public struct Home: Equatable, Sendable {
        public let household: HouseholdId
        public let greeting: String
        public let address: Words
        public let count: Words
    }

    public let shows: Set<Area> = [.coverage]

    public let part: Part

    public private(set) var figure = Figure.due

    public private(set) var homes: Answer<Shown> = .awaited

    private let core: CoreThread
    private let period: ShownPeriod

    /// Counts the answers: a page that was asked for before another came does not fit to it.
    private var edition = 0

    init(_ core: CoreThread, _ part: Part, _ period: ShownPeriod) {
        self.core = core
        self.part = part
        self.period = period
    }

    public func read() {
        let (asked, period) = (asked, period)
        let limit = Pages.again(homes.value?.homes.count)
        core.ask({ try $0.shown(asked, period, limit) }) { answer in
            if self.figure == asked.figure { self.put(answer) }
        }
    }

    public func choose(_ figure: Figure) {
        self.figure = figure
        put(.awaited)
        read()
    }

    public func more() {
        guard let shown = homes.value else { return }
        let (asked, edition) = (asked, edition)
        core.ask({ try $0.homes(asked, after: shown.next, limit: Pages.size) }) { page in
            guard self.edition == edition else { return }
            self.put(page.map { shown.with($0) })
        }
    }

    private var asked: FigureOf {
        FigureOf(
            kind: period.kind, figure: figure, day: period.day, grid: part.grid, area: part.area,
            category: part.category)
    }

    private func put(_ answer: Answer<Shown>) {
        edition += 1
        homes = answer
    }
}

extension HomesModel.Shown {
    fileprivate func with(_ page: Homes) -> Self {
        Self(known: known, homes: homes + page.homes, mayHandOver: mayHandOver, next: page.next)
    }
}

private struct Homes: Sendable {
    let homes: [HomesModel.Home]
    let next: HomeCursor?
}

extension Doorstep {
    fileprivate func shown(_ of: FigureOf, _ period: ShownPeriod, _ limit: UInt32) throws -> HomesModel.Shown {
        let page = try homes(of, after: nil, limit: limit)
        let report = try coverage().count(kind: period.kind, day: period.day)
        let one = of.grid == nil ? nil : page.homes.first
        return HomesModel.Shown(
            known: try known(report), homes: page.homes, mayHandOver: try one.map { try mayHandOver($0.household) } == true,
            next: page.next)
    }

    fileprivate func homes(_ of: FigureOf, after: HomeCursor?, limit: UInt32) throws -> Homes {
        let page = try coverage().homes(of: of, after: after, limit: limit)
        return Homes(homes: page.homes.map { $0.inWords(of.figure) }, next: page.next)
    }
}

extension CountedHome {
    fileprivate func inWords(_ counted: Figure) -> HomesModel.Home {
        HomesModel.Home(
            household: household,
            greeting: greeting,
            address: addressLine(address, building, floor),
            count: counted.sentence.of(figure(count))
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
