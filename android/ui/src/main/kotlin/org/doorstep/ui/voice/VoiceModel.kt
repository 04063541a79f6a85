package org.doorstep.ui.voice

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.ConsentState
import org.doorstep.Doorstep
import org.doorstep.EvidenceKind
import org.doorstep.PhotoId
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Platform
import org.doorstep.ui.of
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.inProgress
import org.doorstep.ui.value
import org.doorstep.ui.words

/** How far a voice note has come. */
sealed interface Speaking {
    data object Not : Speaking

    data object UnderWay : Speaking

    data object Keeping : Speaking

    /** The core could not take it: it lies in clear until it is tried or said again, or given up. */
    data class Unkept(val path: String, val problem: Words) : Speaking
}

/** A voice note of this visit; its sealed file is on the disk. */
data class Voice(val id: PhotoId, val words: Words)

/** What somebody who cannot type says of a visit in progress: kept as sound. */
class VoiceModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val visit: VisitTo,
) {
    private val recorder = platform.recorder

    var kept: List<Voice> by mutableStateOf(emptyList())
        private set

    var speaking: Speaking by mutableStateOf(Speaking.Not)
        private set

    /** What is to be done once nothing is unkept. */
    private var next: (() -> Unit)? = null

    /** Whether nothing is being said or kept at present. */
    val isQuiet get() = speaking != Speaking.UnderWay && speaking != Speaking.Keeping

    /** What stood in the way. */
    var problem: Words? by mutableStateOf(null)
        private set

    /** Nobody is here any more to hear it. */
    private var isLeft = false

    fun read() = core.ask({ it.voices() }) { answer -> answer.value?.let { kept = it } }

    /** What could not be kept before goes once it is said again. */
    fun begin() {
        if (!isQuiet || isLeft) return
        val before = speaking
        problem = null
        next = null
        speaking = Speaking.UnderWay
        recorder.begin { speech -> core.show { came(speech, before) } }
    }

    fun end() = recorder.end()

    /** Tries once more to keep what could not be kept. */
    fun keepAgain() {
        (speaking as? Speaking.Unkept)?.let { keep(it.path) }
    }

    /** What could not be kept goes. */
    fun giveUp() {
        drop((speaking as? Speaking.Unkept)?.path ?: return)
        stand(Speaking.Not)
    }

    /** Goes on to `next` once all that was said is kept. What cannot be stays, until it is given up by hand. */
    fun settle(next: () -> Unit) {
        this.next = next
        end()
        keepAgain()
        stand(speaking)
    }

    fun play(voice: PhotoId) {
        problem = null
        core.ask({ it.photos().voice(it.inProgress(visit).id, voice) }) { answer ->
            problem = when (answer) {
                is Answer.Here -> ScreenWord.UNEXPECTED.words.takeUnless { isLeft || recorder.play(answer.value) }
                else -> (answer as? Answer.Failed)?.words
            }
        }
    }

    fun delete(voice: PhotoId) {
        recorder.silence()
        problem = null
        core.ask({ it.photos().delete(it.inProgress(visit).id, voice) }) { answer ->
            problem = (answer as? Answer.Failed)?.words
            read()
        }
    }

    /** Nothing is heard or played behind the lock; what was said is kept. */
    fun locked() {
        end()
        recorder.silence()
    }

    /** The visit is over, or nobody is at the door any more: all that was said is kept or was given up. */
    fun leave() {
        isLeft = true
        recorder.silence()
    }

    private fun came(speech: Speech, before: Speaking) {
        if (speech == Speech.NoMicrophone) problem = ScreenWord.NO_MICROPHONE.words
        if (speech !is Speech.Heard) return stand(before)
        (before as? Speaking.Unkept)?.let { drop(it.path) }
        keep(speech.path)
    }

    private fun stand(now: Speaking) {
        speaking = now
        if (!isQuiet) return
        val next = next
        this.next = null
        if (now == Speaking.Not) next?.invoke()
    }

    private fun keep(path: String) {
        speaking = Speaking.Keeping
        core.ask({ it.keep(path) }) { answer ->
            if (answer !is Answer.Failed) read()
            stand(if (answer is Answer.Failed) Speaking.Unkept(path, answer.words) else Speaking.Not)
        }
    }

    /** Of the visitor's own voice, so that nobody else has to agree. */
    private fun Doorstep.keep(path: String) {
        val taken = photos().takeVoice(inProgress(visit).id, path, ConsentState.NOT_NEEDED)
        if (taken.plainFileRemains) platform.remove(path)
    }

    private fun drop(path: String) = core.ask({ platform.remove(path) }) { }

    private fun Doorstep.voices() = inProgress(visit).photos.filter { it.kind == EvidenceKind.VOICE }.map {
        Voice(it.id, ScreenWord.VOICE_KEPT.of(wordsOfTime(it.capturedAt)))
    }
}
