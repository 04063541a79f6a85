import Foundation
import Observation

/// Words as they are typed into one form. The core keeps them at each change, so that a killed app loses none. Never
/// for a PIN.
@MainActor
@Observable
final class TypedForm {
    private var words: [String: String] = [:]

    /// Why the last of it is nowhere but here; none where it is kept.
    private(set) var problem: Words?

    private let core: CoreThread
    private let name: String
    private var isRead = false

    /// Counts what was used: what was asked for before comes too late.
    private var edition = 0

    init(_ core: CoreThread, _ name: String) {
        self.core = core
        self.name = name
    }

    /// A form about one thing.
    convenience init(_ core: CoreThread, _ name: String, of id: UUID) {
        self.init(core, "\(name)/\(id.uuidString.lowercased())")
    }

    subscript(field: String) -> String {
        get { words[field] ?? "" }
        set {
            guard newValue != self[field] else { return }
            words[field] = newValue
            let name = name
            core.ask({ try $0.keepTyped(form: name, field: field, words: newValue) }) { self.problem = $0.problem }
        }
    }

    /// Whether nothing is typed here.
    var isBlank: Bool { words.values.allSatisfy(\.isBlank) }

    /// What was typed in an earlier life of the app; what is typed meanwhile is newer.
    func read(then: @escaping @MainActor @Sendable () -> Void = {}) {
        guard !isRead else { return }
        isRead = true
        let (name, asked) = (name, edition)
        core.ask({ try $0.typed(form: name) }) { kept in
            guard self.edition == asked else { return }
            self.words = (kept.value ?? [:]).merging(self.words) { $1 }
            then()
        }
    }

    /// It was used, or is not wanted.
    func clear() {
        edition += 1
        (words, problem) = ([:], nil)
        let name = name
        core.ask({ try $0.clearTyped(form: name) }) { _ in }
    }
}
