import Foundation
import Observation

/// The photos of a visit in progress: whoever is in a picture is asked first, and a refusal holds up no visit. Nothing of
/// a picture is kept before the worker has seen it.
@MainActor
@Observable
public final class PhotoModel: PageModel {
    /// What *Photo* shows.
    public struct Shown: Equatable, Sendable {
        public let draft: DraftId
        /// Why photos and signatures are asked for here, each once.
        let photoReasons: [Words]
        let signatureReasons: [Words]
        /// What a photo can be, and what can be answered before the camera opens.
        public let choices: [PhotoChoice]
        public let taken: [Taken]
    }

    /// A photo of this visit; its sealed file is on the disk.
    public struct Taken: Equatable, Sendable {
        public let id: PhotoId
        public let what: Words
        /// A small JPEG of it, which is nowhere in clear but here; none of what is shown to nobody.
        public let small: Data?
    }

    /// How far a photo has come.
    public enum Shooting: Equatable, Sendable {
        /// What for and whether they agree is asked first.
        case asking
        case atCamera
        /// A finger writes on the screen.
        case signing
        /// What was taken or written is about to be seen.
        case looking
        case seen(Seen)
        case sealing(Seen)
    }

    /// A picture that lies in clear in the camera's file.
    public struct Seen: Equatable, Sendable {
        public let path: String
        public let picture: UprightPicture
        public let at: Date
        /// What is to be made unrecoverable, in parts of the upright picture.
        public internal(set) var hidden: [PhotoRegion]
    }

    public let shows: Set<Area> = [.photos]

    public private(set) var photos: Answer<Shown> = .awaited

    /// For what the next photo is taken: as a rule says, or in the worker's own words. None before one was chosen.
    public private(set) var reason: Words?

    /// What the next photo is.
    public private(set) var kind = EvidenceKind.photo

    /// Whether the person agreed; none before they were asked, for each photo anew.
    public private(set) var consent: ConsentState?

    public private(set) var shooting = Shooting.asking

    /// Whether what was seen last was written on the screen.
    private var isWritten = false

    /// What became of the last photo.
    public private(set) var told: Words?

    /// What stood in the way.
    public private(set) var problem: Words?

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { typed?.problem }

    /// Counts the pictures that were looked at: what was left meanwhile is shown no more.
    private var looks = 0
    private var isLeft = false

    private let core: CoreThread
    private let platform: Platform
    private let visit: VisitTo

    /// A purpose of the worker's own, which goes with its visit; none before it is known which that is.
    private var typed: TypedForm?

    init(_ core: CoreThread, _ platform: Platform, _ visit: VisitTo) {
        self.core = core
        self.platform = platform
        self.visit = visit
    }

    /// Why one of this kind is asked for here, each once.
    public var reasons: [Words] {
        (kind == .signature ? photos.value?.signatureReasons : photos.value?.photoReasons) ?? []
    }

    /// What a camera takes at a door.
    public var kinds: [EvidenceKind] { photos.value?.choices.map(\.kind) ?? [] }

    /// What can be answered at the door.
    public var consents: [ConsentState] { choice?.consents.map(\.consent) ?? [] }

    /// What was answered, and what it comes to.
    public var answer: ConsentChoice? { choice?.consents.first { $0.consent == consent } }

    /// Whether the camera can be opened: the core checks again what it is given.
    public var mayTake: Bool {
        shooting == .asking && choice?.mayTake(reason: reason?.zh ?? "", consent: consent) == true
    }

    /// Whether what was seen can be kept as it is.
    public var mayKeep: Bool {
        guard case .seen(let seen) = shooting else { return false }
        return answer?.mayKeep(hidden: UInt32(clamping: seen.hidden.count)) == true
    }

    /// Whether it can be written on the screen too.
    public var mayBeWritten: Bool { kind == .signature }

    private var choice: PhotoChoice? { photos.value?.choices.first { $0.kind == kind } }

    /// A purpose that no rule names; none while one of the rules' is chosen.
    public var ownReason: String? {
        guard let reason, !reasons.contains(reason) else { return nil }
        return reason.zh
    }

    /// The same as it is typed.
    public var typedReason: String {
        get { ownReason ?? "" }
        set {
            typed?["reason"] = newValue
            choose(asIs(newValue))
        }
    }

    public func read() {
        let visit = visit
        core.ask({ try $0.photos(visit) }) { answer in
            self.photos = answer
            if let draft = answer.value?.draft, self.typed == nil { self.readReason(of: draft) }
        }
    }

    /// What was typed in an earlier life of the app comes before what the rules ask for.
    private func readReason(of draft: DraftId) {
        let typed = TypedForm(core, "photo", of: draft)
        self.typed = typed
        typed.read {
            let own = typed["reason"]
            if self.reason == nil { self.reason = own.isBlank ? self.reasons.first : asIs(own) }
        }
    }

    public func choose(_ reason: Words) {
        self.reason = reason
        clear()
    }

    public func choose(_ kind: EvidenceKind) {
        let isOwn = ownReason != nil
        self.kind = kind
        // What a rule asks a photo for is no reason for a signature.
        if !isOwn { reason = reasons.first }
        clear()
    }

    /// A refusal is noted in the visit and stays: who agrees later may be another person.
    public func choose(_ consent: ConsentState) {
        self.consent = consent
        clear()
        guard consent == .refused else { return }
        let visit = visit
        core.ask({ try $0.noteRefusal(visit) }) { self.done($0) }
    }

    public func open() {
        guard mayTake else { return }
        clear()
        (shooting, isWritten) = (.atCamera, false)
    }

    public func sign() {
        guard mayTake, mayBeWritten else { return }
        clear()
        (shooting, isWritten) = (.signing, true)
    }

    /// What a finger wrote is seen like any picture before it is kept.
    public func signed(_ strokes: [Stroke]) {
        guard shooting == .signing else { return }
        let platform = platform
        look { try platform.see(written: strokes) }
    }

    /// The camera left a picture at `path`, or the worker went back without.
    public func came(_ path: String?) {
        // Such as of a shutter that was still at work, or was tapped twice.
        guard shooting == .atCamera, !isLeft else {
            if let path { remove(path) }
            return
        }
        guard let path else { return shooting = .asking }
        let platform = platform
        look { try platform.see(path) }
    }

    private func look(_ see: @escaping @Sendable () throws -> Seen) {
        shooting = .looking
        looks += 1
        let asked = looks
        core.ask({ _ in try see() }) { self.looked($0, asked) }
    }

    private func looked(_ answer: Answer<Seen>, _ asked: Int) {
        guard shooting == .looking, looks == asked else {
            if let seen = answer.value { remove(seen.path) }
            return
        }
        shooting = answer.value.map(Shooting.seen) ?? .asking
        problem = answer.problem
    }

    /// What was taken is no good.
    public func retake() {
        guard drop() else { return }
        shooting = isWritten ? .signing : .atCamera
    }

    /// Back to what is asked; a picture that was not kept goes. False where there is nothing to go back from.
    public func back() -> Bool {
        if shooting == .asking { return false }
        if drop() || shooting == .signing || shooting == .looking { shooting = .asking }
        return true
    }

    public func left() {
        isLeft = true
        _ = back()
    }

    public func hide(_ region: PhotoRegion) { change { $0.hidden.append(region) } }

    public func showAgain() { change { _ = $0.hidden.popLast() } }

    /// Seals the picture as it was seen.
    public func keep(isStamped: Bool) {
        guard case .seen(let seen) = shooting, mayKeep, let reason, let consent else { return }
        clear()
        shooting = .sealing(seen)
        let (visit, platform) = (visit, platform)
        let how = PhotoDraft(kind: kind, reason: reason.zh, consent: consent, hidden: seen.hidden)
        let sealing: @Sendable (Doorstep) throws -> Bool = { core in
            var how = how
            if isStamped { how.stamp = try core.stamp(visit.household, seen.at, platform) }
            return try core.seal(seen, how, visit)
        }
        core.ask(sealing) { answer in
            if let isGone = answer.value { self.sealed(isGone) } else { self.shooting = .seen(seen) }
            if self.isLeft { _ = self.drop() }
            self.done(answer.map { _ in })
        }
    }

    public func delete(_ photo: PhotoId) {
        guard let draft = photos.value?.draft else { return }
        clear()
        core.ask({ try $0.photos().delete(draft: draft, photo: photo) }) { self.done($0) }
    }

    private func sealed(_ isGone: Bool) {
        shooting = .asking
        consent = nil
        typed?.clear()
        told = (isGone ? ScreenWord.photoSealed : .plainFileRemains).words
    }

    /// False where there is no picture to drop.
    private func drop() -> Bool {
        guard case .seen(let seen) = shooting else { return false }
        clear()
        remove(seen.path)
        return true
    }

    private func remove(_ path: String) {
        core.ask({ _ in isGone(path) }) { answer in
            if answer.value != true { self.told = ScreenWord.plainFileRemains.words }
        }
    }

    private func change(_ edit: (inout Seen) -> Void) {
        guard case .seen(var seen) = shooting else { return }
        edit(&seen)
        shooting = .seen(seen)
    }

    private func clear() {
        problem = nil
        told = nil
    }

    private func done(_ answer: Answer<Void>) {
        problem = answer.problem
        read()
    }
}
