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
        public let name: Words
        public let figures: Figures
    }

    public let shows: Set<Area> = [.coverage, .today]

    public let grid: GridCode
    public let name: String

    public private(set) var page: Answer<Shown> = .awaited

    private let core: CoreThread
    private let platform: Platform
    private let period: ShownPeriod

    /// Counts the answers: a page that was asked for before another came does not fit to it.
    private var edition = 0

    init(_ core: CoreThread, _ platform: Platform, _ grid: GridCode, name: String, _ period: ShownPeriod) {
        self.core = core
        self.platform = platform
        self.grid = grid
        self.name = name
        self.period = period
    }

    public func read() {
        let limit = Stops.limit(shown: page.value?.homes.count ?? 0)
        let (grid, period, today) = (grid, period, platform.today())
        core.ask({ try $0.shown(grid, period, today, limit) }) { self.put($0) }
    }

    public func more() {
        guard let shown = page.value else { return }
        let (grid, asked) = (grid, edition)
        core.ask({ try $0.stops(grid: grid, after: shown.next, limit: UInt32(Stops.page)) }) { page in
            guard self.edition == asked else { return }
            self.put(page.map { shown.with($0) })
        }
    }

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
    fileprivate func shown(
        _ grid: GridCode, _ period: ShownPeriod, _ today: Day, _ limit: UInt32
    ) throws -> GridModel.Shown {
        let report = try coverage().count(kind: period.kind, day: period.day(today))
        let lines = try report.all().filter { $0.grid == grid }
        let homes = try stops(grid: grid, after: nil, limit: limit)
        let areas = lines.filter { $0.area != nil }.sorted(by: CoverageLine.lowestFirst)
        return GridModel.Shown(
            known: try known(report),
            whole: lines.first(where: \.isWhole)?.counts.inWords,
            areas: areas.compactMap { $0.group($0.area?.label()) },
            categories: lines.compactMap { $0.group($0.category?.label()) },
            homes: homes.stops,
            next: homes.next
        )
    }
}

extension CoverageLine {
    fileprivate func group(_ name: Words?) -> GridModel.Group? {
        name.map { GridModel.Group(name: $0, figures: counts.inWords) }
    }
}
