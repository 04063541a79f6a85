import DoorstepKit
import Foundation
import Story
import Testing

@MainActor
struct PhotoTests {
    private let core: Doorstep

    init() throws { core = try hamlet() }

    private let platform = TestPlatform()

    /// What the camera leaves.
    private func file(_ source: URL = Sources.picture) throws -> String {
        let file = try newFolder().appendingPathComponent("camera").appendingPathExtension(source.pathExtension)
        try FileManager.default.copyItem(at: source, to: file)
        return file.path
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func photo(_ app: AppModel, _ household: HouseholdId) throws -> PhotoModel {
        app.visit(household)
        app.photo(VisitTo(household))
        return try app.top(PhotoModel.self)
    }

    /// A picture of which nothing is kept yet.
    private func seen(_ model: PhotoModel, _ path: String) {
        model.choose(ConsentState.notNeeded)
        model.open()
        model.came(path)
    }

    /// The copy that would be given away of the one photo there, once its visit is over.
    private func copy(_ app: AppModel, _ household: HouseholdId) throws -> Data {
        let photo = try #require(try core.draft(of: household).photos.first).id
        app.back()
        let visit = try app.top(VisitModel.self)
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        let copy = try newFolder().appendingPathComponent("copy.jpg")
        _ = try core.photos().share(photo: photo, path: copy.path)
        return try Data(contentsOf: copy)
    }

    @Test("every visit leads to photos, and each kind says what it is asked for")
    func reasons() throws {
        for _ in 0..<3 {
            let household = try core.quietStop().household
            let model = try photo(core.app(platform), household)
            let choices = try core.visits().choices(draft: core.draft(of: household).id)
            #expect(model.reasons == choices.photoReasons && model.reason == choices.photoReasons.first)
            model.choose(EvidenceKind.signature)
            #expect(model.reasons == choices.signatureReasons && model.reason == choices.signatureReasons.first)
            model.typedReason = "签收单"
            model.choose(EvidenceKind.photo)
            #expect(model.typedReason == "签收单", "one's own purpose goes with any kind")
        }
    }

    @Test("a photo is taken for the rule's reason once its consent was told, and nothing of it lies in clear")
    func taken() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        #expect(!model.mayTake, "nobody was asked yet")
        let path = try file()
        seen(model, path)
        guard case .seen(let seen) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(seen.picture == platform.picture && isThere(path))
        #expect(try core.draft(of: household).photos.isEmpty, "nothing is kept before the worker has seen it")
        model.keep(isStamped: false)
        #expect(model.problem == nil && model.told == ScreenWord.photoSealed.words && !isThere(path))
        let draft = try core.draft(of: household)
        #expect(draft.photos.map(\.consent) == [.notNeeded])
        #expect(draft.photos.first?.reason == model.reason?.zh)
        let taken = try #require(model.photos.value?.taken)
        #expect(taken.map(\.id) == draft.photos.map(\.id))
        #expect(taken.first?.small?.prefix(2) == Data([0xff, 0xd8]), "what was kept is shown")
        #expect(!model.mayTake, "for each photo they are asked anew")
    }

    @Test("what it is and what for is the worker's own choice")
    func kinds() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        model.choose(EvidenceKind.signature)
        model.typedReason = " "
        model.choose(ConsentState.granted)
        #expect(!model.mayTake, "a photo without a purpose")
        model.typedReason = "签收单"
        #expect(model.ownReason == "签收单")
        model.open()
        model.came(try file())
        model.keep(isStamped: false)
        let photo = try #require(try core.draft(of: household).photos.first)
        #expect(photo.kind == .signature && photo.reason == "签收单" && photo.consent == .granted)
    }

    @Test("where a guardian agrees for a minor, a picture without a hidden part is not kept")
    func minor() throws {
        let homes = try core.stops().map { try core.register().household(id: $0.household) }
        let begun = try core.visits().drafts().map(\.household)
        let minors: Set<CategoryKind> = [.leftBehindChild, .childInDifficulty, .orphan, .deFactoUnattended, .migrantChild]
        let home = try #require(
            homes.first { home in
                !begun.contains(home.id)
                    && home.residents.contains { !minors.isDisjoint(with: $0.categories.map(\.kind)) }
            })
        let model = try photo(core.app(platform), home.id)
        model.typedReason = "走访"
        model.choose(ConsentState.guardianGranted)
        #expect(model.answer?.faces == .required)
        model.open()
        model.came(try file())
        #expect(!model.mayKeep)
        model.keep(isStamped: false)
        #expect(try core.draft(of: home.id).photos.isEmpty)
        model.hide(PhotoRegion(left: 0.2, top: 0.2, width: 0.3, height: 0.3))
        #expect(model.mayKeep)
        model.keep(isStamped: false)
        #expect(try model.problem == nil && core.draft(of: home.id).photos.count == 1)
    }

    @Test("what is taken again or left is gone, and nothing of it was kept")
    func left() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        let (first, second) = (try file(), try file())
        seen(model, first)
        model.retake()
        #expect(model.shooting == .atCamera && !isThere(first))
        model.came(second)
        #expect(model.back() && model.shooting == .asking && !isThere(second))
        #expect(!model.back(), "then it leads to the visit")
        #expect(try core.draft(of: household).photos.isEmpty)
    }

    @Test("what a shutter leaves that was tapped twice, or was still at work when its worker went back, is gone")
    func stray() throws {
        let model = try photo(core.app(platform), core.askedHome())
        let (first, second, third) = (try file(), try file(), try file())
        seen(model, first)
        model.came(second)
        guard case .seen(let seen) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(seen.path == first && !isThere(second))
        model.retake()
        model.came(nil)
        model.came(third)
        #expect(model.shooting == .asking && !isThere(third))
    }

    @Test("a picture that its worker left before it was seen is gone, and is not taken for the next")
    func leftUnseen() throws {
        let waiting = Later()
        let app = core.app(background: { waiting.put($0) }, platform)
        waiting.runAll()
        let household = try core.askedHome()
        app.visit(household)
        waiting.runAll()
        app.photo(VisitTo(household))
        while waiting.runNext() {}
        let model = try app.top(PhotoModel.self)
        let (first, second, third) = (try file(), try file(), try file())
        seen(model, first)
        #expect(model.shooting == .looking && model.back() && model.shooting == .asking)
        model.open()
        model.came(second)
        while waiting.runNext() {}
        guard case .seen(let shown) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(shown.path == second && !isThere(first))
        model.retake()
        model.came(third)
        app.back()
        while waiting.runNext() {}
        #expect(!isThere(second) && !isThere(third), "nothing of a screen that is gone")
    }

    @Test("who goes back from the camera is asked again, and consent stands")
    func noShot() throws {
        let model = try photo(core.app(platform), core.askedHome())
        model.choose(ConsentState.granted)
        model.open()
        model.came(nil)
        #expect(model.shooting == .asking && model.mayTake && model.problem == nil)
    }

    @Test("the faces that the phone finds are hidden, and what a finger drew; the last box can be undone")
    func hidden() throws {
        let household = try core.askedHome()
        platform.faces = [PhotoRegion(left: 0.1, top: 0.1, width: 0.2, height: 0.2)]
        let app = core.app(platform)
        let model = try photo(app, household)
        seen(model, try file())
        let drawn = PhotoRegion(left: 0, top: 0, width: 1, height: 0.5)
        model.hide(drawn)
        guard case .seen(let seen) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(seen.hidden == platform.faces + [drawn])
        model.showAgain()
        guard case .seen(let fewer) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(fewer.hidden == platform.faces)
        model.hide(drawn)
        model.keep(isStamped: false)
        #expect(try copy(app, household) != Data(contentsOf: Sources.picture))
    }

    @Test("a photo as it was taken is given away as it is")
    func plain() throws {
        let app = core.app(platform)
        let household = try core.askedHome()
        let model = try photo(app, household)
        seen(model, try file())
        model.keep(isStamped: false)
        #expect(try copy(app, household) == Data(contentsOf: Sources.picture) && platform.stampLines.isEmpty)
    }

    @Test("a stamp names time, grid and worker, and goes to the core as the phone drew it")
    func stamped() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        seen(model, try file())
        let good = platform.strip
        platform.strip = .pixels(width: 64, height: 8, rgba: Data())
        model.keep(isStamped: true)
        #expect(model.problem?.zh.contains("水印") == true, "it draws what it is given")
        platform.strip = good
        model.keep(isStamped: true)
        #expect(try model.problem == nil && core.draft(of: household).photos.count == 1)
        let home = try core.register().household(id: household)
        let grid = try #require(try core.responsibilityList().ofGrid(grid: home.grid).first?.gridName)
        let worker = try #require(try core.identity()?.staff.name)
        #expect(platform.stampLines.count > 1 && platform.stampLines.joined().contains(worker))
        #expect(platform.stampLines.joined().contains(grid))
    }

    @Test("a HEIC goes to the core with the pixels that the phone decoded")
    func heic() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        let path = try file(Sources.heic)
        seen(model, path)
        model.keep(isStamped: false)
        #expect(model.problem != nil && isThere(path), "the core reads none by itself")
        model.retake()
        let pixels = try #require(platform.picture).pixels
        platform.picture = UprightPicture(pixels: pixels, isForeign: true)
        let again = try file(Sources.heic)
        model.came(again)
        model.keep(isStamped: false)
        #expect(model.problem == nil && !isThere(again))
        #expect(try core.draft(of: household).photos.count == 1)
    }

    @Test("a refusal is noted, and the visit is finished without a photo")
    func refused() throws {
        let household = try core.askedHome()
        let app = core.app(platform)
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

    @Test("who agrees takes back no refusal of another's")
    func refusedByOne() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        model.choose(ConsentState.refused)
        seen(model, try file())
        model.keep(isStamped: false)
        let draft = try core.draft(of: household)
        #expect(draft.photoRefused && draft.photos.count == 1)
    }

    @Test("what the core finds torn is told and stays to be taken again; what nobody can see goes")
    func torn() throws {
        let model = try photo(core.app(platform), core.askedHome())
        let file = try newFolder().appendingPathComponent("torn.jpg")
        try Data([0xff, 0xd8, 0xff, 0xe0]).write(to: file)
        seen(model, file.path)
        model.keep(isStamped: false)
        #expect(model.problem?.zh.isEmpty == false)
        guard case .seen = model.shooting else { throw Failure(reason: "gone") }
        #expect(isThere(file.path))
        model.retake()
        platform.picture = nil
        let other = try self.file()
        model.came(other)
        #expect(model.shooting == .asking && model.problem == ScreenWord.unexpected.words && !isThere(other))
    }

    @Test("a photo can be taken back")
    func deleted() throws {
        let household = try core.askedHome()
        let model = try photo(core.app(platform), household)
        seen(model, try file())
        model.keep(isStamped: false)
        model.delete(try #require(model.photos.value?.taken.first).id)
        #expect(try core.draft(of: household).photos.isEmpty && model.photos.value?.taken.isEmpty == true)
    }

    @Test("a finger's box is one wherever it begins, ends at the picture's edges, and a slip is none")
    func boxes() throws {
        let room = CGSize(width: 200, height: 100)
        let box = try #require(PhotoRegion(from: CGPoint(x: 100, y: 80), to: CGPoint(x: -20, y: 30), in: room))
        #expect(box.left == 0 && abs(box.width - 0.5) < 1e-9)
        #expect(abs(box.top - 0.3) < 1e-9 && abs(box.height - 0.5) < 1e-9)
        #expect(PhotoRegion(from: CGPoint(x: 10, y: 10), to: CGPoint(x: 12, y: 90), in: room) == nil)
        #expect(PhotoRegion(from: .zero, to: CGPoint(x: 9, y: 9), in: .zero) == nil)
    }

    @Test("pixels that the system multiplied by their alpha are as they were")
    func straight() {
        let pixels = Data([60, 0, 153, 153, 9, 9, 9, 255, 0, 0, 0, 0])
        #expect(pixels.straight == Data([100, 0, 255, 153, 9, 9, 9, 255, 0, 0, 0, 0]))
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
