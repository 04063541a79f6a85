package org.doorstep.ui.voice

/** The phone's microphone and its loudspeaker. All on the screen's thread. */
interface Recorder {
    /**
     * Begins to record, and tells once what came of it: when `end` is called, or when it has become as long as a note
     * may be. What was said lies in clear until it is sealed: whatever a killed app left of it is removed when it
     * begins again.
     */
    fun begin(told: (Speech) -> Unit) = told(Speech.NoMicrophone)

    /** Ends what is under way, if anything is. */
    fun end() {}

    /** Plays a sound from memory, from its beginning; whether it can be played. */
    fun play(sound: ByteArray): Boolean = false

    /** Ends what is being played, if anything is. */
    fun silence() {}
}

/** What came of the microphone. */
sealed interface Speech {
    /** What was said lies in this file. */
    data class Heard(val path: String) : Speech

    /** The button was let go at once, or the worker was asked for leave first. */
    data object Nothing : Speech

    data object NoMicrophone : Speech
}

/** A phone that neither hears nor speaks. */
internal object Deaf : Recorder
