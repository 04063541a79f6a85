import DoorstepKit
import Foundation
import Testing

/// What is known of a home put right in a visit, through the models over the real core.
@MainActor
struct ParticularsTests {
    private let core: Doorstep
    private let app: AppModel
    private let platform = TestPlatform()
    private let home: HouseholdView

    init() throws {
        let core = try hamlet()
        self.core = core
        app = core.app(platform)
        let begun = try core.visits().drafts().map(\.household)
        let homes = try core.stops().map { try core.register().household(id: $0.household) }
        home = try #require(homes.first { !$0.residents.isEmpty && !begun.contains($0.id) })
        app.visit(home.id)
    }

    /// On the form of the visit that is on the screen.
    private func form() throws -> ParticularsModel {
        app.particulars(try app.top(VisitModel.self).visit)
        return try app.top(ParticularsModel.self)
    }

    private func entry(_ form: ParticularsModel, _ field: EntryField, of part: Int = 0) throws -> EntryView {
        try #require(form.parts.value?[part].entries.first { $0.field == field })
    }

    @Test("the home stands first, then each who lives there by name")
    func parts() throws {
        #expect(try app.top(VisitModel.self).visiting.value?.hasParticulars == true)
        let parts = try #require(try form().parts.value)
        #expect(parts.map(\.title) == [ScreenWord.household.words] + home.residents.map { asIs($0.name) })
        #expect(try parts.flatMap(\.entries) == core.visits().entries(draft: core.draft(of: home.id).id))
        #expect(parts[0].entries.first { $0.field == .greeting }?.text == home.greeting)
    }

    @Test("a field is entered when it is left, marked, and recorded with the visit")
    func entered() throws {
        let form = try form()
        let note = try entry(form, .safetyNote)
        form[note] = "院里有狗"
        #expect(try form[note] == "院里有狗" && core.draft(of: home.id).changes.isEmpty)
        form.end(note)
        #expect(try entry(form, .safetyNote).isChanged && core.draft(of: home.id).changes.map(\.field) == ["safety_note"])
        let relation = try entry(form, .relation, of: 1)
        form[relation] = "邻居"
        form.end(relation)
        let greeting = try entry(form, .greeting)
        form[greeting] = greeting.text
        form.end(greeting)
        #expect(try !entry(form, .greeting).isChanged, "it says what it said")
        app.back()
        let visit = try app.top(VisitModel.self)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        let after = try core.register().household(id: home.id)
        #expect(after.safetyNote == "院里有狗")
        #expect(after.residents.first { $0.id == relation.resident }?.relation == "邻居")
    }

    @Test("what is refused is said at its field and stays as it was typed, until something else is")
    func refused() throws {
        let form = try form()
        let floor = try entry(form, .floor)
        form[floor] = "三楼"
        form.end(floor)
        #expect(form.problem(of: floor)?.zh.contains("楼层") == true && form[floor] == "三楼")
        #expect(try form.problem(of: entry(form, .greeting)) == nil && core.draft(of: home.id).changes.isEmpty)
        form[floor] = "3"
        #expect(form.problem(of: floor) == nil)
        form.end(floor)
        #expect(try entry(form, .floor).text == "3")
    }

    @Test("who leaves the form has entered what was typed last, and sees first what is refused")
    func left() throws {
        let form = try form()
        form[try entry(form, .safetyNote)] = "院里有狗"
        let floor = try entry(form, .floor)
        form[floor] = "三楼"
        form.leave()
        #expect(app.page.model === form && form.problem(of: floor) != nil)
        form.leave()
        #expect(try app.top(VisitModel.self).visiting.value?.draft.changes.map(\.field) == ["safety_note"])
        // All that the models held is gone; what is left is the core's.
        let app = core.app()
        app.visit(home.id)
        app.particulars(VisitTo(home.id))
        let resumed = try app.top(ParticularsModel.self)
        let note = try entry(resumed, .safetyNote)
        #expect(note.text == "院里有狗" && note.isChanged)
    }

    @Test("what is typed and not entered is there for an app that was killed, refused or not, until it is entered")
    func killed() throws {
        let form = try form()
        form[try entry(form, .safetyNote)] = "院里有狗"
        form[try entry(form, .floor)] = "三楼"
        func resumed() throws -> ParticularsModel {
            let app = core.app()
            app.visit(home.id)
            app.particulars(VisitTo(home.id))
            return try app.top(ParticularsModel.self)
        }
        let again = try resumed()
        #expect(try again[entry(again, .safetyNote)] == "院里有狗" && again[entry(again, .floor)] == "三楼")
        again.end()
        #expect(try again.problem(of: entry(again, .floor)) != nil)
        #expect(try core.draft(of: home.id).changes.map(\.field) == ["safety_note"])
        let third = try resumed()
        let floor = try entry(third, .floor)
        #expect(third[floor] == "三楼")
        third[floor] = "3"
        third.end(floor)
        #expect(try core.typed(form: "particulars/\(home.id.uuidString.lowercased())").isEmpty)
    }

    @Test("a visit that is given up takes with it what was typed, and one that ends leaves it for the next")
    func dropped() throws {
        let form = try form()
        form[try entry(form, .floor)] = "三楼"
        form.leave()
        form.leave()
        let visit = try app.top(VisitModel.self)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        app.visit(home.id)
        let next = try self.form()
        #expect(try next[entry(next, .floor)] == "三楼")
        app.back()
        try app.top(VisitModel.self).discard()
        app.visit(home.id)
        let last = try self.form()
        #expect(try last[entry(last, .floor)] == entry(last, .floor).text)
    }

    @Test("who is locked out in the middle of a field has entered it")
    func lockedOut() throws {
        let form = try form()
        form[try entry(form, .safetyNote)] = "院里有狗"
        app.unseen()
        #expect(try core.draft(of: home.id).changes.map(\.field) == ["safety_note"])
    }

    @Test("a note typed after it keeps what was entered")
    func beside() throws {
        let form = try form()
        let note = try entry(form, .safetyNote)
        form[note] = "院里有狗"
        form.leave()
        let visit = try app.top(VisitModel.self)
        visit.note = "门口要扶手"
        #expect(try core.draft(of: home.id).changes.map(\.field) == ["safety_note"])
    }

    @Test("the home's place is where the visit's fix says, and none is recorded without one")
    func place() throws {
        let visit = try app.top(VisitModel.self)
        visit.homeIsHere()
        #expect(try core.draft(of: home.id).changes.isEmpty)
        let here = Coordinate(lat: 34.97, lon: 109, datum: .wgs84)
        platform.places = [FixDraft(at: here, accuracyM: 5, accuracyIs68Percent: false, ageMs: 0)]
        visit.locate()
        #expect(visit.visiting.value?.isPlaced == false)
        visit.homeIsHere()
        #expect(visit.visiting.value?.isPlaced == true && visit.visiting.value?.problem == nil)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(try core.register().household(id: home.id).place == here)
    }

    @Test("who may change nothing is offered no form")
    func volunteer() throws {
        let core = try volunteersPhone()
        let app = core.app()
        let stop = try #require(app.today.day.value?.stops.items.first)
        app.visit(stop.household)
        let door = try app.top(DoorModel.self)
        door.begin()
        #expect(door.visit.visiting.value?.hasParticulars == false)
    }
}
