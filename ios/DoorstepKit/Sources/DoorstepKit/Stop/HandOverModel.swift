import Observation

/// Handing one home to a colleague who answers for its grid, or taking that back. `leave` is called once it is done, with
/// what to tell.
@MainActor
@Observable
public final class HandOverModel: PageModel {
    /// A home, and who can take it over.
    public struct Shown: Equatable, Sendable {
        public let greeting: String
        public let address: Words
        /// Whom it is handed to, where it is.
        public let handed: Handed?
        public let colleagues: [Choice<StaffId>]
    }

    /// A home that is handed over.
    public struct Handed: Equatable, Sendable {
        public let words: Words
        /// What the receiver must know.
        public let note: String?
    }

    public let shows: Set<Area> = [.register]

    public private(set) var home: Answer<Shown> = .awaited

    /// Who is to take it over; none before somebody was chosen.
    public private(set) var colleague: StaffId?

    /// What they must know, as it is typed.
    public var note: String {
        get { typed["note"] }
        set { typed["note"] = newValue }
    }

    /// What stood in the way, in the core's words.
    public private(set) var problem: Words?

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { typed.problem }

    /// Whether it is on its way to the core: it is done once, however often it is tapped.
    public private(set) var isBusy = false

    private let core: CoreThread
    private let typed: TypedForm
    private let household: HouseholdId
    private let leave: @MainActor (Words?) -> Void

    init(_ core: CoreThread, _ household: HouseholdId, leave: @escaping @MainActor (Words?) -> Void) {
        self.core = core
        self.household = household
        typed = TypedForm(core, "hand-over", of: household)
        self.leave = leave
    }

    public func read() {
        let household = household
        typed.read()
        core.ask({ try $0.toHandOver(household) }) { self.home = $0 }
    }

    public func choose(_ colleague: StaffId) {
        self.colleague = colleague
        problem = nil
    }

    /// For as long as the core hands a home over where nobody says.
    public func handOver() {
        guard let colleague, !isBusy else { return }
        isBusy = true
        let (household, note) = (household, note)
        core.ask({ core in
            try core.register().handOver(household: household, to: colleague, until: nil, note: note)
            return try core.register().household(id: household).handedOver?.inWords.words
        }) { answer in
            if answer.value != nil { self.typed.clear() }
            self.done(answer)
        }
    }

    public func takeBack() {
        guard !isBusy else { return }
        isBusy = true
        let household = household
        core.ask({ core -> Words? in
            try core.register().takeBack(household: household)
            return nil
        }) { answer in
            if answer.value != nil { self.typed.clear() }
            self.done(answer)
        }
    }

    private func done(_ answer: Answer<Words?>) {
        isBusy = false
        problem = answer.problem
        if case .here(let words) = answer { leave(words) }
    }
}

extension Doorstep {
    fileprivate func toHandOver(_ household: HouseholdId) throws -> HandOverModel.Shown {
        let home = try register().household(id: household)
        let colleagues = try register().mayTakeOver(household: household)
        return HandOverModel.Shown(
            greeting: home.greeting,
            address: addressLine(home.address, home.building, home.floor),
            handed: home.handedOver?.inWords,
            colleagues: colleagues.map { Choice(value: $0.id, words: line(asIs($0.name), $0.gridRole.label())) }
        )
    }
}

extension HandedOverView {
    /// A colleague whom this phone does not know has no name.
    var inWords: HandOverModel.Handed {
        let name = asIs((toMe ? by : to) ?? "—")
        let sentence: ScreenWord = toMe ? .handedToYou : .handedTo
        return HandOverModel.Handed(words: sentence.of(name, wordsOfDay(day: until)), note: note)
    }
}
