import Foundation

/// Which visit in progress there: the one at the door, or one that puts a finished visit right.
public struct VisitTo: Hashable, Sendable {
    public let household: HouseholdId
    /// The finished visit that it puts right.
    public let corrects: VisitId?

    public init(_ household: HouseholdId, corrects: VisitId? = nil) {
        self.household = household
        self.corrects = corrects
    }
}

extension VisitTo {
    /// What is typed of the home and its people, and is not entered yet: a visit that ends leaves it for the next.
    var particularsForm: String {
        (["particulars"] + [household, corrects].compactMap { $0?.uuidString.lowercased() }).joined(separator: "/")
    }
}

extension Doorstep {
    /// The visit in progress, where one was begun.
    func begun(_ visit: VisitTo) throws -> VisitDraft? {
        try visits().drafts().first { $0.household == visit.household && $0.corrects == visit.corrects }
    }

    /// The same, begun where none was.
    func opened(_ visit: VisitTo) throws -> VisitDraft {
        if let corrects = visit.corrects { return try visits().correct(visit: corrects) }
        return try begun(visit) ?? visits().start(household: visit.household)
    }

    /// The same. Fails where it was finished or given up meanwhile.
    func inProgress(_ visit: VisitTo) throws -> VisitDraft {
        guard let draft = try begun(visit) else { throw DoorstepError.NotFound(what: .visitInProgress) }
        return draft
    }

    /// When the finished visit was that this one puts right, so that nobody takes it for one of now.
    func former(_ draft: VisitDraft) throws -> Words? {
        guard draft.corrects != nil else { return nil }
        return ScreenWord.onWhichDay.of(try wordsOfTime(at: draft.startedAt))
    }
}
