import DoorstepKit
import Foundation
import Testing

/// People and homes that no list has, through the models over the real core.
@MainActor
struct AddTests {
    private let platform = TestPlatform()

    private func fix(_ lat: Double, _ lon: Double) -> FixDraft {
        FixDraft(at: Coordinate(lat: lat, lon: lon, datum: .wgs84), accuracyM: 5, accuracyIs68Percent: false, ageMs: 0)
    }

    @Test("a person is added to the home on the screen, from the core's fields")
    func person() throws {
        let core = try hamlet()
        let app = core.app(platform)
        let home = try core.quietStop().household
        app.stop(home)
        let stop = try app.top(StopModel.self)
        let before = try #require(stop.home.value)
        #expect(before.mayAddPerson)
        app.add(.person(home))
        let model = try app.top(AddModel.self)
        #expect(try model.form.value?.fields == core.register().newResidentFields())
        model[.born] = "2015-13-01"
        model.save()
        #expect(model.problem?.zh.contains("1950-03-08") == true && app.page.model === model)
        model[.born] = "20150601"
        model.save()
        #expect(model.problem?.zh.isEmpty == false, "a name is missing")
        #expect(model[.born] == "20150601" && platform.sends == 0)
        model[.name] = "王小二"
        model.save()
        #expect(app.page.model === stop && platform.sends == 1)
        #expect(app.banners.notice == ScreenWord.saved.words)
        #expect(stop.home.value?.people.count == before.people.count + 1)
        #expect(try core.register().household(id: home).residents.contains { $0.name == "王小二" })
    }

    @Test("a home is added to a grid of this phone with the place where its worker stands, and its stop opens")
    func home() throws {
        let core = try supervisorsPhone()
        let app = core.app(platform)
        app.menu()
        #expect(try app.top(MenuModel.self).mayAddHome)
        app.add(.home)
        let model = try app.top(AddModel.self)
        let form = try #require(model.form.value)
        #expect(try form.fields == core.register().newHouseholdFields())
        #expect(try form.grids == core.register().ownGrids() && form.grids.count > 1 && model.grid == nil)
        model[.greeting] = "老李家"
        model[.address] = "东街9号"
        #expect(!model.maySave, "no grid was chosen")
        let grid = try #require(form.grids.last)
        model.choose(grid)
        platform.places = [fix(35.01, 109.01)]
        model.here(true)
        model.here(false)
        #expect(model.place == nil && platform.places.isEmpty)
        platform.places = [fix(35.02, 109.02)]
        model.here(true)
        model.save()
        let stop = try app.top(StopModel.self)
        let added = try core.register().household(id: stop.household)
        #expect(stop.home.value?.greeting == "老李家" && added.address == "东街9号" && added.grid == grid.grid)
        #expect(added.place == Coordinate(lat: 35.02, lon: 109.02, datum: .wgs84) && platform.sends == 1)
        app.back()
        #expect(app.page.model is MenuModel, "the form is gone")
    }

    @Test("a phone of one grid asks for none, and a place that cannot be had, or is none, stops no home")
    func unplaced() throws {
        let core = try receiversPhone()
        let app = core.app(platform)
        app.add(.home)
        let model = try app.top(AddModel.self)
        #expect(model.form.value?.grids == [model.grid].compactMap { $0 })
        model.here(true)
        #expect(model.problem == ScreenWord.noPlaceForHome.words)
        platform.places = [fix(0, 0)]
        model.here(true)
        let problem = try #require(model.problem)
        #expect(model.place == nil && !problem.zh.isEmpty && problem != ScreenWord.noPlaceForHome.words)
        model[.greeting] = "老李家"
        model[.address] = "东街9号"
        model.save()
        #expect(try core.register().household(id: app.top(StopModel.self).household).place == nil)
    }

    @Test("two taps add one home")
    func twice() throws {
        let (core, waiting) = (try receiversPhone(), Later())
        let app = core.app(background: { waiting.put($0) }, platform)
        app.add(.home)
        waiting.runAll()
        let model = try app.top(AddModel.self)
        model[.greeting] = "老李家"
        model[.address] = "东街9号"
        model.save()
        model.save()
        waiting.runAll()
        #expect(try core.register().search(words: "老李家", after: nil, limit: 10).hits.count == 1)
    }

    @Test("a volunteer adds neither")
    func volunteer() throws {
        let core = try volunteersPhone()
        let app = core.app()
        app.menu()
        #expect(try !app.top(MenuModel.self).mayAddHome)
        app.add(.home)
        #expect(try app.top(AddModel.self).form.value?.fields.isEmpty == true)
    }
}
