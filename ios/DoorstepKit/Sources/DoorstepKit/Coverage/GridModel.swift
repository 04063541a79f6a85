import Observation

/// One grid in one period, with the homes that are to be visited in it today.
@MainActor
@Observable
public final class GridModel: PageModel {
    /// What is shown of one grid.
    public struct Shown: Sendable {
        public let known: Known
        /// None where nothing of the period is counted in this grid.
        public let whole: Figures?
        public let areas: [Group]
        public let categories: [Group]
        public let homes: [Stop]
        let next: StopCursor?

        public var hasMore: Bool { next != nil }
    }

    /// The figures of an area or a category.
    public struct Group: Equatable, Sendable {
        public let part: Part
        public let figures: Figures
    }

    public let shows: Set<Area> = [.coverage, .today]

    public let grid: GridCode
    public let name: String

    public private(set) var page: Answer<Shown> = .awaited

    public let period: ShownPeriod

    private let core: CoreThread

    /// Counts the answers: a page that was asked for before another came does not fit to it.
    private var edition = 0

    init(_ core: CoreThread, _ grid: GridCode, name: String, _ period: ShownPeriod) {
        self.core = core
        self.grid = grid
        self.name = name
        self.period = period
    }

    public func read() {
        let limit = Pages.again(page.value?.homes.count)
        let (grid, period) = (grid, period)
        core.ask({ try $0.shown(grid, period, limit) }) { self.put($0) }
    }

    public func more() {
        guard let shown = page.value else { return }
        let (round, asked) = (Round(grid: grid), edition)
        core.ask({ try $0.stops(after: shown.next, limit: Pages.size, in: round) }) { page in
            guard self.edition == asked else { return }
            self.put(page.map { shown.with($0) })
        }
    }

    /// All of the grid.
    public var part: Part { Part(name: asIs(name), grid: grid) }

    private func put(_ answer: Answer<Shown>) {
        edition += 1
        page = answer
    }
}

extension GridModel.Shown {
    fileprivate func with(_ page: Stops) -> Self {
        Self(
            known: known, whole: whole, areas: areas, categories: categories, homes: homes + page.stops,
            next: page.next)
    }
}

extension Doorstep {
    fileprivate func shown(_ grid: GridCode, _ period: ShownPeriod, _ limit: UInt32) throws -> GridModel.Shown {
        let report = try coverage().count(kind: period.kind, day: period.day)
        let homes = try stops(after: nil, limit: limit, in: Round(grid: grid))
        return try GridModel.Shown(
            known: known(report),
            whole: report.wholeOf(grid: grid)?.inWords,
            areas: report.areasOf(grid: grid).map { $0.group($0.area?.label()) },
            categories: report.categoriesOf(grid: grid).map { $0.group($0.category?.label()) },
            homes: homes.stops,
            next: homes.next
        )
    }
}

extension CoverageLine {
    fileprivate func group(_ name: Words?) -> GridModel.Group {
        let part = Part(name: name ?? asIs(gridName), grid: grid, area: area, category: category)
        return GridModel.Group(part: part, figures: counts.inWords)
    }
}
