import DoorstepKit
import Foundation
import Story
import Testing

/// From a new phone to a worker's.
@MainActor
struct EnrolTests {
    private func enrolment(_ app: AppModel) throws -> EnrolModel { try app.top(EnrolModel.self) }

    private func reads(_ model: EnrolModel, _ text: String) {
        model.code = text
        model.readCode()
    }

    @Test("a new phone begins with its enrolment and then shows whose it is")
    func enrolled() throws {
        let core = try newPhone()
        let platform = TestPlatform { _ in welcome() }
        let app = core.app(platform)
        let model = try enrolment(app)
        reads(model, "  \(code)\n")
        guard case .read(let read) = model.step else { throw Failure(reason: "not read") }
        #expect(read.hub == "https://hub.example:8443")
        #expect(platform.requests.isEmpty, "nothing is sent before the worker agrees")
        model.enrol()
        guard case .done(let enrolled) = model.step else { throw Failure(reason: "not enrolled") }
        #expect(enrolled.staff.name == "王芳" && enrolled.tenant == "演示县民政局")
        #expect(model.code.isEmpty && app.banners.isDemo)
        let shortCode = try core.shortCode()
        #expect(model.shortCode == shortCode, "the manager compares it")
        #expect(platform.requests.map(\.url) == ["https://hub.example:8443/v1/enrol"])
        #expect(platform.sends == 1, "the first exchange is asked for")
        app.home()
        #expect(app.page == .today(app.today))
        #expect(try core.identity()?.staff.name == "王芳")
    }

    @Test("what is no code is told in the core's words and can be put right")
    func noCode() throws {
        let model = try enrolment(newPhone().app(TestPlatform { _ in welcome() }))
        reads(model, "x7k2")
        #expect(model.problem?.zh.contains("不是登记二维码") == true)
        reads(model, code)
        guard case .read = model.step else { throw Failure(reason: "not read") }
        #expect(model.problem == nil)
        model.another()
        guard case .code = model.step else { throw Failure(reason: "no way back") }
    }

    @Test("no answer and a refusal are told apart, and nothing is lost by them")
    func refused() throws {
        let core = try newPhone()
        var answers = [nil, refusal(), welcome()]
        let model = try enrolment(core.app(TestPlatform { _ in answers.removeFirst() }))
        reads(model, code)
        model.enrol()
        #expect(model.problem == ScreenWord.hubSilent.words)
        model.enrol()
        #expect(model.problem?.zh.contains("登记码无效或已过期") == true)
        #expect(try core.identity() == nil)
        model.enrol()
        #expect(try core.identity() != nil)
    }

    @Test("another worker's phone is not taken over")
    func another() throws {
        let app = try hamlet().app(TestPlatform { _ in welcome() })
        app.enrol()
        let model = try enrolment(app)
        reads(model, code)
        model.enrol()
        #expect(model.problem?.zh.contains("手机上有另一名人员的记录") == true)
    }
}
