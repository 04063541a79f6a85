import Observation

/// Who answers for what, in one grid or in all of this phone.
@MainActor
@Observable
public final class ResponsibilityModel: PageModel {
    /// A grid and who answers for it.
    public struct Grid: Equatable, Sendable {
        public let name: String
        public let workers: [Responsible]
    }

    /// Who answers, and as what.
    public struct Responsible: Equatable, Sendable {
        public let name: String
        public let asWhat: Words
        public let since: Day
    }

    public let shows: Set<Area> = [.coverage, .enrolment]

    public private(set) var grids: Answer<[Grid]> = .awaited

    private let core: CoreThread
    private let grid: GridCode?

    init(_ core: CoreThread, _ grid: GridCode?) {
        self.core = core
        self.grid = grid
    }

    public func read() {
        let grid = grid
        core.ask({ core in try (grid.map { [$0] } ?? core.grids()).map(core.answering) }) { self.grids = $0 }
    }
}

extension Doorstep {
    /// The core lists no grids: these are the ones in which anything is to be visited this year.
    fileprivate func grids() throws -> [GridCode] {
        var grids: [GridCode] = []
        for line in try coverage().count(kind: .year, day: nil).all() where !grids.contains(line.grid) {
            grids.append(line.grid)
        }
        return grids
    }

    fileprivate func answering(for grid: GridCode) throws -> ResponsibilityModel.Grid {
        let lines = try responsibilityList().ofGrid(grid: grid)
        return ResponsibilityModel.Grid(name: lines.first?.gridName ?? grid, workers: lines.map(\.inWords))
    }
}

extension ResponsibilityLineView {
    fileprivate var inWords: ResponsibilityModel.Responsible {
        ResponsibilityModel.Responsible(name: name, asWhat: line(gridRole.label(), staffRole.label()), since: since)
    }
}
