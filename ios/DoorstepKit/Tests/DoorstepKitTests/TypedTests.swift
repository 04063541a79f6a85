import DoorstepKit
import Foundation
import Testing

/// Words that are being typed when the app is killed: a new model over the same core has them.
@MainActor
struct TypedTests {
    private let core: Doorstep
    private let platform = TestPlatform()

    init() throws { core = try supervisorsPhone() }

    /// The model of a page that is opened after all that the models held is gone.
    private func opened<Model: PageModel>(
        _ type: Model.Type, _ core: Doorstep? = nil, _ open: (AppModel) -> Void
    ) throws -> Model {
        let app = (core ?? self.core).app(platform)
        open(app)
        return try app.top(type)
    }

    @Test("a home that is added is there as it was typed, until it is recorded or thrown away")
    func home() throws {
        let model = try opened(AddModel.self) { $0.add(.home) }
        #expect(!model.mayClear)
        model[.greeting] = "老李家"
        model[.address] = "东街9号"
        let again = try opened(AddModel.self) { $0.add(.home) }
        #expect(again[.greeting] == "老李家" && again[.address] == "东街9号" && again.mayClear)
        again.clear()
        #expect(again[.greeting].isEmpty && !again.mayClear)
        let third = try opened(AddModel.self) { $0.add(.home) }
        #expect(third[.greeting].isEmpty)
        third[.greeting] = "老李家"
        third[.address] = "东街9号"
        third.choose(try #require(third.form.value?.grids.first))
        third.save()
        #expect(try opened(AddModel.self) { $0.add(.home) }[.greeting].isEmpty)
    }

    @Test("a person who is added is typed at their own home")
    func person() throws {
        let core = try hamlet()
        let homes = try core.stops().map(\.household)
        try opened(AddModel.self, core) { $0.add(.person(homes[0])) }[.name] = "王小二"
        #expect(try opened(AddModel.self, core) { $0.add(.person(homes[0])) }[.name] == "王小二")
        #expect(try opened(AddModel.self, core) { $0.add(.person(homes[1])) }[.name].isEmpty)
    }

    @Test("what the next at a home must know stays until the home is handed over")
    func handOver() throws {
        let home = try #require(try core.review().exceptions(after: nil, limit: 1).first).household
        try opened(HandOverModel.self) { $0.handOver(home) }.note = "院里有狗"
        let again = try opened(HandOverModel.self) { $0.handOver(home) }
        #expect(again.note == "院里有狗")
        again.choose(try #require(again.home.value?.colleagues.first).value)
        again.handOver()
        #expect(try core.register().household(id: home).handedOver?.note == "院里有狗")
        #expect(try opened(HandOverModel.self) { $0.handOver(home) }.note.isEmpty)
    }

    @Test("what is said to the office stays until it is said")
    func feedback() throws {
        let core = try hamlet()
        try opened(SettingsModel.self, core) { $0.settings() }.feedback = "字太小。"
        let again = try opened(SettingsModel.self, core) { $0.settings() }
        #expect(again.feedback == "字太小。")
        again.giveFeedback()
        #expect(again.said?.value != nil)
        #expect(try opened(SettingsModel.self, core) { $0.settings() }.feedback.isEmpty)
    }

    @Test("a note of a remark is that remark's, until it was seen")
    func review() throws {
        let remarks = try core.review().exceptions(after: nil, limit: 2).map(\.id)
        try #require(remarks.count == 2)
        let model = try opened(ReviewModel.self) { $0.review() }
        model.openRemark(remarks[0])
        model.note = "去了村口"
        model.openRemark(remarks[1])
        #expect(model.note.isEmpty)
        let again = try opened(ReviewModel.self) { $0.review() }
        again.openRemark(remarks[0])
        #expect(again.note == "去了村口")
        again.acknowledge()
        #expect(again.problem == nil && again.note.isEmpty)
        again.openRemark(remarks[0])
        #expect(again.note.isEmpty)
    }

    @Test("a purpose of one's own is there with the visit, and gone with it, whoever ends that")
    func purpose() throws {
        let core = try hamlet()
        let visit = VisitTo(try core.quietStop().household)
        func photo() throws -> PhotoModel {
            try opened(PhotoModel.self, core) {
                $0.visit(visit)
                $0.photo(visit)
            }
        }
        try photo().typedReason = "签收单"
        #expect(try photo().typedReason == "签收单")
        let app = core.app(platform)
        app.visit(visit)
        try app.top(VisitModel.self).discard()
        #expect(try photo().typedReason.isEmpty)
        try photo().typedReason = "签收单"
        try core.visits().discard(draft: core.draft(of: visit.household).id)
        #expect(try photo().typedReason.isEmpty)
    }

    @Test("where what is typed cannot be kept that is said, until it can be")
    func full() throws {
        let faults = Faults()
        let core = Fickle(self.core, faults)
        let home = try #require(try core.review().exceptions(after: nil, limit: 1).first)
        let add = try opened(AddModel.self, core) { $0.add(.home) }
        let handOver = try opened(HandOverModel.self, core) { $0.handOver(home.household) }
        let review = try opened(ReviewModel.self, core) { $0.review() }
        let settings = try opened(SettingsModel.self, core) { $0.settings() }
        review.openRemark(home.id)
        func enter(_ text: String) -> [Words?] {
            add[.greeting] = text
            handOver.note = text
            review.note = text
            settings.feedback = text
            return [add.typingProblem, handOver.typingProblem, review.typingProblem, settings.typingProblem]
        }
        #expect(enter("一") == [nil, nil, nil, nil])
        faults.isTypingLost = true
        #expect(enter("二") == Array(repeating: DoorstepError.StorageFull.text(), count: 4))
        faults.isTypingLost = false
        #expect(enter("三") == [nil, nil, nil, nil])
    }

    @Test("a home that is taken back needs no note")
    func takenBack() throws {
        let home = try #require(try core.review().exceptions(after: nil, limit: 1).first).household
        let model = try opened(HandOverModel.self) { $0.handOver(home) }
        model.choose(try #require(model.home.value?.colleagues.first).value)
        model.handOver()
        let again = try opened(HandOverModel.self) { $0.handOver(home) }
        again.note = "院里有狗"
        again.takeBack()
        #expect(try opened(HandOverModel.self) { $0.handOver(home) }.note.isEmpty)
    }

    @Test("what is typed while the core still answers is the newer")
    func raced() throws {
        let waiting = Later()
        try opened(AddModel.self) { $0.add(.home) }[.greeting] = "老李家"
        let app = core.app(background: { waiting.put($0) }, platform)
        app.add(.home)
        let model = try app.top(AddModel.self)
        model[.greeting] = "老张家"
        waiting.runAll()
        #expect(model[.greeting] == "老张家")
        waiting.runAll()
        #expect(try opened(AddModel.self) { $0.add(.home) }[.greeting] == "老张家")
    }
}
