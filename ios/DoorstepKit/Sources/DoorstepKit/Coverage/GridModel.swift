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
        public internal(set) var homes: Paged<Stop, StopCursor>
    }

    /// The figures of an area or a category.
    public struct Group: Equatable, Sendable {
        public let part: Part
        public let figures: Figures
    }

    public let shows: Set<Area> = [.coverage, .today]

    public let grid: GridCode
    public let name: String

    public var page: Answer<Shown> { paging.answer }

    public let period: ShownPeriod

    private let core: CoreThread
    private let paging: Paging<Shown>

    init(_ core: CoreThread, _ grid: GridCode, name: String, _ period: ShownPeriod) {
        self.core = core
        paging = Paging(core)
        self.grid = grid
        self.name = name
        self.period = period
    }

    public func read() {
        let limit = Pages.again(page.value?.homes.items.count)
        let (grid, period) = (grid, period)
        core.ask({ try $0.shown(grid, period, limit) }) { self.paging.put($0) }
    }

    public func more() {
        let round = Round(grid: grid)
        paging.more(of: \.homes) { try $0.stops(after: $1, limit: Pages.size, in: round) }
    }

    /// All of the grid.
    public var part: Part { Part(name: asIs(name), grid: grid) }
}

extension Doorstep {
    fileprivate func shown(_ grid: GridCode, _ period: ShownPeriod, _ limit: UInt32) throws -> GridModel.Shown {
        let report = try coverage().count(kind: period.kind, day: period.day)
        return try GridModel.Shown(
            known: known(report),
            whole: report.wholeOf(grid: grid)?.inWords,
            areas: report.areasOf(grid: grid).map { $0.group($0.area?.label()) },
            categories: report.categoriesOf(grid: grid).map { $0.group($0.category?.label()) },
            homes: stops(after: nil, limit: limit, in: Round(grid: grid))
        )
    }
}

extension CoverageLine {
    fileprivate func group(_ name: Words?) -> GridModel.Group {
        let part = Part(name: name ?? asIs(gridName), grid: grid, area: area, category: category)
        return GridModel.Group(part: part, figures: counts.inWords)
    }
}
