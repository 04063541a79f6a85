import Foundation
import Observation

/// A visit in progress: resumed where one was begun here, begun otherwise, or one that puts a finished visit right. Every
/// change is saved at once; `leave` is called when the visit is over, with what to tell.
@MainActor
@Observable
public final class VisitModel: PageModel {
    /// Nothing: what is entered here is newer than what the core holds.
    public let shows: Set<Area> = []

    public private(set) var visiting: Answer<Visiting> = .awaited

    public let visit: VisitTo
    public let voice: VoiceNotes

    public let apps: OtherApps

    private let core: CoreThread
    private let platform: Platform
    private let leave: @MainActor (Words) -> Void
    private let unsaved: UnsavedDraft
    private let spoken: Spoken

    /// Whether the phone was asked where it is.
    private var isLocating = false

    /// Counts the changes.
    private var edits = 0

    /// Why the last save failed; none once all is saved.
    private var unsavedFor: Words?

    init(
        _ core: CoreThread, _ platform: Platform, _ visit: VisitTo, _ unkept: Unkept,
        leave: @escaping @MainActor (Words) -> Void
    ) {
        self.core = core
        self.platform = platform
        self.visit = visit
        unsaved = unkept.draft(of: visit)
        spoken = unkept.spoken(at: visit)
        voice = VoiceNotes(core, platform.recorder, visit, spoken)
        apps = OtherApps(core, platform)
        self.leave = leave
    }

    public var isInUse: Bool { voice.isSpeaking }

    public func unseen() { voice.leave() }

    public func left() { voice.leave() }

    public func read() {
        guard visiting.value?.isFinishing != true else { return }
        if !unsaved.isSaved { save() }
        let (visit, asked, unsaved) = (visit, edits, unsaved)
        core.ask({ try $0.resume(visit, unsaved) }) { self.resumed($0, asked) }
        voice.read()
    }

    /// What was changed since it was asked for is newer: it is in what the core answers once that is saved.
    private func resumed(_ answer: Answer<Visiting>, _ asked: Int) {
        if let shown = visiting.value {
            guard !shown.isFinishing else { return }
            guard asked == edits else { return read() }
            // It could not be saved, and is nowhere else.
            guard unsaved.isSaved else { return }
        }
        visiting = answer
        show { $0.isLocating = isLocating }
        if !unsaved.isSaved { show { $0.problem = unsavedFor } }
        if answer.value?.isNew == true { locate() }
    }

    /// Asks the phone where it is, when a visit is begun and whenever the worker wants a better answer. Who puts a
    /// finished visit right stands at no door.
    public func locate() {
        guard visit.corrects == nil, !isLocating else { return }
        isLocating = true
        show { $0.isLocating = true }
        let core = core
        platform.locate { reading in
            core.ask({ core in try reading.map { try core.visits().fix(fix: $0) } }) { self.put($0) }
        }
    }

    /// The home lies where the visit's fix says.
    public func homeIsHere() {
        guard let shown = visiting.value, let place = shown.draft.fix?.at, !shown.isFinishing else { return }
        apps.tapped()
        let (draft, home) = (shown.draft.id, shown.draft.household)
        core.ask({
            try $0.visits().changeHousehold(draft: draft, household: home, change: .place(value: place))
        }) { changed in
            self.show {
                $0.draft.changes = changed.value?.changes ?? $0.draft.changes
                $0.draft.hasNewPlace = changed.value?.hasNewPlace ?? $0.draft.hasNewPlace
                $0.problem = changed.problem
            }
        }
    }

    /// What follows goes with the outcome that asked for it.
    public func choose(_ outcome: VisitOutcome) { change { $0 = $0.ending(outcome: outcome) } }

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
        guard let paper = visiting.value?.choices.offered.paper else { return }
        change { $0.lateEntry = isPaper ? paper : nil }
    }

    /// Whether a day later has begun yet.
    public var mayBeLater: Bool {
        guard let shown = visiting.value, let day = shown.paperDay else { return false }
        return day.civilDay < shown.choices.offered.paper.visitedOn.civilDay
    }

    public func paperDay(later days: Int) {
        guard let now = visiting.value?.paperDay, let day = civil.date(from: now),
            let other = civil.date(byAdding: .day, value: days, to: day)
        else { return }
        change { $0.lateEntry?.visitedOn = civil.dateComponents([.year, .month, .day], from: other) }
    }

    public var note: String {
        get { visiting.value?.draft.note ?? "" }
        set { change { $0.note = newValue.isEmpty ? nil : newValue } }
    }

    /// A child or a person in danger: one tap, whatever else is entered.
    public func reportAtOnce() {
        if let number = visiting.value?.choices.reportPhone { apps.dial(number) }
    }

    public func finish() { end { try $0.finish($1) } }

    /// All is well, in one tap, and the visit is over.
    public func allWell() { end { try $0.allWell($1) } }

    /// Whether the visit can end: what is being said or sealed is still to come into it, and what could not be is kept
    /// or thrown away first.
    public var mayEnd: Bool { visiting.value?.isFinishing == false && !voice.isBusy && !voice.isUnkept }

    private func end(_ call: @escaping @Sendable (Doorstep, VisitDraft) throws -> Void) {
        guard mayEnd, let shown = visiting.value else { return }
        apps.tapped()
        show {
            $0.isFinishing = true
            $0.problem = nil
        }
        let (draft, unsaved) = (shown.draft, unsaved)
        core.ask({
            try call($0, draft)
            unsaved.forget()
        }) { self.ended($0, ScreenWord.finished.of(asIs(shown.greeting))) }
    }

    public func discard() {
        guard let draft = visiting.value?.draft.id else { return }
        let (particulars, unsaved) = (visit.particularsForm, unsaved)
        core.ask({ core in
            try core.visits().discard(draft: draft)
            unsaved.forget()
            try? core.clearTyped(form: particulars)
        }) { answer in
            if answer.value != nil { self.spoken.throwAway() }
            self.ended(answer, ScreenWord.discarded.words)
        }
    }

    private func ended<Value>(_ answer: Answer<Value>, _ words: Words) {
        guard let problem = answer.problem else { return leave(words) }
        show {
            $0.isFinishing = false
            $0.problem = problem
        }
    }

    /// A fix that cannot be had, or says nothing, stops nobody; the second is told.
    private func put(_ read: Answer<FixView?>) {
        isLocating = false
        show { $0.isLocating = false }
        guard let read = read.value.flatMap({ $0 }) else { return }
        guard let fix = read.fix else { return show { $0.place = read.fault ?? $0.place } }
        edit { $0.fix = fix }
        guard let draft = visiting.value?.draft.id else { return }
        core.ask({ try $0.visits().placeOf(draft: draft).sentence }) { place in
            self.show { $0.place = place.value ?? $0.place }
        }
    }

    func change(_ tap: (inout VisitDraft) -> Void) {
        apps.tapped()
        edit(tap)
    }

    private func edit(_ edit: (inout VisitDraft) -> Void) {
        // What a finish under way commits is what was shown when it was tapped.
        guard var draft = visiting.value?.draft, visiting.value?.isFinishing == false else { return }
        edit(&draft)
        edits += 1
        show {
            $0.draft = draft
            $0.isSaved = false
            $0.problem = nil
        }
        unsaved.put(draft)
        save()
    }

    private func save() {
        let unsaved = unsaved
        core.ask({ try unsaved.save(by: $0) }) { self.saved($0) }
    }

    private func saved(_ answer: Answer<Void>) {
        let (isSaved, before) = (unsaved.isSaved, unsavedFor)
        unsavedFor = isSaved ? nil : answer.problem ?? before
        show {
            $0.isSaved = isSaved
            if let problem = answer.problem {
                $0.problem = problem
            } else if isSaved && $0.problem == before {
                $0.problem = nil
            }
        }
    }

    private func show(_ edit: (inout Visiting) -> Void) {
        guard var shown = visiting.value else { return }
        edit(&shown)
        visiting = .here(shown)
    }
}

private let civil = Calendar(identifier: .gregorian)

extension Array where Element: Equatable {
    fileprivate mutating func set(_ one: Element, isIn: Bool) {
        removeAll { $0 == one }
        if isIn { append(one) }
    }
}
