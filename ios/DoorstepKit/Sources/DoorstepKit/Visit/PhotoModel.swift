import Foundation
import Observation

/// The photos of a visit in progress: taken only where a rule says why, sealed at once. Whoever is in the picture is
/// asked first, and a refusal holds up no visit.
@MainActor
@Observable
public final class PhotoModel: PageModel {
    /// What *Photo* shows.
    public struct Shown: Equatable, Sendable {
        public let draft: VisitDraft
        /// Why a photo is asked for here, each once.
        public let reasons: [Words]
        public let taken: [Taken]
    }

    /// A photo of this visit; its sealed file is on the disk.
    public struct Taken: Equatable, Sendable {
        public let id: PhotoId
        public let what: Words
    }

    public let shows: Set<Area> = [.photos]

    public private(set) var photos: Answer<Shown> = .awaited

    /// For what the next photo is taken; none before one was chosen.
    public private(set) var reason: Words?

    /// Whether the person agreed; none before they were asked.
    public private(set) var consent: ConsentState?

    public private(set) var isTaking = false

    /// What stood in the way.
    public private(set) var problem: Words?

    /// What can be answered at the door.
    public let consents: [ConsentState] = [.granted, .guardianGranted, .notNeeded, .refused]

    private let core: CoreThread
    private let platform: Platform
    private let household: HouseholdId

    init(_ core: CoreThread, _ platform: Platform, _ household: HouseholdId) {
        self.core = core
        self.platform = platform
        self.household = household
    }

    /// Whether the camera can be opened: the core checks again what it is given.
    public var mayTake: Bool { reason != nil && consent != nil && consent != .refused && !isTaking }

    public func read() {
        let household = household
        core.ask({ try $0.photos(household) }) { answer in
            self.photos = answer
            if self.reason == nil { self.reason = answer.value?.reasons.first }
        }
    }

    public func choose(_ reason: Words) {
        self.reason = reason
        problem = nil
    }

    /// A refusal is noted in the visit.
    public func choose(_ consent: ConsentState) {
        self.consent = consent
        problem = nil
        guard var draft = photos.value?.draft else { return }
        draft.photoRefused = consent == .refused
        let refused = draft
        core.ask({ try $0.visits().save(draft: refused) }) { self.done($0) }
    }

    /// The camera left a picture at `path`. It is gone when it was taken in, and stays where it was not.
    public func take(_ path: String) {
        guard mayTake, let draft = photos.value?.draft.id, let reason, let consent else { return }
        isTaking = true
        problem = nil
        let platform = platform
        let taking: @Sendable (Doorstep) throws -> Void = { core in
            let hidden = try platform.faces(in: path)
            let how = PhotoDraft(kind: .photo, reason: reason.zh, consent: consent, hidden: hidden)
            let photo = try core.photos().take(draft: draft, path: path, how: how)
            if photo.plainFileRemains { try FileManager.default.removeItem(atPath: path) }
        }
        core.ask(taking) { answer in
            self.isTaking = false
            self.done(answer)
        }
    }

    public func delete(_ photo: PhotoId) {
        guard let draft = photos.value?.draft.id else { return }
        core.ask({ try $0.photos().delete(draft: draft, photo: photo) }) { self.done($0) }
    }

    private func done(_ answer: Answer<Void>) {
        problem = answer.problem
        read()
    }
}

extension Doorstep {
    fileprivate func photos(_ household: HouseholdId) throws -> PhotoModel.Shown {
        guard let draft = try begun(household) else { throw DoorstepError.NotFound(what: .visitInProgress) }
        let reasons = try register().household(id: household).photoReasons
        return PhotoModel.Shown(draft: draft, reasons: reasons, taken: try draft.photos.map(taken))
    }

    private func taken(_ photo: DraftPhotoView) throws -> PhotoModel.Taken {
        let when = try wordsOfTime(at: photo.capturedAt)
        let what = line(photo.kind.label(), asIs(photo.reason), photo.consent.label(), when)
        return PhotoModel.Taken(id: photo.id, what: what)
    }
}

extension HouseholdView {
    /// Why photos are asked for here today, each reason once.
    var photoReasons: [Words] {
        duties.filter(\.isDueToday).compactMap(\.photoReason).reduce(into: []) { reasons, reason in
            if !reasons.contains(reason) { reasons.append(reason) }
        }
    }
}
