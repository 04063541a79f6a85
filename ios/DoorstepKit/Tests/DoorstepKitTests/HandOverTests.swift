import DoorstepKit
import Foundation
import Testing

/// A home handed to a colleague and taken back, through the models over the real core.
@MainActor
struct HandOverTests {
    private let core: Doorstep
    private let platform = TestPlatform()
    private let app: AppModel

    init() throws {
        core = try supervisorsPhone()
        app = core.app(platform)
    }

    private func handed(_ household: HouseholdId) throws -> HandedOverView? {
        try core.register().household(id: household).handedOver
    }

    private func home() throws -> HouseholdView {
        let home = try #require(try core.review().exceptions(after: nil, limit: 1).first).household
        return try core.register().household(id: home)
    }

    /// On the screen that hands this home over.
    private func handOver(_ household: HouseholdId) throws -> HandOverModel {
        app.handOver(household)
        return try app.top(HandOverModel.self)
    }

    @Test("a home goes to a colleague of its grid with what they must know, until it is taken back")
    func stop() throws {
        let home = try home()
        app.stop(home.id)
        let stop = try app.top(StopModel.self)
        #expect(stop.home.value?.mayHandOver == true && stop.home.value?.handed == nil)
        let model = try handOver(home.id)
        let shown = try #require(model.home.value)
        #expect(try shown.colleagues.map(\.value) == core.register().mayTakeOver(household: home.id).map(\.id))
        #expect(shown.greeting == home.greeting && shown.handed == nil)
        let colleague = try #require(shown.colleagues.first)
        model.handOver()
        #expect(try handed(home.id) == nil, "nobody was chosen")
        model.choose(colleague.value)
        model.note = "先打电话"
        model.handOver()
        let handed = try #require(try handed(home.id))
        #expect(handed.note == "先打电话" && !handed.toMe && colleague.words.zh.contains(handed.to ?? "—"))
        #expect(app.page.model === stop && platform.sends == 1)
        let words = ScreenWord.handedTo.of(asIs(handed.to ?? ""), wordsOfDay(day: handed.until))
        #expect(app.banners.notice == words)
        #expect(stop.home.value?.handed?.words == words && stop.home.value?.handed?.note == "先打电话")
        let again = try handOver(home.id)
        #expect(again.home.value?.handed?.words == words)
        again.takeBack()
        #expect(try self.handed(home.id) == nil && app.banners.notice == nil)
        #expect(try app.top(StopModel.self).home.value?.handed == nil)
    }

    @Test("what the core refuses stands on the screen as it says it, and what was typed stays")
    func refused() throws {
        let home = try home()
        let model = try handOver(home.id)
        model.choose(try #require(model.home.value?.colleagues.first).value)
        model.note = "先\n打电话"
        model.handOver()
        #expect(model.problem?.zh.isEmpty == false && model.note == "先\n打电话")
        #expect(try app.page.model === model && handed(home.id) == nil)
        model.choose(try core.identity()?.staff.id ?? home.id)
        #expect(model.problem == nil)
        model.note = ""
        model.handOver()
        #expect(model.problem?.zh.contains("只能转交给该网格的同事") == true)
    }

    @Test("two taps hand a home over once")
    func twice() throws {
        let (home, waiting) = (try home(), Later())
        let app = core.app(background: { waiting.put($0) }, platform)
        app.handOver(home.id)
        waiting.runAll()
        let model = try app.top(HandOverModel.self)
        model.choose(try #require(model.home.value?.colleagues.first).value)
        let before = try core.outbox().unsent()
        model.handOver()
        model.handOver()
        #expect(model.isBusy)
        waiting.runAll()
        #expect(try core.outbox().unsent() == before + 1 && !model.isBusy)
        #expect(try handed(home.id) != nil)
    }

    @Test("a home behind a figure is handed over from there")
    func counted() throws {
        app.coverage()
        let covered = try app.top(CoverageModel.self)
        app.homes(covered.part, covered.period)
        #expect(try app.top(HomesModel.self).homes.value?.homes.items.allSatisfy(\.mayHandOver) == true)
        app.back()
        let grid = try #require(covered.covered.value?.grids.first)
        app.grid(grid.grid, name: grid.name, covered.period)
        let part = try app.top(GridModel.self).part
        app.homes(part, covered.period)
        let homes = try app.top(HomesModel.self)
        let home = try #require(homes.homes.value?.homes.items.first { $0.mayHandOver }).household
        let model = try handOver(home)
        model.choose(try #require(model.home.value?.colleagues.first).value)
        model.handOver()
        #expect(try app.page.model === homes && handed(home) != nil)
        #expect(app.banners.notice?.zh.contains("已转交给") == true)
    }

    @Test("who leads no grid and reviews nothing is not asked to")
    func others() throws {
        let worker = try hamlet()
        let app = worker.app()
        app.stop(try worker.quietStop().household)
        let home = try #require(try app.top(StopModel.self).home.value)
        #expect(!home.mayHandOver && home.mayAddPerson)
        app.coverage()
        let covered = try app.top(CoverageModel.self)
        app.homes(covered.part, covered.period)
        let homes = try #require(try app.top(HomesModel.self).homes.value?.homes.items)
        #expect(!homes.isEmpty && !homes.contains { $0.mayHandOver })
    }

    @Test("who a home was handed to sees by whom, until when and what to know")
    func receiver() throws {
        let core = try receiversPhone()
        let app = core.app()
        let stop = try #require(app.today.day.value?.stops.items.first)
        #expect(stop.handed == line(ScreenWord.handOver.words, asIs("院里有狗")))
        app.stop(stop.household)
        let handed = try #require(app.top(StopModel.self).home.value?.handed)
        let until = try #require(try core.register().household(id: stop.household).handedOver?.until)
        #expect(handed.words == ScreenWord.handedToYou.of(asIs("李明"), wordsOfDay(day: until)))
        #expect(handed.note == "院里有狗")
    }
}
