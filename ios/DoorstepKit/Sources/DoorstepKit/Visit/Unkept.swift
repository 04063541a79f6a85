import Foundation
import Observation

/// What the core did not take yet of visits in progress. It outlives their screens, though not the app.
@MainActor
final class Unkept {
    private var drafts: [VisitTo: UnsavedDraft] = [:]
    private var spoken: [VisitTo: Spoken] = [:]

    func draft(of visit: VisitTo) -> UnsavedDraft {
        if let known = drafts[visit] { return known }
        let made = UnsavedDraft()
        drafts[visit] = made
        return made
    }

    func spoken(at visit: VisitTo) -> Spoken {
        if let known = spoken[visit] { return known }
        let made = Spoken()
        spoken[visit] = made
        return made
    }

    var isNothing: Bool { drafts.values.allSatisfy(\.isSaved) }

    /// Tries all of it again, and tells what stands in the way.
    func save(by core: CoreThread, failed: @escaping @MainActor @Sendable (Words) -> Void = { _ in }) {
        for draft in drafts.values where !draft.isSaved {
            core.ask({ try draft.save(by: $0) }) { saved in
                if let problem = saved.problem { failed(problem) }
            }
        }
    }
}

/// The last draft of one visit, until it is on the disk. Of the changes that came while another was being saved, only
/// the last needs a save.
final class UnsavedDraft: @unchecked Sendable {
    private let lock = NSLock()
    private var waiting: VisitDraft?
    /// Counts what was put here.
    private var last = 0
    private var saved = 0

    /// Whether all that was put here is on the disk.
    var isSaved: Bool { lock.withLock { saved == last } }

    /// What waits; none while it is being saved.
    var value: VisitDraft? { lock.withLock { waiting } }

    func put(_ draft: VisitDraft) {
        lock.withLock {
            waiting = draft
            last += 1
        }
    }

    /// On the core's thread. What cannot be saved waits on, unless something newer came meanwhile.
    func save(by core: Doorstep) throws {
        guard let (draft, number) = take() else { return }
        do {
            try core.save(draft)
        } catch {
            lock.withLock { if waiting == nil { waiting = draft } }
            throw error
        }
        lock.withLock { saved = max(saved, number) }
    }

    /// The visit is over.
    func forget() {
        lock.withLock {
            waiting = nil
            saved = last
        }
    }

    private func take() -> (VisitDraft, Int)? {
        lock.withLock {
            defer { waiting = nil }
            return waiting.map { ($0, last) }
        }
    }
}

/// Recordings of one visit that the core did not take, such as for want of room. They lie in clear until it does, they
/// are thrown away, or the app starts anew.
@MainActor
@Observable
final class Spoken {
    var files: [String] = []

    /// How many are on their way to the core.
    var underWay = 0

    /// Why it did not take the last of them.
    var problem: Words?

    /// They are not wanted, or the visit is given up.
    func throwAway() {
        files.forEach { _ = isGone($0) }
        (files, problem) = ([], nil)
    }
}
