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

    /// What stood in the way.
    public private(set) var problem: Words?

    private let core: CoreThread
    private let recorder: any Recorder
    private let visit: VisitTo

    /// Recordings that the core did not take, such as for want of room. They lie in clear until it does, or to the next
    /// start of the app.
    private var untaken: [String] = []

    /// How many recordings are on their way to the core.
    private var underWay = 0

    init(_ core: CoreThread, _ recorder: any Recorder, _ visit: VisitTo) {
        self.core = core
        self.recorder = recorder
        self.visit = visit
    }

    public func read() {
        let visit = visit
        core.ask({ try $0.voiceNotes(visit) }) { self.notes = $0.value ?? self.notes }
    }

    public func speak() {
        guard !isSpeaking else { return }
        isSpeaking = true
        problem = nil
        let core = core
        recorder.begin { mayRecord in
            if !mayRecord { core.show { self.refused() } }
        }
    }

    /// What was said is kept, also by a finger that slipped: it can be taken back.
    public func spoken() {
        guard isSpeaking else { return }
        isSpeaking = false
        underWay += 1
        let core = core
        recorder.end { path in
            core.show {
                self.underWay -= 1
                if let path { self.keep(path) }
            }
        }
    }

    /// Whether something that is said would come too late for a visit that ends now.
    public var isBusy: Bool { isSpeaking || underWay > 0 }

    /// Whether something that was said is still to be kept.
    public var isUnkept: Bool { !untaken.isEmpty }

    public func keepAgain() {
        let waiting = untaken
        untaken = []
        for path in waiting { keep(path) }
    }

    /// Tapped again, it is silent.
    public func play(_ note: PhotoId) {
        guard heard != note else { return recorder.silence() }
        problem = nil
        let (visit, recorder, core) = (visit, recorder, core)
        core.ask({ try $0.voice(note, visit) }) { answer in
            self.problem = answer.problem
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
        spoken()
        silence()
    }

    private func keep(_ path: String) {
        let visit = visit
        underWay += 1
        core.ask({ try $0.takeVoice(path, visit) }) { answer in
            self.underWay -= 1
            if answer.problem != nil { self.untaken.append(path) }
            self.done(answer)
        }
    }

    private func silence() {
        if heard != nil { recorder.silence() }
    }

    private func refused() {
        isSpeaking = false
        problem = ScreenWord.noMicrophone.words
    }

    private func done(_ answer: Answer<Void>) {
        problem = answer.problem
        read()
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
