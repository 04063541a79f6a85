import Observation

/// What is known of a home and of each who lives there, put right in a visit in progress. A field is entered when the
/// worker is done with it; `leave` is called when the form is. What is not entered, such as for being refused, stays as
/// it was typed until it is, also for the next visit, or until the visit is given up.
@MainActor
@Observable
public final class ParticularsModel: PageModel {
    /// The fields of the home, or of one who lives there.
    public struct Part: Equatable, Sendable {
        public let title: Words
        public fileprivate(set) var entries: [EntryView]
    }

    /// Nothing: what is typed here is newer than what the core holds.
    public let shows: Set<Area> = []

    public private(set) var parts: Answer<[Part]> = .awaited

    /// What was typed on this screen and is not entered yet.
    private var typed: [FieldOf: String] = [:]

    /// The same on the disk, but for a field that was emptied.
    private let kept: TypedForm

    /// Why some of it cannot be.
    private var refused: [FieldOf: Words] = [:]

    private let core: CoreThread
    private let visit: VisitTo
    private let leaves: @MainActor () -> Void

    init(_ core: CoreThread, _ visit: VisitTo, leave: @escaping @MainActor () -> Void) {
        self.core = core
        self.visit = visit
        kept = TypedForm(core, visit.particularsForm)
        leaves = leave
    }

    public func read() {
        let visit = visit
        kept.read()
        core.ask({ try $0.parts(visit) }) { self.parts = $0 }
    }

    /// A field as it is typed.
    public subscript(entry: EntryView) -> String {
        get { unentered(entry) ?? entry.text }
        set {
            typed[entry.of] = newValue
            kept[entry.of.name] = newValue
            refused[entry.of] = nil
        }
    }

    private func unentered(_ entry: EntryView) -> String? {
        let before = kept[entry.of.name]
        return typed[entry.of] ?? (before.isEmpty ? nil : before)
    }

    private func forget(_ entry: EntryView) {
        typed[entry.of] = nil
        kept[entry.of.name] = ""
    }

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { kept.problem }

    /// Why what was typed there cannot be entered, in the core's words.
    public func problem(of entry: EntryView) -> Words? { refused[entry.of] }

    /// The worker is done with a field. What is refused stays as it was typed.
    public func end(_ entry: EntryView) {
        guard let text = unentered(entry), refused[entry.of] == nil else { return }
        guard text != entry.text else { return forget(entry) }
        let visit = visit
        core.ask({ try $0.enter(text, entry, visit) }) { answer in
            // It may be typed on meanwhile.
            let isLast = self.unentered(entry) == text
            if answer.value != nil { self.parts = answer }
            if isLast { self.refused[entry.of] = answer.problem }
            if isLast && answer.value != nil { self.forget(entry) }
        }
    }

    /// With all of them, such as when the app goes out of sight.
    public func end() { parts.value?.flatMap(\.entries).forEach { end($0) } }

    public func unseen() { end() }

    /// With the form; what is refused only now is seen first.
    public func leave() {
        let seen = refused
        end()
        core.ask({ _ in }) { _ in
            if self.refused == seen { self.leaves() }
        }
    }
}

/// A field, and whose it is.
private struct FieldOf: Hashable {
    let resident: ResidentId?
    let field: EntryField

    /// By what it is kept.
    var name: String { "\(resident.map { $0.uuidString.lowercased() } ?? "home")/\(field)" }
}

extension EntryView {
    fileprivate var of: FieldOf { FieldOf(resident: resident, field: field) }
}

extension Doorstep {
    fileprivate func enter(_ text: String, _ entry: EntryView, _ visit: VisitTo) throws -> [ParticularsModel.Part] {
        let typed = Typed(field: entry.field, text: text)
        _ = try visits().enter(draft: inProgress(visit).id, resident: entry.resident, typed: typed)
        return try parts(visit)
    }

    fileprivate func parts(_ visit: VisitTo) throws -> [ParticularsModel.Part] {
        try visits().entries(draft: inProgress(visit).id).reduce(into: []) { parts, entry in
            if let last = parts.indices.last, parts[last].entries.last?.resident == entry.resident {
                parts[last].entries.append(entry)
            } else {
                let title = entry.whose.map(asIs) ?? ScreenWord.household.words
                parts.append(ParticularsModel.Part(title: title, entries: [entry]))
            }
        }
    }
}
