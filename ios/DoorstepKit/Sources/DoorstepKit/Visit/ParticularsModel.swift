import Observation

/// What is known of a home and of each who lives there, put right in a visit in progress. A field is entered when the
/// worker is done with it; `left` is called when the form is.
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

    /// What was typed and is not entered yet.
    private var typed: [FieldOf: String] = [:]

    /// Why some of it cannot be.
    private var refused: [FieldOf: Words] = [:]

    private let core: CoreThread
    private let visit: VisitTo
    private let left: @MainActor () -> Void

    init(_ core: CoreThread, _ visit: VisitTo, left: @escaping @MainActor () -> Void) {
        self.core = core
        self.visit = visit
        self.left = left
    }

    public func read() {
        let visit = visit
        core.ask({ try $0.parts(visit) }) { self.parts = $0 }
    }

    /// A field as it is typed.
    public subscript(entry: EntryView) -> String {
        get { typed[entry.of] ?? entry.text }
        set {
            typed[entry.of] = newValue
            refused[entry.of] = nil
        }
    }

    /// Why what was typed there cannot be entered, in the core's words.
    public func problem(of entry: EntryView) -> Words? { refused[entry.of] }

    /// The worker is done with a field. What is refused stays as it was typed.
    public func end(_ entry: EntryView) {
        guard let text = typed[entry.of], refused[entry.of] == nil else { return }
        guard text != entry.text else { return typed[entry.of] = nil }
        let visit = visit
        core.ask({ try $0.enter(text, entry, visit) }) { answer in
            // It may be typed on meanwhile.
            let isLast = self.typed[entry.of] == text
            if answer.value != nil { self.parts = answer }
            if isLast { self.refused[entry.of] = answer.problem }
            if isLast && answer.value != nil { self.typed[entry.of] = nil }
        }
    }

    /// With all of them, such as when the app goes out of sight.
    public func end() { parts.value?.flatMap(\.entries).forEach { end($0) } }

    /// With the form; what is refused only now is seen first.
    public func leave() {
        let seen = refused
        end()
        core.ask({ _ in }) { _ in
            if self.refused == seen { self.left() }
        }
    }
}

/// A field, and whose it is.
private struct FieldOf: Hashable {
    let resident: ResidentId?
    let field: EntryField
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
