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
                voice.spoken()
            }
            if let problem = voice.problem { Problem(problem) }
            if voice.isUnkept { OtherButton(ScreenWord.again.words) { voice.keepAgain() } }
            Each(voice.notes) { note in
                Line(note.words)
                OtherButton(ScreenWord.playVoice.words) { voice.play(note.id) }
                OtherButton(ScreenWord.deleteVoice.words) { voice.delete(note.id) }
            }
        }
    }
}
