extension VisitModel {
    /// A visit in progress as the screen shows it.
    public struct Visiting: Equatable, Sendable {
        public internal(set) var draft: VisitDraft
        public let choices: Choices
        public let greeting: String
        /// When the visit was that it puts right; none of a visit of now.
        public let former: Words?
        /// Whether anything known of the home can be changed here.
        public let hasParticulars: Bool
        /// Whether it was begun only now.
        let isNew: Bool
        /// Where it stands as against the home, or that it is not known; none of a visit that is put right elsewhere.
        public internal(set) var place: Words?
        public internal(set) var isLocating = false
        /// Whether all that was entered is on the disk.
        public internal(set) var isSaved = true
        public internal(set) var isFinishing = false
        /// What stands in the way of saving or finishing, in the core's words.
        public internal(set) var problem: Words?

        public var isBusy: Bool { isFinishing || !isSaved }
        /// Whether this visit says where the home lies.
        public var isPlaced: Bool { draft.hasNewPlace }
        public var needs: [NeedKind] { draft.needs.map(\.kind) }
        public var asksWhatFollows: Bool { draft.outcome?.asksWhatFollows() == true }
        /// A field for each who came along, and one more.
        public var companions: Int { draft.companions.count + 1 }
        /// The real day of a visit first written on paper; none of one that is recorded at the door.
        public var paperDay: Day? { draft.lateEntry?.visitedOn }
    }
}

extension FellowVisitor {
    /// Neither staff nor named.
    var isNobody: Bool { staff == nil && name?.isBlank != false }
}

extension VisitDraft {
    /// The same with what other calls than a save keep of it.
    fileprivate func beside(_ kept: VisitDraft) -> VisitDraft {
        var draft = self
        (draft.changes, draft.hasNewPlace) = (kept.changes, kept.hasNewPlace)
        (draft.photos, draft.photoRefused) = (kept.photos, kept.photoRefused)
        return draft
    }
}

extension Doorstep {
    /// What could not be saved of it is newer than what the core has.
    func resume(_ visit: VisitTo, _ unsaved: UnsavedDraft) throws -> VisitModel.Visiting {
        let home = try register().household(id: visit.household)
        let isNew = try begun(visit) == nil
        let kept = try opened(visit)
        let waiting = unsaved.value
        let draft = waiting?.beside(kept) ?? kept
        let isElsewhere = visit.corrects != nil && draft.fix == nil
        let place = isElsewhere ? nil : try visits().placeOf(draft: draft.id).sentence
        return VisitModel.Visiting(
            draft: draft, choices: try choices(draft), greeting: home.greeting, former: try former(draft),
            hasParticulars: try !visits().entries(draft: draft.id).isEmpty, isNew: isNew, place: place,
            isSaved: waiting == nil)
    }

    /// Whether a photo was refused is *Photo*'s to say, and what is shown may not know of it yet.
    func save(_ shown: VisitDraft) throws {
        var draft = shown
        let begun = try begun(VisitTo(draft.household, corrects: draft.corrects))
        draft.photoRefused = begun?.photoRefused ?? draft.photoRefused
        try visits().save(draft: draft)
    }

    /// What is finished is what was shown, also where an earlier save of it failed.
    func finish(_ shown: VisitDraft) throws {
        try save(shown)
        _ = try visits().finish(draft: shown.id)
    }

    func allWell(_ shown: VisitDraft) throws {
        try save(shown)
        _ = try visits().allWell(draft: shown.id)
        _ = try visits().finish(draft: shown.id)
    }
}
