/// What waits for a supervisor.
public struct Waiting: Equatable, Sendable {
    public internal(set) var claims: Paged<Claim, ClaimId>
    public internal(set) var remarks: Paged<Remark, ExceptionId>

    /// What a visit said of somebody and nobody has settled.
    public struct Claim: Equatable, Sendable {
        public let id: ClaimId
        public let about: About
        /// How it can end.
        public let settlements: [Settlement]
    }

    /// One way in which a claim can end.
    public struct Settlement: Equatable, Sendable {
        public let status: ClaimStatus
        /// Of whom one must be named for it; empty for most.
        public let who: [Choice<ResidentId>]
    }

    /// What was noticed of a visit.
    public struct Remark: Equatable, Sendable {
        public let id: ExceptionId
        public let about: About
    }

    /// Of which home, what, and by which visit.
    public struct About: Equatable, Sendable {
        public let household: HouseholdId
        /// None where it is not on this phone.
        public let home: Words?
        public let what: Words
        public let since: Words?
        public let visit: Words?
    }
}

extension Doorstep {
    func waiting(_ claims: UInt32, _ remarks: UInt32) throws -> Waiting {
        try Waiting(
            claims: self.claims(after: nil, limit: claims), remarks: self.remarks(after: nil, limit: remarks))
    }

    func claims(after: ClaimId?, limit: UInt32) throws -> Paged<Waiting.Claim, ClaimId> {
        try Paged(review().claims(after: after, limit: limit), of: limit, after: \.id, as: \.inWords)
    }

    func remarks(after: ExceptionId?, limit: UInt32) throws -> Paged<Waiting.Remark, ExceptionId> {
        try Paged(review().exceptions(after: after, limit: limit), of: limit, after: \.id, as: \.inWords)
    }
}

extension ClaimView {
    fileprivate var inWords: Waiting.Claim {
        Waiting.Claim(
            id: id,
            about: Waiting.About(
                household: household,
                home: home?.inWords,
                what: line(resident.map { asIs($0.name) }, kind.label(), status.label()),
                since: ScreenWord.since.of(wordsOfDay(day: on)),
                visit: visit?.inWords
            ),
            settlements: settlements.map(\.inWords)
        )
    }
}

extension Settlement {
    fileprivate var inWords: Waiting.Settlement {
        Waiting.Settlement(
            status: status, who: who.map { Choice(value: $0.id, words: line(asIs($0.name), $0.relation.map(asIs))) })
    }
}

extension ExceptionView {
    fileprivate var inWords: Waiting.Remark {
        Waiting.Remark(
            id: id,
            about: Waiting.About(
                household: household, home: home?.inWords, what: words, since: nil, visit: visit?.inWords))
    }
}

extension HomeLine {
    fileprivate var inWords: Words { line(asIs(greeting), asIs(address)) }
}

extension VisitView {
    fileprivate var inWords: Words {
        line(ScreenWord.visit.words, wordsOfDay(day: on), outcome.label(), mode.label(), role.label())
    }
}
