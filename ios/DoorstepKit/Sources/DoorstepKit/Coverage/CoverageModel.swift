import Observation

/// How far the grids of this phone are covered in one period.
@MainActor
@Observable
public final class CoverageModel: PageModel {
    /// What *Coverage* shows.
    public struct Covered: Equatable, Sendable {
        public let known: Known
        /// The one that is shown alone.
        public let area: ServiceArea?
        /// All grids together; the core gives it for all areas only.
        public let total: Figures?
        public let grids: [GridFigures]
        /// The areas in which anything is counted.
        public let areas: [ServiceArea]
    }

    public let shows: Set<Area> = [.coverage]

    public private(set) var period = ShownPeriod()

    /// The area that is shown alone; none where all are.
    public private(set) var area: ServiceArea?

    public private(set) var covered: Answer<Covered> = .awaited

    private let core: CoreThread
    private let platform: Platform

    init(_ core: CoreThread, _ platform: Platform) {
        self.core = core
        self.platform = platform
    }

    public func read() {
        let (period, area, today) = (period, area, platform.today())
        core.ask({ try $0.covered(period, area, today) }) { answer in
            if self.period == period && self.area == area { self.covered = answer }
        }
    }

    public func choose(_ kind: PeriodKind) { show(ShownPeriod(kind: kind), area) }

    public func choose(_ area: ServiceArea?) { show(period, area) }

    public func earlier() { show(period.earlier(), area) }

    public func later() { show(period.later(), area) }

    private func show(_ period: ShownPeriod, _ area: ServiceArea?) {
        self.period = period
        self.area = area
        read()
    }
}

extension Doorstep {
    fileprivate func covered(
        _ period: ShownPeriod, _ area: ServiceArea?, _ today: Day
    ) throws -> CoverageModel.Covered {
        let report = try coverage().count(kind: period.kind, day: period.day(today))
        let lines = try report.all()
        let shown = lines.filter { area == nil ? $0.isWhole : $0.area == area }
        let counted = Set(lines.compactMap(\.area))
        return CoverageModel.Covered(
            known: try known(report),
            area: area,
            total: area == nil ? try report.total().inWords : nil,
            grids: try shown.sorted(by: CoverageLine.lowestFirst).map {
                GridFigures(grid: $0.grid, name: try name(of: $0.grid), figures: $0.counts.inWords)
            },
            areas: ServiceArea.allCases.filter(counted.contains)
        )
    }
}
