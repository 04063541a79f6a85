import DoorstepKit
import SwiftUI

/// What a visitor says rather than types.
struct VoiceBlock: View {
    let voice: VoiceNotes

    var body: some View {
        Block(ScreenWord.voiceNote.words) {
            HoldButton((voice.isSpeaking ? ScreenWord.speakEnds : .speak).words, isHeld: voice.isSpeaking) {
                voice.speak()
            } end: {
                voice.ended()
            }
            if let problem = voice.problem, !voice.isUnkept { Problem(problem) }
            Each(voice.notes) { note in
                Line(note.words)
                OtherButton(ScreenWord.playVoice.words) { voice.play(note.id) }
                OtherButton(ScreenWord.deleteVoice.words) { voice.delete(note.id) }
            }
        }
    }
}

/// What was said and could not be kept holds up the end of the visit, so it stands there.
struct UnkeptVoice: View {
    let voice: VoiceNotes

    var body: some View {
        if voice.isUnkept {
            if let problem = voice.problem { Problem(problem) }
            OtherButton(ScreenWord.again.words) { voice.keepAgain() }
            OtherButton(ScreenWord.deleteVoice.words) { voice.throwAway() }
        }
    }
}
