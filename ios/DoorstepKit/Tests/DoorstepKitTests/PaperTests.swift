import DoorstepKit
import Testing

/// A visit that was first written on paper.
@MainActor
struct PaperTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    private func visit(_ app: AppModel, _ household: HouseholdId) throws -> VisitModel {
        app.visit(household)
        return try app.top(VisitModel.self)
    }

    @Test("a visit first written on paper counts for the day that is told, and none for one to come")
    func paper() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        visit.paper(true)
        let today = try #require(visit.visiting.value?.paperDay)
        #expect(!visit.mayBeLater)
        visit.paperDay(later: -2)
        let day = try #require(visit.visiting.value?.paperDay)
        #expect(day.civilDay < today.civilDay && visit.mayBeLater)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
        let recorded = try #require(try core.register().household(id: stop.household).visits.first)
        #expect(recorded.on.civilDay == day.civilDay)
        #expect(try recorded.by == core.identity()?.staff.id)
    }

    @Test("a day to come is refused by the core, and a visit is one at the door again")
    func tomorrow() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        visit.paper(true)
        visit.paperDay(later: 3)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(visit.visiting.value?.problem?.zh.contains("补录日期不能晚于今天") == true)
        visit.paper(false)
        visit.finish()
        #expect(app.page == .today(app.today))
    }
}
