import DoorstepKit
import Foundation
import Testing

/// Coverage and who answers for it, through the models over the real core.
@MainActor
struct CoverageTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    private func report(_ kind: PeriodKind = .month, _ day: Day? = nil) throws -> CoverageReport {
        try core.coverage().count(kind: kind, day: day)
    }

    private func coverage(_ app: AppModel) throws -> CoverageModel {
        app.coverage()
        return try app.top(CoverageModel.self)
    }

    private func day(_ unit: Calendar.Component, _ count: Int) throws -> Day {
        let calendar = Calendar(identifier: .gregorian)
        let then = try #require(calendar.date(byAdding: unit, value: -count, to: Date()))
        return calendar.dateComponents([.year, .month, .day], from: then)
    }

    @Test("what is visited counts at once, also while the screen is open")
    func counted() throws {
        let app = core.app()
        let model = try coverage(app)
        func shown() -> String { model.covered.value?.total.counts.zh ?? "" }
        func visited() throws -> String { ScreenWord.countVisited.of(figure(try report().total().visited)).zh }
        let before = try visited()
        #expect(shown().contains(before))
        try core.endTheDay()
        app.changed([.coverage])
        #expect(try visited() != before && shown().contains(visited()))
    }

    @Test("figures never stand without what is known of them")
    func known() throws {
        let known = try #require(coverage(core.app()).covered.value?.known)
        let when = try report().asOf()
        let asOf = try core.wordsOfTime(at: #require(when))
        #expect(known.asOf == ScreenWord.asOf.of(asOf))
        #expect(known.silence == ScreenWord.noSilentPhones.words)
    }

    @Test("the way leads from a grid to its homes and no others, and back")
    func grid() throws {
        let app = core.app()
        let model = try coverage(app)
        let grid = try #require(model.covered.value?.grids.first)
        #expect(try core.responsibilityList().ofGrid(grid: grid.grid).first?.gridName == grid.name)
        app.grid(grid.grid, name: grid.name, model.period)
        let page = try app.top(GridModel.self)
        let homes = try #require(page.page.value?.homes.items.map(\.household))
        #expect(try homes == core.today().page(grid: grid.grid, after: nil, limit: 200).stops.map(\.household))
        app.stop(try #require(homes.first))
        #expect(try app.top(StopModel.self).home.value?.people.isEmpty == false)
        app.back()
        #expect(app.page.model === page)
        app.back()
        #expect(app.page.model === model)
    }

    @Test("earlier periods can be looked at, and none that has not begun")
    func earlier() throws {
        let model = try coverage(core.app())
        func expect(_ kind: PeriodKind, _ day: Day?) throws {
            #expect(try model.covered.value?.known.period == ScreenWord.period.of(asIs(report(kind, day).period())))
        }
        try expect(.month, nil)
        #expect(model.covered.value?.later == nil)
        model.later()
        #expect(model.period == ShownPeriod())
        model.earlier()
        model.earlier()
        try expect(.month, day(.month, 2))
        model.later()
        try expect(.month, day(.month, 1))
        model.choose(PeriodKind.quarter)
        try expect(.quarter, nil)
        model.earlier()
        try expect(.quarter, day(.month, 3))
    }

    @Test("one area shows its own figures, lowest share first")
    func areas() throws {
        let model = try coverage(core.app())
        let areas = try #require(model.covered.value?.areas)
        #expect(areas.count > 1)
        for area in areas {
            model.choose(area)
            let grids = try #require(model.covered.value?.grids)
            let lines = try report().lines(skip: 0, limit: 200).filter { $0.area == area }
            #expect(Set(grids.map(\.grid)) == Set(lines.map(\.grid)))
            #expect(try model.covered.value?.total.rate == report().totalOf(area: area).share)
            let shares = grids.map { $0.figures.share ?? .infinity }
            #expect(shares == shares.sorted())
        }
    }

    @Test("a phone that got nothing yet counts nothing, and says that it waits")
    func empty() throws {
        let covered = try #require(coverage(enrolledPhone().app()).covered.value)
        #expect(covered.grids.isEmpty && covered.known.asOf == ScreenWord.neverExchanged.words)
        #expect(covered.nothing == Readiness.firstExchange.label())
    }

    @Test("whoever answers for a grid is named, with what they are to it")
    func responsibility() throws {
        let app = core.app()
        app.responsibility()
        let grids = try #require(try app.top(ResponsibilityModel.self).duties.value).grids
        let codes = try core.responsibilityList().grids(after: nil, limit: 200).map(\.grid)
        #expect(grids.count == codes.count && !codes.isEmpty)
        for line in try codes.flatMap({ try core.responsibilityList().ofGrid(grid: $0) }) {
            let grid = try #require(grids.first { $0.name == line.gridName })
            let worker = try #require(grid.workers.first { $0.name == line.name })
            #expect(worker.since == line.since)
            #expect(worker.asWhat.zh == "\(line.gridRole.label().zh) · \(line.staffRole.label().zh)")
        }
    }

    @Test("one grid alone shows who answers for it")
    func ofOne() throws {
        let app = core.app()
        let grid = try #require(try core.responsibilityList().grids(after: nil, limit: 1).first)
        app.responsibility(grid.grid)
        #expect(try app.top(ResponsibilityModel.self).duties.value?.grids.map(\.name) == [grid.name])
    }

    @Test("the list goes as a workbook to whoever the worker hands it to, and what cannot be written is told")
    func shared() throws {
        let platform = TestPlatform()
        let app = core.app(platform)
        let grid = try #require(try core.responsibilityList().grids(after: nil, limit: 1).first)
        app.responsibility(grid.grid)
        let model = try app.top(ResponsibilityModel.self)
        #expect(model.shared == nil)
        model.share()
        let file = try #require(platform.handedOn.first)
        #expect(model.shared?.value == PhoneWord.diagnosticsWritten.of(asIs("responsibility.xlsx")))
        let written = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(written.prefix(2) == Data("PK".utf8), "a workbook is an archive")
        try core.shutdown()
        model.share()
        #expect(model.shared?.problem != nil && platform.handedOn.count == 1)
    }
}
