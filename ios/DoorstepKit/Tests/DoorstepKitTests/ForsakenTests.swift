import DoorstepKit
import Testing

/// A phone that its hub lost sight of shows of a home what its door needs, and no more.
@MainActor
struct ForsakenTests {
    private let core: Doorstep
    private let home: StopView
    /// Who lives in the hamlet, as a phone that its hub knows has it.
    private let names: [String]

    init() throws {
        let known = try hamlet()
        names = try known.stops().flatMap { try known.register().household(id: $0.household).residents.map(\.name) }
        core = try forsakenHamlet()
        home = try core.quietStop()
    }

    private func isNamed(_ words: [Words]) -> Bool {
        names.contains { name in words.contains { $0.zh.contains(name) } }
    }

    @Test("neither the day nor a home names who lives there, and nothing can be looked for")
    func shown() throws {
        #expect(!names.isEmpty)
        let app = core.app()
        let day = try #require(app.today.day.value)
        #expect(day.lock != nil && !day.stops.items.isEmpty)
        #expect(!isNamed(day.stops.items.flatMap { $0.tasks.map(\.what) }))
        app.today.wanted = names[0]
        #expect(!app.today.maySearch && !app.today.isSearching)
        app.stop(home.household)
        let shown = try #require(try app.top(StopModel.self).home.value)
        #expect(shown.lock == day.lock && shown.greeting == home.greeting && !shown.toDo.isEmpty)
        #expect(shown.phone == nil && shown.people.isEmpty && shown.visits.isEmpty && shown.needs.isEmpty)
        #expect(!isNamed(shown.toDo.map(\.title)) && shown.safetyNote == home.safetyNote)
        #expect(!shown.mayHandOver && !shown.mayAddPerson && shown.handed == nil)
    }

    @Test("recording goes on, and names nobody")
    func recorded() throws {
        let app = core.app()
        let before = try core.outbox().unsent()
        app.visit(home.household)
        let visit = try app.top(VisitModel.self)
        let choices = try #require(visit.visiting.value).choices
        #expect(!isNamed(choices.work.map(\.words)) && !choices.work.isEmpty)
        #expect(visit.visiting.value?.hasParticulars == false)
        app.particulars(visit.visit)
        #expect(try app.top(ParticularsModel.self).parts.value?.isEmpty == true)
        app.back()
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
        #expect(try core.outbox().unsent() > before)
    }

    @Test("there is no way to what a supervisor would settle")
    func review() throws {
        let app = core.app()
        app.menu()
        #expect(try !app.top(MenuModel.self).hasReview)
    }

    @Test("a phone that its hub knows shows all of it")
    func open() throws {
        let known = try hamlet()
        let app = known.app()
        #expect(app.today.day.value?.lock == nil && app.today.maySearch)
        let homes = try known.stops().map { try known.register().household(id: $0.household) }
        let home = try #require(homes.first { !$0.residents.isEmpty && $0.phone != nil })
        app.stop(home.id)
        let shown = try #require(try app.top(StopModel.self).home.value)
        #expect(shown.lock == nil && shown.phone == home.phone && shown.people.count == home.residents.count)
    }
}
