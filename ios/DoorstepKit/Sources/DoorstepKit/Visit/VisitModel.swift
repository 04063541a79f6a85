import Foundation
import Observation

/// A visit in progress: resumed where one was begun here, begun otherwise. Every change is saved at once; `leave` is
/// called when the visit is over, with what to tell.
@MainActor
@Observable
public final class VisitModel: PageModel {
    /// A visit in progress as the screen shows it.
    public struct Visiting: Equatable, Sendable {
        public internal(set) var draft: VisitDraft
        public let choices: Choices
        public let greeting: String
        /// Whether a rule asks for a photo here, or one was taken.
        public let asksPhoto: Bool
        /// Who this phone's worker is, for a visit first written on paper.
        let worker: StaffId?
        /// Where it stands as against the home; none before the phone knows where it is.
        public internal(set) var place: Words?
        /// Whether all that was entered is on the disk.
        public internal(set) var isSaved = true
        public internal(set) var isFinishing = false
        /// What stands in the way of saving or finishing, in the core's words.
        public internal(set) var problem: Words?

        public var isBusy: Bool { isFinishing || !isSaved }
        public var needs: [NeedKind] { draft.needs.map(\.kind) }
        public var asksWhatFollows: Bool { draft.outcome?.asksWhatFollows() == true }
        /// A field for each who came along, and one more.
        public var companions: Int { draft.companions.count + 1 }
        /// The real day of a visit first written on paper; none of one that is recorded at the door.
        public var paperDay: Day? { draft.lateEntry?.visitedOn }
    }

    /// Nothing: what is entered here is newer than what the core holds.
    public let shows: Set<Area> = []

    public private(set) var visiting: Answer<Visiting> = .awaited

    private let core: CoreThread
    private let platform: Platform
    private let household: HouseholdId
    private let leave: @MainActor (Words) -> Void
    private let unsaved = Newest<VisitDraft>()

    init(_ core: CoreThread, _ platform: Platform, _ household: HouseholdId, leave: @escaping @MainActor (Words) -> Void)
    {
        self.core = core
        self.platform = platform
        self.household = household
        self.leave = leave
    }

    public func read() {
        let household = household
        core.ask({ try $0.resume(household) }) { answer in
            self.visiting = answer
            if let draft = answer.value?.draft, draft.fix == nil { self.locate() }
        }
    }

    /// Asks the phone where it is, at the beginning and whenever the worker wants a better answer.
    public func locate() {
        let core = core
        platform.locate { reading in
            guard let reading else { return }
            core.ask({ try $0.visits().fix(fix: reading) }) { self.put($0) }
        }
    }

    /// What follows goes with the outcome that asked for it.
    public func choose(_ outcome: VisitOutcome) {
        change {
            $0.outcome = outcome
            if !outcome.asksWhatFollows() { $0.nextStep = nil }
        }
    }

    /// Chosen again, it is chosen no more.
    public func choose(_ next: NextStep) {
        change { $0.nextStep = $0.nextStep == next ? nil : next }
    }

    public func tick(_ fact: VisitFact, isDone: Bool) {
        change { $0.facts.set(fact, isIn: isDone) }
    }

    public func tick(_ ticket: TicketId, isDone: Bool) {
        change { $0.tickets.set(ticket, isIn: isDone) }
    }

    public func tick(_ need: NeedKind, isFound: Bool) {
        change {
            $0.needs.removeAll { $0.kind == need }
            if isFound { $0.needs.append(NeedDraft(kind: need)) }
        }
    }

    /// The name of one of those who came along, in case one alone may not do what is due. The last field is a new one.
    public subscript(companion index: Int) -> String {
        get {
            let all = visiting.value?.draft.companions ?? []
            return all.indices.contains(index) ? all[index].name ?? "" : ""
        }
        set {
            change { draft in
                if draft.companions.indices.contains(index) {
                    draft.companions[index].name = newValue
                } else if !newValue.isEmpty {
                    draft.companions.append(FellowVisitor(name: newValue))
                }
                // One in the middle keeps its field while it is typed anew.
                while draft.companions.last?.isNobody == true { draft.companions.removeLast() }
            }
        }
    }

    /// First written on paper by this worker, today unless another day is told.
    public func paper(_ isPaper: Bool) {
        guard let worker = visiting.value?.worker else { return }
        let today = today
        change { $0.lateEntry = isPaper ? LateEntry(visitedOn: today, visitedBy: worker) : nil }
    }

    /// Whether a day later has begun yet.
    public var mayBeLater: Bool { visiting.value?.paperDay.map { $0.civilDay < today.civilDay } == true }

    public func paperDay(later days: Int) {
        guard let now = visiting.value?.paperDay, let day = civil.date(from: now),
            let other = civil.date(byAdding: .day, value: days, to: day)
        else { return }
        change { $0.lateEntry?.visitedOn = civil.dateComponents([.year, .month, .day], from: other) }
    }

    /// By the phone's calendar, where a worker begins to look for the day; the core checks by the tenant's what is told.
    private var today: Day { civil.dateComponents([.year, .month, .day], from: platform.now()) }

    public var note: String {
        get { visiting.value?.draft.note ?? "" }
        set { change { $0.note = newValue.isEmpty ? nil : newValue } }
    }

    /// A child or a person in danger: one tap, whatever else is entered.
    public func reportAtOnce() {
        if let number = visiting.value?.choices.reportPhone { platform.dial(number) }
    }

    public func finish() { end { try $0.finish($1) } }

    /// All is well, in one tap, and the visit is over.
    public func allWell() { end { try $0.allWell($1) } }

    private func end(_ call: @escaping @Sendable (Doorstep, VisitDraft) throws -> Void) {
        guard let shown = visiting.value, !shown.isFinishing else { return }
        show {
            $0.isFinishing = true
            $0.problem = nil
        }
        let draft = shown.draft
        core.ask({ try call($0, draft) }) { self.ended($0, ScreenWord.finished.of(asIs(shown.greeting))) }
    }

    public func discard() {
        guard let draft = visiting.value?.draft.id else { return }
        core.ask({ try $0.visits().discard(draft: draft) }) { self.ended($0, ScreenWord.discarded.words) }
    }

    private func ended<Value>(_ answer: Answer<Value>, _ words: Words) {
        guard let problem = answer.problem else { return leave(words) }
        show {
            $0.isFinishing = false
            $0.problem = problem
        }
    }

    /// A fix that cannot be had, or says nothing, stops nobody; the second is told.
    private func put(_ read: Answer<FixView>) {
        guard let read = read.value else { return }
        guard let fix = read.fix else { return show { $0.place = read.fault ?? $0.place } }
        change { $0.fix = fix }
        guard let draft = visiting.value?.draft.id else { return }
        core.ask({ try $0.visits().placeOf(draft: draft).sentence }) { place in
            self.show { $0.place = place.value ?? $0.place }
        }
    }

    func change(_ edit: (inout VisitDraft) -> Void) {
        // What a finish under way commits is what was shown when it was tapped.
        guard var draft = visiting.value?.draft, visiting.value?.isFinishing == false else { return }
        edit(&draft)
        show {
            $0.draft = draft
            $0.isSaved = false
            $0.problem = nil
        }
        let unsaved = unsaved
        unsaved.put(draft)
        core.ask({ try $0.save(unsaved.take()) }) { self.saved($0) }
    }

    private func saved(_ answer: Answer<Void>) {
        let isSaved = unsaved.isEmpty
        show {
            if let problem = answer.problem { $0.problem = problem } else { $0.isSaved = isSaved }
        }
    }

    private func show(_ edit: (inout Visiting) -> Void) {
        guard var shown = visiting.value else { return }
        edit(&shown)
        visiting = .here(shown)
    }
}

private let civil = Calendar(identifier: .gregorian)

extension FellowVisitor {
    /// Neither staff nor named.
    fileprivate var isNobody: Bool { staff == nil && name?.isBlank != false }
}

/// Of the changes that came while another was being saved, only the last needs a save.
private final class Newest<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value?

    var isEmpty: Bool { lock.withLock { value == nil } }

    func put(_ value: Value) { lock.withLock { self.value = value } }

    func take() -> Value? {
        lock.withLock {
            defer { value = nil }
            return value
        }
    }
}

extension Doorstep {
    fileprivate func resume(_ household: HouseholdId) throws -> VisitModel.Visiting {
        let home = try register().household(id: household)
        let draft = try begun(household) ?? visits().start(household: household)
        let place = draft.fix == nil ? nil : try visits().placeOf(draft: draft.id).sentence
        let choices = try choices(draft)
        return VisitModel.Visiting(
            draft: draft, choices: choices, greeting: home.greeting,
            asksPhoto: !choices.photoReasons.isEmpty || !draft.photos.isEmpty, worker: try identity()?.staff.id,
            place: place)
    }

    /// The visit in progress there, where one was begun.
    func begun(_ household: HouseholdId) throws -> VisitDraft? {
        try visits().drafts().first { $0.household == household }
    }

    fileprivate func save(_ draft: VisitDraft?) throws {
        if let draft { try visits().save(draft: draft) }
    }

    /// What is finished is what was shown, also where an earlier save of it failed.
    fileprivate func finish(_ shown: VisitDraft) throws {
        var draft = shown
        draft.companions.removeAll { $0.isNobody }
        try visits().save(draft: draft)
        _ = try visits().finish(draft: draft.id)
    }

    fileprivate func allWell(_ shown: VisitDraft) throws {
        try visits().save(draft: shown)
        _ = try visits().allWell(draft: shown.id)
        _ = try visits().finish(draft: shown.id)
    }
}

extension Array where Element: Equatable {
    fileprivate mutating func set(_ one: Element, isIn: Bool) {
        removeAll { $0 == one }
        if isIn { append(one) }
    }
}
