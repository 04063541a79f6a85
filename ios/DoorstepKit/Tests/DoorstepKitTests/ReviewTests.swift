import DoorstepKit
import Testing

/// What waits for a supervisor, through the models over the real core.
@MainActor
struct ReviewTests {
    private let core: Doorstep

    init() throws { core = try supervisorsPhone() }

    private func claims() throws -> [ClaimView] { try core.review().claims(after: nil, limit: 200) }

    private func remarks() throws -> [ExceptionView] { try core.review().exceptions(after: nil, limit: 200) }

    private func review(_ app: AppModel) throws -> ReviewModel {
        app.review()
        return try app.top(ReviewModel.self)
    }

    @Test("all that waits is shown, in the core's order, with whose it is and by which visit")
    func waiting() throws {
        let waiting = try #require(review(core.app()).waiting.value)
        #expect(try waiting.claims.items.map(\.id) == claims().map(\.id) && !waiting.claims.items.isEmpty)
        #expect(try waiting.remarks.items.map(\.id) == remarks().map(\.id) && !waiting.remarks.items.isEmpty)
        let remark = try #require(waiting.remarks.items.first).about
        #expect(remark.what.zh.contains(VisitFlag.outsideFence.label().zh))
        #expect(remark.home?.zh.contains("张家") == true && remark.visit?.zh.contains("走访") == true)
        for (shown, claim) in try zip(waiting.claims.items, claims()) {
            #expect(shown.settlements.map(\.status) == claim.settlements.map(\.status))
            #expect(shown.settlements.map { $0.who.map(\.value) } == claim.settlements.map { $0.who.map(\.id) })
        }
    }

    @Test("a death is confirmed once who died is named")
    func death() throws {
        let model = try review(core.app())
        let before = try claims()
        let claim = try #require(model.waiting.value?.claims.items.first)
        model.openClaim(claim.id)
        model.choose(ClaimStatus.confirmed)
        model.settle()
        #expect(model.problem?.zh.contains("请选择去世的是哪一位") == true, "in the core's words")
        #expect(try claims().count == before.count)
        let confirmed = try #require(claim.settlements.first { $0.status == .confirmed })
        let died = try #require(confirmed.who.first { $0.words.zh.contains("李小兰") })
        model.choose(died.value)
        #expect(model.problem == nil)
        model.settle()
        #expect(try claims().map(\.id) == before.dropFirst().map(\.id))
        #expect(model.waiting.value?.claims.items.contains(claim) == false)
        #expect(model.settling == nil, "the next claim is not in hand")
    }

    @Test("a claim is rejected without a name, and settled only once it is said how")
    func rejected() throws {
        let model = try review(core.app())
        let before = try claims().count
        model.openClaim(try #require(model.waiting.value?.claims.items.first).id)
        model.settle()
        #expect(model.problem?.zh.contains("请选择确认或驳回") == true, "in the core's words")
        model.choose(ClaimStatus.rejected)
        model.settle()
        #expect(try claims().count == before - 1)
    }

    @Test("two taps settle a claim once, and say nothing is wrong")
    func twice() throws {
        let waiting = Later()
        let model = try review(core.app(background: { waiting.put($0) }))
        waiting.runAll()
        let before = try claims().count
        model.openClaim(try #require(model.waiting.value?.claims.items.first).id)
        model.choose(ClaimStatus.rejected)
        model.settle()
        model.settle()
        #expect(model.isBusy)
        waiting.runAll()
        waiting.runAll()
        #expect(try claims().count == before - 1)
        #expect(model.problem == nil && model.settling == nil && !model.isBusy)
        model.openRemark(try #require(model.waiting.value?.remarks.items.first).id)
        waiting.runAll()
        let remarks = try remarks().count
        model.acknowledge()
        model.acknowledge()
        waiting.runAll()
        waiting.runAll()
        #expect(try self.remarks().count == remarks - 1)
        #expect(model.problem == nil && model.noting == nil)
    }

    @Test("a remark is gone once it was seen, with what was found")
    func seen() throws {
        let model = try review(core.app())
        let (before, unsent) = (try remarks(), try core.outbox().unsent())
        model.openRemark(try #require(before.first).id)
        model.note = "去了村口"
        model.acknowledge()
        #expect(try remarks().map(\.id) == before.dropFirst().map(\.id))
        #expect(model.noting == nil && model.note.isEmpty)
        #expect(try core.outbox().unsent() == unsent + 1, "it goes to the hub")
    }

    @Test("the home of a claim is one step away, and the way back leads to the claim in hand")
    func home() throws {
        let app = core.app()
        let model = try review(app)
        let claim = try #require(model.waiting.value?.claims.items.first)
        model.openClaim(claim.id)
        app.stop(claim.about.household)
        #expect(try app.top(StopModel.self).home.value?.people.isEmpty == false)
        app.back()
        #expect(app.page.model === model && model.settling?.claim == claim.id)
    }

    @Test("the way to it is there for who settles and for who has something to review, and for nobody else")
    func way() throws {
        func hasReview(_ core: Doorstep) throws -> Bool {
            let app = core.app()
            app.menu()
            return try app.top(MenuModel.self).hasReview
        }
        #expect(try hasReview(core))
        let worker = try hamlet()
        #expect(try !hasReview(worker))
        var draft = try worker.visits().start(household: worker.quietStop().household)
        draft.outcome = .movedOut
        try worker.visits().save(draft: draft)
        _ = try worker.visits().finish(draft: draft.id)
        #expect(try hasReview(worker))
    }

    @Test("a worker sees what their visits claimed, and is told that a supervisor settles it")
    func worker() throws {
        let worker = try hamlet()
        var draft = try worker.visits().start(household: worker.quietStop().household)
        draft.outcome = .movedOut
        try worker.visits().save(draft: draft)
        _ = try worker.visits().finish(draft: draft.id)
        let model = try review(worker.app())
        model.openClaim(try #require(model.waiting.value?.claims.items.first).id)
        model.choose(ClaimStatus.confirmed)
        model.settle()
        #expect(model.problem?.zh.isEmpty == false)
        #expect(try worker.review().claims(after: nil, limit: 200).count == 1)
    }
}
