import DoorstepKit
import Foundation
import Testing

/// A finished visit put right by its own worker, through the models over the real core.
@MainActor
struct CorrectionTests {
    private let core: Doorstep
    private let platform = TestPlatform()
    private let app: AppModel
    private let stop: StopView

    init() throws {
        core = try hamlet()
        app = core.app(platform)
        stop = try core.quietStop()
        app.visit(stop.household)
        let visit = try app.top(VisitModel.self)
        visit.choose(VisitOutcome.completed)
        visit.note = "门口要扶手"
        visit.finish()
    }

    private func visits() throws -> [VisitView] { try core.register().household(id: stop.household).visits }

    /// On the screen that puts the last visit right.
    private func correct(_ app: AppModel) throws -> VisitModel {
        app.stop(stop.household)
        let last = try #require(try app.top(StopModel.self).home.value?.visits.first?.correctable)
        app.visit(VisitTo(stop.household, corrects: last))
        return try app.top(VisitModel.self)
    }

    @Test("what was entered then is put right, and of both visits the later one can be again")
    func corrected() throws {
        let former = try #require(try visits().first)
        let model = try correct(app)
        let shown = try #require(model.visiting.value)
        #expect(shown.draft.outcome == .completed && model.note == "门口要扶手")
        #expect(shown.draft.corrects == former.id)
        #expect(try shown.former == ScreenWord.onWhichDay.of(core.wordsOfTime(at: shown.draft.startedAt)))
        model.choose(VisitOutcome.noChange)
        model.note = "扶手装好了"
        model.finish()
        #expect(app.page == .today(app.today))
        #expect(try visits().first { $0.id == former.id }?.correctedBy == shown.draft.id)
        app.stop(stop.household)
        let last = try #require(try app.top(StopModel.self).home.value?.visits)
        #expect(last.contains { $0.correctable == shown.draft.id } && !last.contains { $0.correctable == former.id })
        let marked = last.filter { $0.how.zh.contains(ScreenWord.wasPutRight.words.zh) }
        #expect(marked.map(\.on) == [former.on] && marked.map(\.correctable) == [nil])
    }

    @Test("one that a killed app left stands on today's list and is gone on with, beside a new visit to the same home")
    func resumed() throws {
        try correct(app).note = "扶手装好了"
        // All that the models held is gone; what is left is the core's.
        let app = core.app(platform)
        let begun = try #require(app.today.day.value?.inProgress.first { $0.visit.household == stop.household })
        #expect(begun.visit.corrects != nil && begun.former != nil)
        app.stop(stop.household)
        #expect(try app.top(StopModel.self).home.value?.isBeingVisited == false, "nobody is at its door")
        app.visit(stop.household)
        let other = try app.top(VisitModel.self)
        #expect(other.note.isEmpty && other.visiting.value?.former == nil)
        app.home()
        app.visit(begun.visit)
        let resumed = try app.top(VisitModel.self)
        #expect(resumed.note == "扶手装好了")
        resumed.finish()
        #expect(try core.draft(of: stop.household).corrects == nil, "the new one is still in progress")
    }

    @Test("who puts a visit right stands at no door: where the phone is now is not asked for")
    func place() throws {
        let here = Coordinate(lat: 35, lon: 109, datum: .wgs84)
        platform.places = [FixDraft(at: here, accuracyM: 5, accuracyIs68Percent: false, ageMs: 0)]
        let model = try correct(app)
        model.locate()
        #expect(model.visiting.value?.draft.fix == nil && platform.places.count == 1)
    }

    @Test("a photo and a voice note that are added belong to the correction alone")
    func added() throws {
        app.visit(stop.household)
        app.back()
        let model = try correct(app)
        model.voice.speak()
        model.voice.ended()
        app.photo(model.visit)
        let photos = try app.top(PhotoModel.self)
        #expect(photos.photos.value?.draft == model.visiting.value?.draft.id)
        #expect(photos.photos.value?.taken.isEmpty == true, "a voice note is no photo")
        let drafts = try core.visits().drafts().filter { $0.household == stop.household }
        #expect(drafts.count == 2)
        for draft in drafts { #expect(draft.photos.count == (draft.corrects == nil ? 0 : 1)) }
    }

    @Test("a visit of somebody else is shown and no more")
    func others() throws {
        let core = try receiversPhone()
        let app = core.app()
        app.stop(try core.quietStop().household)
        let visits = try #require(app.top(StopModel.self).home.value?.visits)
        #expect(visits.map(\.correctable) == [nil])
    }

    @Test("what another phone recorded is not offered, and says so where it is tried")
    func elsewhere() throws {
        let supervisor = try supervisorsPhone()
        let app = supervisor.app()
        let home = try #require(try supervisor.review().exceptions(after: nil, limit: 1).first).household
        app.stop(home)
        let visit = try #require(try app.top(StopModel.self).home.value?.visits.first)
        #expect(visit.correctable == nil)
        let id = try #require(try supervisor.register().household(id: home).visits.first).id
        app.visit(VisitTo(home, corrects: id))
        #expect(try app.top(VisitModel.self).visiting.problem?.zh.isEmpty == false)
    }
}
