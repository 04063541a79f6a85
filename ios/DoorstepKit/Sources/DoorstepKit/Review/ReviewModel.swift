import Observation

/// Claims that wait to be settled and remarks that nobody has seen yet, one of them in hand at a time.
@MainActor
@Observable
public final class ReviewModel: PageModel {
    /// How a claim is about to be settled.
    public struct Settling: Equatable, Sendable {
        public let claim: ClaimId
        public internal(set) var status: ClaimStatus?
        public internal(set) var resident: ResidentId?
    }

    /// What a supervisor is about to note of a remark.
    public struct Noting: Equatable, Sendable {
        public let remark: ExceptionId
    }

    public let shows: Set<Area> = [.register, .visits]

    public var waiting: Answer<Waiting> { paging.answer }

    public private(set) var settling: Settling?
    public private(set) var noting: Noting?

    /// What stood in the way.
    public private(set) var problem: Words?

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { noting == nil ? nil : typed?.problem }

    private let core: CoreThread
    private let paging: Paging<Waiting>

    /// The note of the remark in hand.
    private var typed: TypedForm?

    /// Whether what is in hand is on its way to the core: it is settled once, however often it is tapped.
    public private(set) var isBusy = false

    init(_ core: CoreThread) {
        self.core = core
        paging = Paging(core)
    }

    public func read() {
        let claims = Pages.again(waiting.value?.claims.items.count)
        let remarks = Pages.again(waiting.value?.remarks.items.count)
        core.ask({ try $0.waiting(claims, remarks) }) { self.paging.put($0) }
    }

    public func moreClaims() {
        paging.more(of: \.claims) { try $0.claims(after: $1, limit: Pages.size) }
    }

    public func moreRemarks() {
        paging.more(of: \.remarks) { try $0.remarks(after: $1, limit: Pages.size) }
    }

    public func openClaim(_ claim: ClaimId) { take(Settling(claim: claim), nil) }

    public func openRemark(_ remark: ExceptionId) {
        guard !isBusy else { return }
        take(nil, Noting(remark: remark))
        let typed = TypedForm(core, "review", of: remark)
        typed.read()
        self.typed = typed
    }

    public func choose(_ status: ClaimStatus) { change { $0.status = status } }

    /// Of whom it is true, where the claim leaves that open.
    public func choose(_ resident: ResidentId) { change { $0.resident = resident } }

    /// What was found, as it is typed.
    public var note: String {
        get { noting == nil ? "" : typed?["note"] ?? "" }
        set {
            guard noting != nil else { return }
            typed?["note"] = newValue
            problem = nil
        }
    }

    /// What is missing the core says.
    public func settle() {
        guard let settling, !isBusy else { return }
        isBusy = true
        let status = settling.status ?? .pending
        core.ask({ core in
            try core.review().settleClaim(claim: settling.claim, status: status, resident: settling.resident)
        }) { self.done($0) }
    }

    public func acknowledge() {
        guard let noting, !isBusy else { return }
        isBusy = true
        let note = note.isBlank ? nil : note
        core.ask({ try $0.review().acknowledge(exception: noting.remark, note: note) }) { answer in
            if answer.value != nil { self.typed?.clear() }
            self.done(answer)
        }
    }

    private func done(_ answer: Answer<Void>) {
        isBusy = false
        if let problem = answer.problem { return self.problem = problem }
        take(nil, nil)
        read()
    }

    private func change(_ edit: (inout Settling) -> Void) {
        guard var changed = settling else { return }
        edit(&changed)
        take(changed, nil)
    }

    /// What is on its way stays in hand until it is known what came of it.
    private func take(_ settling: Settling?, _ noting: Noting?) {
        guard !isBusy else { return }
        self.settling = settling
        self.noting = noting
        problem = nil
    }
}
