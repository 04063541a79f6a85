import DoorstepKit
import Foundation
import Testing

/// A volunteer's day through the models, over the real core. Each call of a model here is one control of its screen.
@MainActor
struct VolunteerTests {
    private let core: Doorstep
    private let platform = TestPlatform()
    private let app: AppModel
    private let home: StopView

    init() throws {
        core = try volunteersPhone()
        app = core.app(platform)
        home = try #require(try core.stops().first { $0.tickets.count == 1 })
    }

    /// At the door of this home, or of the one with one task.
    private func door(_ household: HouseholdId? = nil, _ app: AppModel? = nil) throws -> DoorModel {
        let app = app ?? self.app
        app.stop(household ?? home.household)
        return try app.top(DoorModel.self)
    }

    private func knocked() throws -> DoorModel {
        let door = try door()
        door.begin()
        return door
    }

    private func take(_ step: NextStep, _ door: DoorModel) throws {
        door.take(try #require(door.steps.first { $0.rung.choice.step == step }).rung.choice)
    }

    private func draft() throws -> VisitDraft { try core.draft(of: home.household) }

    private func lastVisit() throws -> VisitView {
        try #require(try core.register().household(id: home.household).visits.first)
    }

    @Test("all is well in three taps, from the list back to the list")
    func allWell() throws {
        #expect(app.isPlain)
        app.stop(home.household)
        let door = try app.top(DoorModel.self)
        door.begin()
        door.allWell()
        #expect(app.page == .today(app.today))
        #expect(app.banners.notice == ScreenWord.finished.of(asIs(home.greeting)))
        #expect(platform.sends == 1, "what was recorded goes as soon as it can")
        #expect(try lastVisit().outcome == .noChange)
        #expect(try !core.stops().contains { $0.household == home.household }, "a stop done moves away")
    }

    @Test("of a home a name, a place and what to do is known before anybody knocks")
    func onTheWay() throws {
        let both = try #require(try core.stops().first { $0.tickets.count == 2 })
        let model = try door(both.household)
        let door = try #require(model.door.value)
        #expect(door.greeting == both.greeting && door.address == asIs(both.address))
        #expect(door.tasks == both.tickets.map(\.task) && door.safetyNotes == ["院里有狗"])
        #expect(model.standing.value == .onTheWay)
        #expect(try core.visits().drafts().isEmpty, "who only looks has begun no visit")
    }

    @Test("what is well and what is not lies in the visit by its checks, also when the app is killed, and is recorded")
    func answers() throws {
        let door = try knocked()
        door.tap(.person)
        door.tap(.utilities)
        door.tap(.utilities)
        let answers = [
            WellbeingAnswer(check: .person, isWell: true), WellbeingAnswer(check: .utilities, isWell: false),
        ]
        #expect(try draft().wellbeing == answers)
        #expect(try draft().note == nil)

        // All that the models held is gone; what is left is the core's.
        let later = core.app(platform)
        let resumed = try self.door(home.household, later)
        let visiting = try #require(resumed.standing.value?.visiting)
        #expect(visiting.isWell(.person) == true && visiting.isWell(.utilities) == false)
        #expect(visiting.isWell(.mealsAndMedicine) == nil)
        let needs = try core.outbox().unsent()
        resumed.finish()
        #expect(later.page == .today(later.today))
        #expect(try lastVisit().outcome == .completed)
        // The visit and the need that trouble comes to.
        #expect(try core.outbox().unsent() == needs + 2)
    }

    @Test("a picture is well, then not, then unanswered")
    func cycle() throws {
        let door = try knocked()
        func answer() throws -> Bool? { try draft().wellbeing.first { $0.check == .mealsAndMedicine }?.isWell }
        for expected in [true, false, nil, true] as [Bool?] {
            door.tap(.mealsAndMedicine)
            #expect(try answer() == expected)
        }
    }

    @Test("one task alone is not ticked off, of two each is, and what was answered ends the visit as that")
    func ticked() throws {
        let one = try #require(try knocked().standing.value?.visiting)
        #expect(one.atDoor.isNothing && !one.isAnswered)
        app.back()
        let both = try #require(try core.stops().first { $0.tickets.count == 2 })
        let door = try door(both.household)
        door.begin()
        let tickets = try #require(door.standing.value?.visiting).atDoor.tickets
        #expect(tickets.map(\.value) == both.tickets.map(\.id))
        door.visit.tick(try #require(tickets.last).value, isDone: false)
        #expect(try core.draft(of: both.household).tickets == tickets.dropLast().map(\.value))
        door.visit.tick(NeedKind.medical, isFound: true)
        #expect(try #require(door.standing.value?.visiting).isAnswered)
    }

    @Test("something that is hard asks what, and taken back takes with it what was said to be")
    func hard() throws {
        let door = try knocked()
        door.tap(.trouble)
        let visiting = try #require(door.standing.value?.visiting)
        #expect(visiting.isHard && visiting.isWell(.trouble) == false)
        door.visit.tick(NeedKind.medical, isFound: true)
        #expect(try draft().needs.map(\.kind) == [.medical])
        door.tap(.trouble)
        #expect(try draft().needs.isEmpty && draft().wellbeing.isEmpty)
        #expect(door.standing.value?.visiting?.isHard == false)
    }

    @Test("no answer leads through the core's steps in their order, and the last one dials and is recorded")
    func ladder() throws {
        let door = try knocked()
        door.nobodyOpens()
        let steps = try core.visits().nextSteps(household: home.household)
        #expect(steps == [.phoneFollowUp, .askNeighbour, .reportAtOnce])
        for step in steps {
            #expect(door.steps.first { $0.rung.turn == .next }?.rung.choice.step == step)
            #expect(door.justTried == nil)
            try take(step, door)
            #expect(try draft().nextStep == step)
            #expect(door.justTried?.rung.choice.step == step)
            #expect(!door.steps.contains { $0.rung.turn == .next }, "one after the other")
            if step != steps.last { door.inVain() }
        }
        #expect(platform.dialled == ["12345"], "it needs no data")
        #expect(door.justTried?.rung.isLast == true)
        door.giveUp()
        #expect(app.page == .today(app.today))
        let visit = try lastVisit()
        #expect(visit.outcome == .notHome && visit.nextStep == .reportAtOnce)
    }

    @Test("who is killed among the steps stands at the one that was tried, and who tried none at the first")
    func ladderResumed() throws {
        let door = try knocked()
        door.nobodyOpens()
        let anew = try self.door(home.household, core.app())
        #expect(anew.steps.map(\.rung.turn) == [.next, .later, .later])
        try take(.phoneFollowUp, anew)
        let again = try self.door(home.household, core.app())
        #expect(again.justTried?.rung.choice.step == .phoneFollowUp)
        #expect(again.steps.map(\.rung.turn) == [.tried, .later, .later])
    }

    @Test("who is reached by phone after all is asked how they are, and was visited by phone")
    func reached() throws {
        let door = try knocked()
        door.nobodyOpens()
        try take(.phoneFollowUp, door)
        door.reached()
        guard case .asking = door.standing.value else { throw Stray() }
        door.allWell()
        let visit = try lastVisit()
        #expect(visit.mode == .phone && visit.outcome == .noChange)
    }

    private struct Stray: Error {}

    @Test("one step back leads from the steps to the pictures, the next one to the list")
    func back() throws {
        let door = try knocked()
        door.nobodyOpens()
        #expect(door.back())
        #expect(try draft().outcome == nil)
        #expect(!door.back())
    }

    @Test("the way is shown where the place is known, by maps that take its datum")
    func way() throws {
        let place = try #require(home.place)
        try door().showTheWay()
        #expect(platform.ways == [place])
        app.back()
        let other = try #require(try core.stops().first { $0.place == nil })
        try door(other.household).showTheWay()
        #expect(platform.ways == [place])
        let schemes = MapApps.addresses(of: place).map(\.scheme)
        #expect(schemes == ["iosamap", "baidumap"])
        let here = Coordinate(lat: 34.97, lon: 109, datum: .bd09)
        #expect(MapApps.addresses(of: here).map(\.query).map { $0?.hasSuffix("coord_type=bd09ll") } == [true])
    }

    @Test("who comes back from a photo sees the visit with it, and answers on")
    func photo() throws {
        let door = try knocked()
        door.tap(.person)
        app.photo(door.visit.visit)
        try app.top(PhotoModel.self).choose(ConsentState.refused)
        app.back()
        #expect(app.page.model === door)
        door.tap(.utilities)
        let draft = try draft()
        #expect(draft.photoRefused && draft.wellbeing.count == 2)
    }

    @Test("a day that is done says so")
    func done() throws {
        for stop in try core.stops() {
            let door = try door(stop.household)
            door.begin()
            door.allWell()
        }
        #expect(app.today.day.value?.nothing == ScreenWord.dayDone.words)
        #expect(app.today.day.value?.stops.items.isEmpty == true)
    }

    @Test("a danger is reported by one tap, whoever opens")
    func danger() throws {
        try knocked().visit.reportAtOnce()
        #expect(platform.dialled == ["12345"])
    }

    @Test("a phone that has no map and cannot dial says so until the next tap, and keeps nobody from saying that nobody opens")
    func noApps() throws {
        platform.hasApps = false
        let door = try door()
        door.showTheWay()
        #expect(door.apps.problem == ScreenWord.noMapApp.words && platform.ways.isEmpty)
        door.begin()
        #expect(door.apps.problem == nil)
        door.visit.reportAtOnce()
        #expect(door.apps.problem == ScreenWord.noDialler.words && platform.dialled.isEmpty)
        #expect(door.problem == nil && door.offersNobody)
        door.read()
        #expect(door.apps.problem != nil, "nobody tapped")
        door.nobodyOpens()
        #expect(door.apps.problem == nil)
        for step in try core.visits().nextSteps(household: home.household) {
            try take(step, door)
            if step != .reportAtOnce { door.inVain() }
        }
        #expect(try door.apps.problem == ScreenWord.noDialler.words && draft().nextStep == .reportAtOnce)
        #expect(door.problem == nil && door.visit.mayEnd, "it stands in nobody's way")
    }

    @Test("a phone whose worker is no volunteer shows the stop")
    func others() throws {
        let core = try hamlet()
        let app = core.app()
        #expect(!app.isPlain)
        app.stop(try core.quietStop().household)
        _ = try app.top(StopModel.self)
    }
}
