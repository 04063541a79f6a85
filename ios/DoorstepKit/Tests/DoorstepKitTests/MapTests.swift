import DoorstepKit
import Foundation
import Testing

/// Grids by their ground, and the homes behind a figure.
@MainActor
struct MapTests {
    private let core: Doorstep
    private let sheet = CGSize(width: 400, height: 300)

    init() throws { core = try supervisorsPhone() }

    private func ground() throws -> Ground {
        try #require(Ground(try core.coverage().gridShapes(after: nil, limit: 200).shapes))
    }

    private func name(at lon: Double, _ lat: Double) throws -> String? {
        let sheet = try ground().on(sheet)
        return sheet.below(sheet.at(lon: lon, lat: lat))?.name
    }

    @Test("every grid is found below a finger in its midst, and none beside all of them")
    func found() throws {
        let ground = try ground()
        #expect(ground.shapes.count == 5)
        for shape in ground.shapes {
            let midst = try #require(shape.labelAt)
            #expect(try name(at: midst.lon, midst.lat) == shape.name)
        }
        #expect(ground.on(sheet).below(CGPoint(x: 1, y: 1)) == nil)
        #expect(ground.on(sheet).below(CGPoint(x: 399, y: 299)) == nil)
    }

    @Test("what is cut out of a grid belongs to whoever lies there, and a grid in two pieces is found in both")
    func pieces() throws {
        #expect(try name(at: 109.015, 35.0125) == "第5网格")
        #expect(try name(at: 109.05, 35.04) == "第5网格")
        #expect(try name(at: 109.005, 35.005) == "第1网格")
    }

    @Test("ground lies on the sheet as it lies on earth, all of it, as large as fits")
    func flat() throws {
        let ground = try ground()
        let (one, other) = (ground.on(sheet).at(lon: 109, lat: 35), ground.on(sheet).at(lon: 109.07, lat: 35.05))
        #expect(one.x < other.x && one.y > other.y)
        // A degree of longitude is 0.819 of one of latitude at 35°.
        #expect(abs((other.x - one.x) / 0.07 / ((one.y - other.y) / 0.05) - 0.819) < 0.005)
        #expect(abs(one.y - 300) < 1e-6 && abs(other.y) < 1e-6)
        let points = ground.shapes.flatMap { ground.on(sheet).outlines(of: $0).flatMap { $0 } }
        #expect(points.allSatisfy { (-1e-6...400 + 1e-6).contains($0.x) && (-1e-6...300 + 1e-6).contains($0.y) })
        let wide = ground.on(CGSize(width: 4000, height: 300)).at(lon: 109, lat: 35)
        #expect(abs(wide.y - 300) < 1e-6 && wide.x > 1000, "in the midst")
        #expect(ground.on(.zero).below(.zero) == nil)
    }

    @Test("names stand where they have room, and none stands over another")
    func labels() throws {
        let sheet = try ground().on(sheet)
        let small = sheet.labels { _ in [CGSize(width: 20, height: 10), CGSize(width: 10, height: 5)] }
        #expect(small.map(\.index) == [0, 0, 0, 0, 0])
        for label in small {
            let midst = CGPoint(x: label.place.midX, y: label.place.midY)
            #expect(sheet.below(midst) == label.shape)
        }
        let large = sheet.labels { _ in [CGSize(width: 390, height: 40), CGSize(width: 60, height: 20)] }
        #expect(!large.isEmpty && large.allSatisfy { $0.index == 1 })
        for (index, label) in large.enumerated() {
            #expect(!large.dropFirst(index + 1).contains { $0.place.intersects(label.place) })
        }
        #expect(sheet.labels { _ in [CGSize(width: 500, height: 500)] }.isEmpty)
    }

    @Test("a closer look keeps what lies below the fingers, never leaves the sheet, and finds the grid below a finger")
    func closer() throws {
        let far = Lens()
        #expect(far.mayGoCloser && !far.mayGoBack)
        #expect(far.moved(by: CGSize(width: 3, height: -2)) == far)
        let at = CGPoint(x: 0.25, y: 0.75)
        let lens = far.closer(by: 4, at: at)
        let place = CGPoint(x: at.x * sheet.width, y: at.y * sheet.height)
        let ground = try ground()
        #expect(ground.on(sheet, through: lens).below(place) == ground.on(sheet).below(place))
        #expect(ground.on(sheet, through: lens).below(place) != nil)
        let shape = try #require(ground.shapes.first { $0.name == "第2网格" })
        let midst = try #require(shape.labelAt)
        let seen = ground.on(sheet, through: lens)
        #expect(seen.below(seen.at(lon: midst.lon, lat: midst.lat)) == shape)
        var closest = far
        while closest.mayGoCloser { closest = closest.closer(by: Lens.step) }
        #expect(closest == far.closer(by: 1000) && closest.mayGoBack)
        #expect(closest.closer(by: 1 / 1000) == far)
    }

    @Test("coverage has a map of its grids, and a finger on one leads to it")
    func opened() throws {
        let app = core.app()
        app.coverage()
        let model = try app.top(CoverageModel.self)
        let ground = try #require(model.ground)
        #expect(try ground == self.ground())
        let midst = try #require(ground.shapes.first { $0.name == "第4网格" }?.labelAt)
        let sheet = ground.on(sheet)
        let grid = try #require(sheet.below(sheet.at(lon: midst.lon, lat: midst.lat)))
        app.grid(grid.grid, name: grid.name, model.period)
        let page = try app.top(GridModel.self)
        #expect(page.name == "第4网格" && page.page.value?.whole != nil)
    }

    @Test("where nobody drew a grid there is no map")
    func undrawn() throws {
        let app = try enrolledPhone().app()
        app.coverage()
        #expect(try app.top(CoverageModel.self).ground == nil)
        #expect(Ground([]) == nil)
    }

    @Test("the homes behind a figure are those that the core counts, and lead to the home and back")
    func homes() throws {
        let app = core.app()
        app.coverage()
        let period = try app.top(CoverageModel.self).period
        let report = try core.coverage().count(kind: .month, day: nil)
        let line = try #require(try report.grids(area: nil, skip: 0, limit: 200).first { $0.counts.visited > 0 })
        func behind(_ figure: Figure) throws -> [CountedHome] {
            try core.coverage().homes(
                of: FigureOf(kind: .month, figure: figure, grid: line.grid), after: nil, limit: 200
            ).homes
        }
        app.grid(line.grid, name: line.gridName, period)
        app.homes(try app.top(GridModel.self).part, period)
        let model = try app.top(HomesModel.self)
        #expect(model.part.name == asIs(line.gridName) && model.figure == .due)
        #expect(try model.homes.value?.homes.items.map(\.household) == behind(.due).map(\.household))
        model.choose(.visited)
        let visited = try behind(.visited)
        #expect(model.homes.value?.homes.items.map(\.household) == visited.map(\.household) && !visited.isEmpty)
        let home = try #require(visited.first)
        #expect(model.homes.value?.homes.items.first?.count == ScreenWord.countVisited.of(figure(home.count)))
        let known = try #require(model.homes.value?.known)
        #expect(known.silence == ScreenWord.noSilentPhones.words, "figures never stand without what is known of them")
        app.stop(home.household)
        _ = try app.top(StopModel.self)
        app.back()
        #expect(app.page.model === model && model.figure == .visited)
    }

    @Test("an area and a category of a grid lead to their own homes")
    func groups() throws {
        let core = try hamlet()
        let app = core.app()
        app.coverage()
        let period = try app.top(CoverageModel.self).period
        let grid = try #require(try core.responsibilityList().grids(after: nil, limit: 1).first)
        app.grid(grid.grid, name: grid.name, period)
        let page = try #require(try app.top(GridModel.self).page.value)
        let groups = page.areas + page.categories
        #expect(page.areas.allSatisfy { $0.part.area != nil } && page.categories.allSatisfy { $0.part.category != nil })
        try #require(!groups.isEmpty)
        for group in groups {
            app.homes(group.part, period)
            let shown = try #require(try app.top(HomesModel.self).homes.value)
            let of = FigureOf(
                kind: .month, figure: .due, grid: grid.grid, area: group.part.area, category: group.part.category)
            let counted = try core.coverage().homes(of: of, after: nil, limit: 200).homes
            #expect(shown.homes.items.map(\.household) == counted.map(\.household))
            app.back()
        }
    }

    @Test("a page that was asked for twice comes once, and one that was asked for before another choice not at all")
    func latePages() throws {
        let (core, waiting) = (try crowd(), Later())
        let app = core.app(background: { waiting.put($0) })
        app.coverage()
        let model = try app.top(CoverageModel.self)
        app.homes(model.part, model.period)
        while waiting.runNext() {}
        let homes = try app.top(HomesModel.self)
        homes.more()
        homes.more()
        while waiting.runNext() {}
        #expect(homes.homes.value?.homes.items.count == 100)
        homes.more()
        homes.choose(Figure.visited)
        while waiting.runNext() {}
        let visited = try core.coverage().homes(of: FigureOf(kind: .month, figure: .visited), after: nil, limit: 50).homes
        #expect(homes.homes.value?.homes.items.map(\.household) == visited.map(\.household) && !visited.isEmpty)
    }

    @Test("pages of homes follow each other without a gap")
    func pages() throws {
        let core = try crowd()
        let app = core.app()
        app.coverage()
        let model = try app.top(CoverageModel.self)
        app.homes(model.part, model.period)
        let homes = try app.top(HomesModel.self)
        #expect(homes.homes.value?.homes.items.count == 50 && homes.homes.value?.homes.hasMore == true)
        while homes.homes.value?.homes.hasMore == true { homes.more() }
        let of = FigureOf(kind: .month, figure: .due)
        let all = try core.coverage().homes(of: of, after: nil, limit: 200).homes.map(\.household)
        #expect(homes.homes.value?.homes.items.map(\.household) == all && all.count == 120)
        homes.read()
        #expect(homes.homes.value?.homes.items.count == 120, "a list that was grown stays as long")
    }
}
