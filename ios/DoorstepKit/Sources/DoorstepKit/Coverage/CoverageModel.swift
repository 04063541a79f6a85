import Observation

/// How far the grids of this phone are covered in one period.
@MainActor
@Observable
public final class CoverageModel: PageModel {
    /// What *Coverage* shows.
    public struct Covered: Equatable, Sendable {
        public let known: Known
        /// The periods before and after, where there is anything to look at.
        public let earlier: ShownPeriod?
        public let later: ShownPeriod?
        /// The one that is shown alone.
        public let area: ServiceArea?
        /// All grids together.
        public let total: Figures
        public let grids: [GridFigures]
        /// The areas in which anything is counted.
        public let areas: [ServiceArea]
        /// What is said where there are no grids.
        public let nothing: Words
    }

    public let shows: Set<Area> = [.coverage, .enrolment]

    public private(set) var period = ShownPeriod()

    /// The area that is shown alone; none where all are.
    public private(set) var area: ServiceArea?

    public private(set) var covered: Answer<Covered> = .awaited

    /// Where the grids lie; none before it was read, and where nobody drew any.
    public private(set) var ground: Ground?

    /// How close the map is looked at.
    public private(set) var lens = Lens()

    private let core: CoreThread

    init(_ core: CoreThread) {
        self.core = core
    }

    public func read() {
        core.ask({ try $0.ground() }) { self.ground = $0.value ?? nil }
        count()
    }

    private func count() {
        let (period, area) = (period, area)
        core.ask({ try $0.covered(period, area) }) { answer in
            if self.period == period && self.area == area { self.covered = answer }
        }
    }

    public func choose(_ kind: PeriodKind) { show(ShownPeriod(kind: kind), area) }

    public func choose(_ area: ServiceArea?) { show(period, area) }

    public func earlier() {
        if let earlier = covered.value?.earlier { show(earlier, area) }
    }

    public func later() {
        if let later = covered.value?.later { show(later, area) }
    }

    public func look(_ change: (Lens) -> Lens) { lens = change(lens) }

    /// What is shown together at present.
    public var part: Part { Part(name: line(ScreenWord.allGrids.words, area?.label()), area: area) }

    private func show(_ period: ShownPeriod, _ area: ServiceArea?) {
        self.period = period
        self.area = area
        count()
    }
}

extension Doorstep {
    fileprivate func covered(_ shown: ShownPeriod, _ area: ServiceArea?) throws -> CoverageModel.Covered {
        let report = try coverage().count(kind: shown.kind, day: shown.day)
        let period = try report.periodView()
        return try CoverageModel.Covered(
            known: known(report),
            earlier: period.earlier.map { ShownPeriod(kind: shown.kind, day: $0) },
            later: period.later.map { ShownPeriod(kind: shown.kind, day: $0) },
            area: area,
            total: report.totalOf(area: area).inWords,
            grids: Pages.all { try report.grids(area: area, skip: $0, limit: Pages.most) }.map(\.ofGrid),
            areas: report.areas(),
            nothing: wordsOfNothing(none: .nothingToCount)
        )
    }
}
