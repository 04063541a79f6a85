import DoorstepKit
import Foundation
import Testing

/// A visit over a disk that is full at times: nothing is called saved that is not, and nothing entered is lost.
@MainActor
struct UnsavedTests {
    private let core: Doorstep
    private let faults = Faults()
    private let home: HouseholdId

    init() throws {
        core = Fickle(try hamlet(), faults)
        home = try core.quietStop().household
    }

    private func visit(_ app: AppModel) throws -> VisitModel {
        app.visit(home)
        return try app.top(VisitModel.self)
    }

    /// A visit whose calls wait until they are let run.
    private func waitingVisit() throws -> (VisitModel, Later) {
        let waiting = Later()
        let visit = try visit(core.app(background: { waiting.put($0) }))
        while waiting.runNext() {}
        return (visit, waiting)
    }

    /// The same with two changes on a disk that refuses so many saves.
    private func changedTwice(refused saves: Int) throws -> (VisitModel, Later) {
        let (visit, waiting) = try waitingVisit()
        faults.saves = saves
        visit.choose(VisitOutcome.completed)
        visit.note = "门口要扶手"
        return (visit, waiting)
    }

    @Test("of two changes faster than a full disk neither is called saved, and neither goes with a later look")
    func faster() throws {
        let (visit, waiting) = try changedTwice(refused: 2)
        waiting.runAll()
        #expect(visit.visiting.value?.isSaved == false && visit.visiting.value?.problem != nil)
        // The disk has room again: the next look saves it.
        visit.read()
        while waiting.runNext() { #expect(visit.note == "门口要扶手") }
        #expect(visit.visiting.value?.isSaved == true && visit.visiting.value?.problem == nil)
        let draft = try core.draft(of: home)
        #expect(draft.note == "门口要扶手" && draft.outcome == .completed)
    }

    @Test("that the phone cannot dial is told beside what could not be saved")
    func undialled() throws {
        let platform = TestPlatform()
        platform.hasApps = false
        let visit = try visit(core.app(platform))
        faults.saves = 1
        visit.choose(VisitOutcome.completed)
        visit.reportAtOnce()
        #expect(visit.apps.problem == ScreenWord.noDialler.words)
        #expect(visit.visiting.value?.problem == DoorstepError.StorageFull.text())
    }

    @Test("a save that found nothing left to save says nothing of the one before")
    func nothing() throws {
        let (visit, waiting) = try changedTwice(refused: 1)
        _ = waiting.runNext()
        #expect(visit.visiting.value?.isSaved == false && visit.visiting.value?.problem != nil)
        _ = waiting.runNext()
        #expect(try visit.visiting.value?.isSaved == true && core.draft(of: home).note == "门口要扶手")
        #expect(visit.visiting.value?.problem == nil)
    }

    @Test("what could not be saved is not called saved by a save of what came before it")
    func older() throws {
        let (visit, waiting) = try waitingVisit()
        visit.note = "一"
        _ = waiting.runNext()
        visit.note = "二"
        #expect(visit.visiting.value?.isSaved == false)
        faults.saves = 1
        _ = waiting.runNext()
        #expect(visit.visiting.value?.isSaved == false && visit.note == "二")
    }

    @Test("who goes back from a visit that could not be saved is told, and finds it as it was entered")
    func left() throws {
        let app = core.app()
        let visit = try visit(app)
        faults.saves = 4
        visit.note = "门口要扶手"
        app.back()
        #expect(app.banners.notice?.zh.isEmpty == false)
        let again = try self.visit(app)
        #expect(again.note == "门口要扶手" && again.visiting.value?.isSaved == false)
        #expect(again.visiting.value?.problem != nil)
        faults.saves = 0
        app.returned()
        #expect(try again.visiting.value?.isSaved == true && core.draft(of: home).note == "门口要扶手")
    }

    @Test("what was left unsaved is saved once the app is in front again, wherever that is")
    func returned() throws {
        let app = core.app()
        faults.saves = 2
        try visit(app).note = "门口要扶手"
        app.back()
        #expect(try core.draft(of: home).note == nil)
        app.returned()
        #expect(try core.draft(of: home).note == "门口要扶手")
    }

    @Test("a visit that ends takes what could not be saved with it")
    func ended() throws {
        let app = core.app()
        let first = try visit(app)
        faults.saves = 1
        first.note = "门口要扶手"
        first.choose(VisitOutcome.noChange)
        faults.saves = 1
        first.note = "再说"
        first.finish()
        #expect(app.page == .today(app.today))
        let next = try visit(app)
        #expect(next.note.isEmpty && next.visiting.value?.isSaved == true)
    }
}
