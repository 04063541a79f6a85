/// A value that can be chosen, and what it is called.
public struct Choice<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let words: Words
}

/// All that can be chosen in a visit to one household, put into words once.
public struct Choices: Equatable, Sendable {
    /// Those that most visits end with.
    public let usualOutcomes: [Choice<VisitOutcome>]
    public let otherOutcomes: [Choice<VisitOutcome>]
    public let nextSteps: [Choice<NextStep>]
    /// The same, as the core offers it.
    let offered: VisitChoices
    /// What is due here, and what else was ticked.
    public let work: [Choice<VisitFact>]
    public let tickets: [Choice<TicketId>]
    public let otherWork: [Choice<VisitFact>]
    public let needs: [Choice<NeedKind>]
    /// How many must come for all that is due.
    public let visitors: UInt8
    /// Why photos and signatures are asked for here, each once.
    public let photoReasons: [Words]
    public let signatureReasons: [Words]
    /// What to dial to report at once, where the tenant named a number.
    public let reportPhone: String?
}

/// What a volunteer ticks off beside the pictures.
public struct DoorChoices: Equatable, Sendable {
    public let tickets: [Choice<TicketId>]
    public let work: [Choice<VisitFact>]

    /// Such as in a visit that is one task alone.
    public var isNothing: Bool { tickets.isEmpty && work.isEmpty }
}

extension Choices {
    func atDoor(_ draft: VisitDraft) -> DoorChoices {
        let door = offered.atDoor(draft: draft)
        return DoorChoices(tickets: door.tickets.map(\.asChoice), work: door.work.map(\.inWords))
    }
}

extension Doorstep {
    func choices(_ draft: VisitDraft) throws -> Choices {
        let choices = try visits().choices(draft: draft.id)
        return Choices(
            usualOutcomes: choices.usualOutcomes.map { Choice(value: $0, words: $0.label()) },
            otherOutcomes: choices.otherOutcomes.map { Choice(value: $0, words: $0.label()) },
            nextSteps: choices.nextSteps.map { Choice(value: $0.step, words: $0.step.label()) },
            offered: choices,
            work: choices.work.map(\.inWords),
            tickets: choices.tickets.map(\.asChoice),
            otherWork: choices.otherWork.map(\.inWords),
            needs: NeedKind.allCases.map { Choice(value: $0, words: $0.label()) },
            visitors: choices.visitors,
            photoReasons: choices.photoReasons,
            signatureReasons: choices.signatureReasons,
            reportPhone: choices.reportPhone
        )
    }
}

extension TicketView {
    fileprivate var asChoice: Choice<TicketId> { Choice(value: id, words: task) }
}

extension WorkChoice {
    fileprivate var inWords: Choice<VisitFact> { Choice(value: fact, words: line(name.map(asIs), label)) }
}
