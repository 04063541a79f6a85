import DoorstepKit
import Foundation
import Testing

/// A visit through the models, over the real core. Each call of a model here is one control of its screen.
@MainActor
struct VisitTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    private func visit(_ app: AppModel, _ household: HouseholdId) throws -> VisitModel {
        app.visit(household)
        return try app.top(VisitModel.self)
    }

    @Test("a visit with no change takes at most six taps from today back to today")
    func taps() throws {
        let stop = try #require(try core.stops().first { $0.greeting == "刘奶奶家" })
        let platform = TestPlatform()
        let app = core.app(platform)
        var taps = 0
        func tap(_ control: () throws -> Void) rethrows {
            try control()
            taps += 1
        }
        tap { app.stop(stop.household) }
        try tap { app.visit(try app.top(StopModel.self).household) }
        let visit = try app.top(VisitModel.self)
        tap { visit.choose(VisitOutcome.noChange) }
        tap { visit.finish() }
        #expect(taps <= 6)
        #expect(app.page == .today(app.today))
        #expect(app.banners.notice == ScreenWord.finished.of(asIs(stop.greeting)))
        #expect(platform.sends == 1, "what was recorded goes as soon as it can")
        #expect(try core.register().household(id: stop.household).visits.first?.outcome == .noChange)
        #expect(try !core.stops().contains { $0.household == stop.household }, "a stop done moves away")
    }

    @Test("a visit survives an app that is killed in its middle")
    func killed() throws {
        let stop = try core.quietStop()
        let visit = try visit(core.app(), stop.household)
        visit.choose(VisitOutcome.completed)
        visit.tick(NeedKind.rehab, isFound: true)
        visit.note = "门口要扶手"
        // All that the models held is gone; what is left is the core's.
        let app = core.app()
        let begun = try #require(app.today.day.value?.inProgress)
        #expect(begun.contains { $0.visit == VisitTo(stop.household) })
        let resumed = try self.visit(app, stop.household)
        #expect(resumed.note == "门口要扶手")
        let shown = try #require(resumed.visiting.value)
        #expect(shown.draft.outcome == .completed && shown.needs == [.rehab])
    }

    @Test("what the core answers later than a tap takes the tap away neither at once nor for good")
    func raced() throws {
        let (stop, waiting) = (try core.quietStop(), Later())
        let app = core.app(background: { waiting.put($0) })
        let visit = try visit(app, stop.household)
        waiting.runAll()
        visit.note = "先到的"
        app.photo(visit.visit)
        waiting.runAll()
        try app.top(PhotoModel.self).choose(ConsentState.refused)
        app.back()
        // The answer that is under way knows nothing of it.
        visit.choose(VisitOutcome.completed)
        visit.note = "后到的"
        func isShown() -> Bool {
            visit.visiting.value?.draft.outcome == .completed && visit.note == "后到的"
        }
        while waiting.runNext() { #expect(isShown()) }
        #expect(isShown())
        let draft = try core.draft(of: stop.household)
        #expect(draft.outcome == .completed && draft.note == "后到的" && draft.photoRefused)
        #expect(visit.visiting.value?.isSaved == true && visit.visiting.value?.draft.photoRefused == true)
    }

    @Test("two visitors clear what one alone may not")
    func two() throws {
        let stop = try core.quietStop()
        let visit = try visit(core.app(), stop.household)
        visit[companion: 0] = "张师傅"
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(try !core.stops().contains { $0.household == stop.household })
    }

    @Test("each who came along has a field, with one more, and an empty one is nobody")
    func companions() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        #expect(visit.visiting.value?.companions == 1)
        for (index, name) in ["张师傅", "李老师", "王大姐"].enumerated() { visit[companion: index] = name }
        #expect(visit.visiting.value?.companions == 4)
        visit[companion: 1] = ""
        #expect(visit[companion: 2] == "王大姐", "nobody else's field moves while one is typed anew")
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
        #expect(try core.register().household(id: stop.household).visits.first?.visitors == 3)
    }

    @Test("what the core misses stands on the screen and nothing entered is lost")
    func missing() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        visit.finish()
        #expect(visit.visiting.value?.problem?.zh.contains("请选择走访结果") == true)
        visit.choose(VisitOutcome.notHome)
        visit.finish()
        #expect(visit.visiting.value?.problem?.zh.contains("请选择下一步") == true)
        #expect(visit.visiting.value?.asksWhatFollows == true)
        visit.choose(try #require(visit.visiting.value?.choices.nextSteps.first).value)
        visit.finish()
        #expect(app.banners.notice == ScreenWord.finished.of(asIs(stop.greeting)))
        #expect(try core.register().household(id: stop.household).visits.first?.outcome == .notHome)
    }

    @Test("what follows goes with the outcome that asked for it")
    func follows() throws {
        let stop = try core.quietStop()
        let visit = try visit(core.app(), stop.household)
        visit.choose(VisitOutcome.notHome)
        visit.choose(NextStep.comeBack)
        #expect(try core.draft(of: stop.household).nextStep == .comeBack)
        visit.choose(VisitOutcome.noChange)
        #expect(try core.draft(of: stop.household).nextStep == nil)
    }

    @Test("work is ticked and unticked, and what was unticked is still offered")
    func work() throws {
        let stop = try core.quietStop()
        let visit = try visit(core.app(), stop.household)
        let work = try #require(visit.visiting.value?.choices.work.first)
        visit.tick(work.value, isDone: false)
        #expect(try !core.draft(of: stop.household).facts.contains(work.value))
        visit.read()
        #expect(visit.visiting.value?.choices.work.contains(work) == true)
        visit.tick(work.value, isDone: true)
        #expect(try core.draft(of: stop.household).facts.contains(work.value))
    }

    @Test("a visit that is given up leaves nothing")
    func discarded() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        visit.discard()
        #expect(app.banners.notice == ScreenWord.discarded.words)
        #expect(try !core.visits().drafts().contains { $0.household == stop.household })
    }

    @Test("where the phone is is asked once, kept with the visit, and told as against the home")
    func place() throws {
        let begun = try core.visits().drafts().map(\.household)
        let stop = try #require(try core.stops().first { $0.place != nil && !begun.contains($0.household) })
        let home = try #require(stop.place)
        let platform = TestPlatform()
        let here = Reading(latitude: home.lat, longitude: home.lon, horizontalAccuracy: 5, madeAt: Date())
        platform.places = [FixDraft(here, now: Date())]
        let app = core.app(platform)
        let visit = try visit(app, stop.household)
        let draft = try core.draft(of: stop.household)
        #expect(draft.fix?.accuracyM == 5)
        let place = try core.visits().placeOf(draft: draft.id)
        #expect(place.fence == .inside && visit.visiting.value?.place == place.sentence)
        #expect(platform.places.isEmpty)
    }

    @Test("a visit that is looked at again asks for no place, and who wants one asks while none is under way")
    func askedOnce() throws {
        let (stop, platform) = (try core.quietStop(), TestPlatform())
        platform.isPlaceAwaited = true
        let app = core.app(platform)
        let visit = try visit(app, stop.household)
        #expect(visit.visiting.value?.isLocating == true && platform.asked == 1)
        visit.read()
        visit.locate()
        #expect(visit.visiting.value?.isLocating == true && platform.asked == 1)
        platform.tellPlace()
        #expect(visit.visiting.value?.isLocating == false && visit.visiting.value?.draft.fix == nil)
        app.back()
        let again = try self.visit(app, stop.household)
        #expect(again.visiting.value?.isLocating == false && platform.asked == 1, "it was asked at the beginning")
        again.locate()
        #expect(platform.asked == 2)
        let here = Reading(latitude: 34.97, longitude: 109, horizontalAccuracy: 5, madeAt: Date())
        platform.tellPlace(FixDraft(here, now: Date()))
        #expect(try core.draft(of: stop.household).fix != nil && again.visiting.value?.isLocating == false)
    }

    @Test("a simulated place is flagged and stops nobody")
    func simulated() throws {
        let stop = try core.quietStop()
        let platform = TestPlatform()
        let reading = Reading(
            latitude: 34.97, longitude: 109, horizontalAccuracy: 5, madeAt: Date(), isSimulated: true)
        platform.places = [FixDraft(reading, now: Date())]
        let app = core.app(platform)
        let visit = try visit(app, stop.household)
        #expect(try core.visits().placeOf(draft: core.draft(of: stop.household).id).flags.contains(.simulated))
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
    }

    @Test("a danger is reported by one tap that dials, and a home is called from its stop")
    func dialled() throws {
        let platform = TestPlatform()
        let app = core.app(platform)
        let visit = try visit(app, core.quietStop().household)
        visit.reportAtOnce()
        let number = try #require(try core.identity()?.reportPhone)
        #expect(platform.dialled == [number])
        let home = try #require(try core.stops().map { try core.register().household(id: $0.household) }.first { $0.phone != nil })
        app.stop(home.id)
        try app.top(StopModel.self).call()
        #expect(platform.dialled == [number, home.phone])
        try app.top(StopModel.self).showTheWay()
        #expect(platform.ways == [home.place].compactMap { $0 })
    }

    @Test("a phone that cannot dial and has no map says so where it was asked")
    func noApps() throws {
        let platform = TestPlatform()
        platform.hasApps = false
        let app = core.app(platform)
        let model = try visit(app, core.quietStop().household)
        model.reportAtOnce()
        #expect(model.apps.problem == ScreenWord.noDialler.words && model.visiting.value?.problem == nil)
        model.note = "门口要扶手"
        #expect(model.apps.problem == nil)
        let homes = try core.stops().map { try core.register().household(id: $0.household) }
        app.stop(try #require(homes.first { $0.phone != nil && $0.place != nil }).id)
        let stop = try app.top(StopModel.self)
        stop.call()
        #expect(stop.apps.problem == ScreenWord.noDialler.words)
        stop.showTheWay()
        #expect(stop.apps.problem == ScreenWord.noMapApp.words)
        platform.hasApps = true
        stop.call()
        #expect(stop.apps.problem == nil && platform.dialled.count == 1)
    }

    @Test("a place that is none is told, and the visit goes on")
    func invalid() throws {
        let stop = try core.quietStop()
        let platform = TestPlatform()
        let reading = Reading(latitude: 0, longitude: 0, horizontalAccuracy: -1, madeAt: Date())
        platform.places = [FixDraft(reading, now: Date())]
        let app = core.app(platform)
        let visit = try visit(app, stop.household)
        #expect(visit.visiting.value?.place?.zh.isEmpty == false)
        #expect(try core.draft(of: stop.household).fix == nil)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
    }

    @Test("what is said is kept with the visit, which does not end before it is")
    func voice() throws {
        let stop = try core.quietStop()
        let platform = TestPlatform()
        platform.voice.isSlow = true
        let app = core.app(platform)
        let visit = try visit(app, stop.household)
        visit.choose(VisitOutcome.noChange)
        visit.voice.speak()
        visit.voice.ended()
        visit.finish()
        #expect(!visit.mayEnd && app.page.model === visit)
        platform.voice.catchUp()
        #expect(try visit.mayEnd && core.draft(of: stop.household).photos.map(\.kind) == [.voice])
        #expect(visit.voice.notes.count == 1)
        visit.finish()
        #expect(app.page == .today(app.today))
        #expect(try core.photos().outbox(after: nil, limit: 10).count == 1)
    }

    @Test("a visit goes on without a place")
    func noPlace() throws {
        let stop = try core.quietStop()
        let app = core.app()
        let visit = try visit(app, stop.household)
        #expect(visit.visiting.value?.place?.zh.contains("没有定位") == true && visit.visiting.value?.isLocating == false)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
    }
}
