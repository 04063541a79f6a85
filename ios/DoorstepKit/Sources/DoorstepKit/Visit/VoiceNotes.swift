import Foundation
import Observation

/// The voice notes of one visit in progress: spoken while a finger rests on the control, sealed as soon as it is lifted,
/// heard once more from memory, and taken back.
@MainActor
@Observable
public final class VoiceNotes {
    /// A voice note of this visit; its sealed file is on the disk.
    public struct Note: Equatable, Sendable {
        public let id: PhotoId
        public let words: Words
    }

    public private(set) var notes: [Note] = []

    /// Whether somebody speaks at present.
    public private(set) var isSpeaking = false

    /// What is heard at present.
    public private(set) var heard: PhotoId?

    /// What stands in the way.
    public var problem: Words? { isUnkept ? spoken.problem : hindrance }

    /// What stood in the way of anything but keeping.
    private var hindrance: Words?

    private let core: CoreThread
    private let recorder: any Recorder
    private let visit: VisitTo

    private let spoken: Spoken

    init(_ core: CoreThread, _ recorder: any Recorder, _ visit: VisitTo, _ spoken: Spoken) {
        self.core = core
        self.recorder = recorder
        self.visit = visit
        self.spoken = spoken
    }

    /// What an earlier screen could not keep is tried again.
    public func read() {
        look()
        keepAgain()
    }

    private func look() {
        let visit = visit
        core.ask({ try $0.voiceNotes(visit) }) { self.notes = $0.value ?? self.notes }
    }

    public func speak() {
        guard !isSpeaking else { return }
        isSpeaking = true
        hindrance = nil
        let core = core
        recorder.begin { mayRecord in
            if !mayRecord { core.show { self.refused() } }
        }
    }

    /// What was said is kept, also by a finger that slipped: it can be taken back.
    public func ended() {
        guard isSpeaking else { return }
        isSpeaking = false
        spoken.underWay += 1
        let core = core
        recorder.end { path in
            core.show {
                self.spoken.underWay -= 1
                if let path { self.keep(path) }
            }
        }
    }

    /// Whether something that is said would come too late for a visit that ends now.
    public var isBusy: Bool { isSpeaking || spoken.underWay > 0 }

    /// Whether something that was said is still to be kept, or thrown away.
    public var isUnkept: Bool { !spoken.files.isEmpty }

    public func keepAgain() {
        let waiting = spoken.files
        spoken.files = []
        for path in waiting { keep(path) }
    }

    /// What could not be kept is not wanted any more.
    public func throwAway() { spoken.throwAway() }

    /// Tapped again, it is silent.
    public func play(_ note: PhotoId) {
        guard heard != note else { return recorder.silence() }
        hindrance = nil
        let (visit, recorder, core) = (visit, recorder, core)
        core.ask({ try $0.voice(note, visit) }) { answer in
            self.hindrance = answer.problem
            guard let sound = answer.value else { return }
            // Silences the one before, which tells so, first.
            recorder.play(sound) { core.show { if self.heard == note { self.heard = nil } } }
            self.heard = note
        }
    }

    public func delete(_ note: PhotoId) {
        silence()
        let visit = visit
        core.ask({ try $0.photos().delete(draft: $0.inProgress(visit).id, photo: note) }) { self.done($0) }
    }

    /// Nobody hears what a visit said once its screen is gone; what is being said is kept.
    public func leave() {
        ended()
        silence()
    }

    private func keep(_ path: String) {
        let (visit, spoken) = (visit, spoken)
        spoken.underWay += 1
        core.ask({ try $0.takeVoice(path, visit) }) { answer in
            spoken.underWay -= 1
            spoken.problem = answer.problem ?? spoken.problem
            if answer.problem != nil { spoken.files.append(path) }
            self.look()
        }
    }

    private func silence() {
        if heard != nil { recorder.silence() }
    }

    private func refused() {
        isSpeaking = false
        hindrance = ScreenWord.noMicrophone.words
    }

    private func done(_ answer: Answer<Void>) {
        hindrance = answer.problem
        look()
    }
}

extension Doorstep {
    fileprivate func voiceNotes(_ visit: VisitTo) throws -> [VoiceNotes.Note] {
        try begun(visit)?.photos.filter { $0.kind == .voice }.map { note in
            VoiceNotes.Note(id: note.id, words: try ScreenWord.voiceKept.of(wordsOfTime(at: note.capturedAt)))
        } ?? []
    }

    /// The visitor alone is heard, so that nobody else must agree. A plain file that cannot be removed now is swept at the
    /// next start.
    fileprivate func takeVoice(_ path: String, _ visit: VisitTo) throws {
        let draft = try inProgress(visit).id
        let taken = try photos().takeVoice(draft: draft, path: path, consent: .notNeeded)
        if taken.plainFileRemains { try? FileManager.default.removeItem(atPath: path) }
    }

    fileprivate func voice(_ note: PhotoId, _ visit: VisitTo) throws -> Data {
        try photos().voice(draft: inProgress(visit).id, voice: note)
    }
}
