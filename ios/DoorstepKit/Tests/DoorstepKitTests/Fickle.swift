import DoorstepKit
import Foundation

/// What the phone's disk refuses at present.
final class Faults: @unchecked Sendable {
    /// So many saves of a visit fail from now on.
    var saves = 0
    var isTypingLost = false
    var isWipeRefused = false

    fileprivate func spendSave() throws {
        guard saves > 0 else { return }
        saves -= 1
        throw DoorstepError.StorageFull
    }
}

/// The real core on a disk that a test can fill.
final class Fickle: Doorstep, @unchecked Sendable {
    private(set) var faults = Faults()

    convenience init(_ core: Doorstep, _ faults: Faults) {
        self.init(unsafeFromHandle: core.uniffiCloneHandle())
        self.faults = faults
    }

    override func visits() throws -> Visits {
        let visits = FickleVisits(unsafeFromHandle: try super.visits().uniffiCloneHandle())
        visits.faults = faults
        return visits
    }

    override func keepTyped(form: String, field: String, words: String) throws {
        if faults.isTypingLost { throw DoorstepError.StorageFull }
        try super.keepTyped(form: form, field: field, words: words)
    }

    override func wipe() throws {
        if faults.isWipeRefused { throw DoorstepError.StorageFull }
        try super.wipe()
    }
}

private final class FickleVisits: Visits, @unchecked Sendable {
    var faults = Faults()

    override func save(draft: VisitDraft) throws {
        try faults.spendSave()
        try super.save(draft: draft)
    }
}
