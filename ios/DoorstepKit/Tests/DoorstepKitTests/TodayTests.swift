import DoorstepKit
import Testing

@MainActor
struct TodayTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    @Test("today shows every stop of the core, each once, with the visit in progress first")
    func stops() throws {
        let day = try #require(core.app().today.day.value)
        let shown = day.inProgress.map(\.visit.household) + day.others.map(\.household)
        let listed = try core.stops().map(\.household)
        #expect(Set(shown) == Set(listed + day.inProgress.map(\.visit.household)))
        #expect(shown.count == Set(shown).count)
        #expect(day.inProgress.count == 1 && day.unsent == 2)
    }

    @Test("one grid is shown alone, and all again")
    func grid() throws {
        let model = core.app().today
        let all = try #require(model.day.value)
        let grid = try #require(all.grids.first)
        model.choose(Round(grid: grid.grid))
        let listed = try core.today().page(grid: grid.grid, after: nil, limit: 200).stops.map(\.household)
        #expect(model.day.value?.stops.items.map(\.household) == listed)
        #expect(try model.day.value?.left == core.today().left(grid: grid.grid))
        model.choose(Round())
        #expect(model.day.value?.stops.items.count == all.stops.items.count)
    }

    @Test("the day is chosen by area, within the grid that is shown, and both are left at once")
    func area() throws {
        let model = core.app().today
        let all = try #require(model.day.value)
        #expect(try all.areas == core.today().areas() && all.areas.count > 1)
        let grid = try #require(all.grids.first).grid
        for area in all.areas {
            model.choose(Round(grid: grid, area: area))
            let listed = try core.today().page(grid: grid, after: nil, limit: 200, area: area).stops.map(\.household)
            #expect(model.day.value?.stops.items.map(\.household) == listed)
            #expect(try model.day.value?.left == core.today().left(grid: grid, area: area))
            if listed.isEmpty { #expect(model.day.value?.nothing == ScreenWord.nothingFound.words) }
        }
        let some = all.areas.map { area in
            model.choose(Round(area: area))
            return model.day.value?.stops.items.count ?? 0
        }
        #expect(some.contains { 0 < $0 && $0 < all.stops.items.count })
        model.choose(Round())
        #expect(model.day.value?.stops.items == all.stops.items)
    }

    @Test("a grid that is no longer this worker's hides the others no longer")
    func goneGrid() throws {
        let model = core.app().today
        let all = try #require(model.day.value)
        let other = try #require(all.grids.first).grid.dropLast(3) + "987"
        model.choose(Round(grid: String(other)))
        #expect(model.round == Round() && model.day.value?.stops.items == all.stops.items)
    }

    @Test("the nearest stand first, from where the phone was asked for once, each with its distance")
    func nearest() throws {
        let platform = TestPlatform()
        let model = core.app(platform).today
        let usual = try #require(model.day.value).stops.items
        #expect(usual.allSatisfy { $0.distance == nil }, "nobody asked where the phone is")
        let home = try #require(try core.stops().last { $0.place != nil }?.place)
        let here = FixDraft(at: home, accuracyM: 5, accuracyIs68Percent: false, ageMs: 0)
        platform.places = [here]
        model.nearestFirst(true)
        let onFoot = try core.today().onFoot(grid: nil, from: home, to: nil)
        let shown = try #require(model.day.value).stops.items
        #expect(shown.map(\.household) == onFoot.map(\.household))
        #expect(try shown.first?.distance == wordsOfDistance(metres: #require(onFoot.first?.metres)))
        #expect(zip(shown, onFoot).allSatisfy { ($0.distance == nil) == ($1.metres == nil) })
        model.read()
        #expect(model.day.value?.stops.items == shown && platform.places.isEmpty, "it is asked for once")
        model.nearestFirst(false)
        #expect(model.day.value?.stops.items == usual)
    }

    @Test("a phone that does not know where it is says so, and the usual order stands")
    func lost() throws {
        let model = core.app().today
        let usual = try #require(model.day.value).stops.items
        model.nearestFirst(true)
        #expect(model.problem == ScreenWord.noPlaceNow.words && model.place == nil)
        #expect(model.day.value?.stops.items == usual)
    }

    @Test("households are found by pinyin, and clearing the words shows the day again")
    func search() throws {
        let model = core.app().today
        model.wanted = "wang"
        #expect(model.isSearching && model.hits.value?.isEmpty == false)
        model.wanted = "zzzz"
        #expect(model.hits.value?.isEmpty == true)
        model.wanted = ""
        #expect(!model.isSearching)
    }

    @Test("a screen is read anew when the core changed what it shows, and only then")
    func changes() throws {
        let app = core.app()
        let before = try #require(app.today.day.value).stops.items.count
        try core.endTheDay()
        app.changed([.photos])
        #expect(app.today.day.value?.stops.items.count == before)
        app.changed([.today])
        let after = try core.stops().count
        #expect(after < before && app.today.day.value?.stops.items.count == after)
    }

    @Test("a store that does not open says why in place of the day")
    func closed() throws {
        try core.shutdown()
        #expect(core.app().today.day.problem?.zh.isEmpty == false)
    }

    @Test("a phone without its first data does not say that there is nothing to do")
    func filling() throws {
        let day = try #require(enrolledPhone().app().today.day.value)
        #expect(day.stops.items.isEmpty && day.left == nil)
        #expect(day.nothing == Readiness.firstExchange.label())
        try core.endTheDay()
        #expect(core.app().today.day.value?.nothing == ScreenWord.nothingToday.words)
    }

    @Test("who waits for an answer is told that it comes")
    func loading() { #expect(core.app(background: never).today.day.isAwaited) }

    @Test("data that are invented are marked, and what holds sending up stands above every screen")
    func banners() {
        let app = core.app()
        #expect(app.banners.isDemo)
        app.held(.noNetwork)
        #expect(app.banners.hold == Cause.noNetwork.label())
        app.held(nil)
        #expect(app.banners.hold == nil)
    }
}
