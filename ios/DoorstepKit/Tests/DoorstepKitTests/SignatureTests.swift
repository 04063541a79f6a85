import DoorstepKit
import Foundation
import Story
import Testing

@MainActor
struct SignatureTests {
    @Test("a signature is written on the screen, seen like a photo, written again or kept, and lies nowhere in clear")
    func written() throws {
        let (core, platform) = (try hamlet(), TestPlatform())
        let household = try core.askedHome()
        let app = core.app(platform)
        app.visit(household)
        app.photo(VisitTo(household))
        let model = try app.top(PhotoModel.self)
        model.choose(ConsentState.granted)
        model.sign()
        #expect(model.shooting == .asking, "a photo is not written")
        model.choose(EvidenceKind.signature)
        model.sign()
        #expect(model.shooting == .signing)
        model.signed([])
        #expect(model.shooting == .asking && model.problem == ScreenWord.unexpected.words)
        model.sign()
        let stroke = [CGPoint(x: 0.1, y: 0.2), CGPoint(x: 0.5, y: 0.4)]
        model.signed([stroke])
        guard case .seen(let first) = model.shooting else { throw Failure(reason: "not seen") }
        #expect(platform.strokes == [stroke] && FileManager.default.fileExists(atPath: first.path))
        model.retake()
        #expect(model.shooting == .signing && !FileManager.default.fileExists(atPath: first.path))
        #expect(model.back() && model.shooting == .asking)
        model.sign()
        model.signed([stroke])
        guard case .seen(let seen) = model.shooting else { throw Failure(reason: "not seen") }
        model.keep(isStamped: false)
        let photo = try #require(try core.draft(of: household).photos.first)
        #expect(photo.kind == .signature && photo.consent == .granted)
        #expect(!FileManager.default.fileExists(atPath: seen.path))
    }
}
