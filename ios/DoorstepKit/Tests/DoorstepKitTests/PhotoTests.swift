import DoorstepKit
import Foundation
import Testing

@MainActor
struct PhotoTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    /// The smallest picture that is one.
    private func picture() throws -> String {
        let file = try newFolder().appendingPathComponent("camera.jpg")
        try FileManager.default.copyItem(at: Sources.picture, to: file)
        return file.path
    }

    /// A home where a rule asks for a photo today.
    private func asked() throws -> HouseholdId {
        let begun = try core.visits().drafts().map(\.household)
        return try #require(
            try core.stops().map(\.household).first { household in
                try !begun.contains(household)
                    && core.register().household(id: household).duties.contains { $0.isDueToday && $0.photoReason != nil }
            })
    }

    private func photo(_ app: AppModel, _ household: HouseholdId) throws -> PhotoModel {
        app.visit(household)
        app.photo(household)
        return try app.top(PhotoModel.self)
    }

    @Test("a photo is taken for the rule's reason once its consent was told, and nothing of it lies in clear")
    func taken() throws {
        let household = try asked()
        let app = core.app()
        let model = try photo(app, household)
        #expect(!model.mayTake, "nobody was asked yet")
        model.choose(ConsentState.notNeeded)
        #expect(model.mayTake)
        let path = try picture()
        model.take(path)
        #expect(model.problem == nil && !FileManager.default.fileExists(atPath: path))
        let draft = try core.draft(of: household)
        #expect(draft.photos.map(\.consent) == [.notNeeded])
        #expect(draft.photos.first?.reason == model.reason?.zh)
        #expect(model.photos.value?.taken.map(\.id) == draft.photos.map(\.id))
    }

    @Test("a refusal is noted, and the visit is finished without a photo")
    func refused() throws {
        let household = try asked()
        let app = core.app()
        let model = try photo(app, household)
        model.choose(ConsentState.refused)
        #expect(!model.mayTake)
        #expect(try core.draft(of: household).photoRefused)
        app.back()
        let visit = try app.top(VisitModel.self)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        #expect(app.page == .today(app.today))
    }

    @Test("what is no picture is told and stays where it is")
    func torn() throws {
        let model = try photo(core.app(), asked())
        model.choose(ConsentState.notNeeded)
        let file = try newFolder().appendingPathComponent("torn.jpg")
        try Data([0xff, 0xd8, 0xff, 0xe0]).write(to: file)
        model.take(file.path)
        #expect(model.problem?.zh.isEmpty == false)
        #expect(FileManager.default.fileExists(atPath: file.path))
    }

    @Test("a photo can be taken back")
    func deleted() throws {
        let household = try asked()
        let model = try photo(core.app(), household)
        model.choose(ConsentState.notNeeded)
        model.take(try picture())
        model.delete(try #require(model.photos.value?.taken.first).id)
        #expect(try core.draft(of: household).photos.isEmpty && model.photos.value?.taken.isEmpty == true)
    }

    @Test("a face's box has its origin at the upper left, has hair and chin in it, and ends at the picture's edges")
    func faces() {
        let box = PhotoRegion(unitBox: CGRect(x: 0.4, y: 0.7, width: 0.2, height: 0.2))
        #expect(abs(box.left - 0.375) < 1e-9 && abs(box.width - 0.25) < 1e-9)
        #expect(abs(box.top - 0.075) < 1e-9 && abs(box.height - 0.25) < 1e-9)
        let edge = PhotoRegion(unitBox: CGRect(x: -0.1, y: 0.9, width: 0.3, height: 0.2))
        #expect(edge.left == 0 && edge.top == 0 && edge.width <= 1 && edge.height <= 1)
    }
}
