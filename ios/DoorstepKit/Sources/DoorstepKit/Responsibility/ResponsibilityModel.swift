import Observation

/// Who answers for what, in one grid or in all of this phone.
@MainActor
@Observable
public final class ResponsibilityModel: PageModel {
    /// What is shown: grids, or what is said where there are none.
    public struct Duties: Equatable, Sendable {
        public let grids: [Grid]
        public let nothing: Words
    }

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

    public private(set) var duties: Answer<Duties> = .awaited

    /// Where the list was written to; none before it was asked for.
    public private(set) var shared: Answer<Words>?

    private let core: CoreThread
    private let platform: any Platform
    private let grid: GridCode?

    init(_ core: CoreThread, _ platform: any Platform, _ grid: GridCode?) {
        self.core = core
        self.platform = platform
        self.grid = grid
    }

    public func read() {
        let grid = grid
        core.ask({ try $0.duties(grid) }) { self.duties = $0 }
    }

    /// As a workbook that others can read, handed on by whatever the phone has.
    public func share() {
        shared = .awaited
        let (grid, platform) = (grid, platform)
        core.ask({ core in
            let file = try platform.newFile("responsibility", "xlsx")
            _ = try core.responsibilityList().share(grid: grid, path: file)
            return file
        }) { answer in
            self.shared = answer.map { PhoneWord.diagnosticsWritten.of(fileName($0)) }
            if let file = answer.value { platform.handOn(file) }
        }
    }
}

extension Doorstep {
    fileprivate func duties(_ only: GridCode?) throws -> ResponsibilityModel.Duties {
        let list = try responsibilityList()
        let grids = try Pages.all(following: { try list.grids(after: $0?.grid, limit: Pages.most) })
        return try ResponsibilityModel.Duties(
            grids: grids.filter { only == nil || $0.grid == only }.map { grid in
                let workers = try list.ofGrid(grid: grid.grid).map(\.inWords)
                return ResponsibilityModel.Grid(name: grid.name, workers: workers)
            },
            nothing: wordsOfNothing(none: .noGrids)
        )
    }
}

extension ResponsibilityLineView {
    fileprivate var inWords: ResponsibilityModel.Responsible {
        ResponsibilityModel.Responsible(name: name, asWhat: line(gridRole.label(), staffRole.label()), since: since)
    }
}
