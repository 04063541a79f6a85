import DoorstepKit
import Testing

/// A phone that its hub lost sight of shows of a home what its door needs, and no more.
@MainActor
struct ForsakenTests {
    nonisolated private static let lock = PhoneWord.homesLocked.of(figure(7))

    /// The real core, but for the days without the hub.
    private final class Forsaken: Doorstep, @unchecked Sendable {
        override func homesLock() throws -> Words? { ForsakenTests.lock }
    }

    private let known: Doorstep
    private let core: Doorstep
    private let home: HouseholdView

    init() throws {
        let known = try hamlet()
        let begun = try known.visits().drafts().map(\.household)
        let homes = try known.stops().map { try known.register().household(id: $0.household) }
        home = try #require(homes.first { !$0.residents.isEmpty && $0.phone != nil && !begun.contains($0.id) })
        core = Forsaken(unsafeFromHandle: known.uniffiCloneHandle())
        self.known = known
    }

    private func names(_ words: [Words]) -> Bool {
        home.residents.contains { one in words.contains { $0.zh.contains(one.name) } }
    }

    @Test("neither the day nor a home names who lives there, and nothing can be looked for")
    func shown() throws {
        let app = core.app()
        let day = try #require(app.today.day.value)
        #expect(day.lock == Self.lock && !day.stops.isEmpty)
        #expect(!names(day.stops.flatMap { $0.tasks.map(\.what) }))
        app.today.wanted = home.residents[0].name
        #expect(!app.today.maySearch && !app.today.isSearching)
        app.stop(home.id)
        let shown = try #require(try app.top(StopModel.self).home.value)
        #expect(shown.lock == Self.lock && shown.greeting == home.greeting && !shown.toDo.isEmpty)
        #expect(shown.phone == nil && shown.people.isEmpty && shown.visits.isEmpty && shown.needs.isEmpty)
        #expect(!names(shown.toDo.map(\.title)) && shown.safetyNote == home.safetyNote)
    }

    @Test("recording goes on, and names nobody")
    func recorded() throws {
        let app = core.app()
        app.visit(home.id)
        let visit = try app.top(VisitModel.self)
        let choices = try #require(visit.visiting.value).choices
        #expect(!names(choices.work.map(\.words)) && !choices.work.isEmpty)
        #expect(visit.visiting.value?.hasParticulars == false)
        app.particulars(visit.visit)
        #expect(try app.top(ParticularsModel.self).parts.value?.isEmpty == true)
        app.back()
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
        #expect(try known.register().household(id: home.id).visits.first?.outcome == .noChange)
    }

    @Test("a phone that its hub knows shows all of it")
    func open() throws {
        let app = known.app()
        #expect(app.today.day.value?.lock == nil && app.today.maySearch)
        app.stop(home.id)
        let shown = try #require(try app.top(StopModel.self).home.value)
        #expect(shown.lock == nil && shown.phone == home.phone && shown.people.count == home.residents.count)
    }
}
