package org.doorstep.platform.sound

import android.media.MediaRecorder
import android.os.Build
import android.os.SystemClock
import java.io.File
import java.io.IOException
import java.time.Duration
import org.doorstep.ui.voice.Speech

/** How a sound is written: small, and as the core takes it. */
internal enum class SoundKind(val ending: String, val container: Int, val codec: Int) {
    /** The smaller one at the same clearness; Android 10 brought it. */
    OPUS("ogg", MediaRecorder.OutputFormat.OGG, MediaRecorder.AudioEncoder.OPUS),
    AAC("m4a", MediaRecorder.OutputFormat.MPEG_4, MediaRecorder.AudioEncoder.AAC),
    ;

    companion object {
        /** What such a version of Android may be able to write, the best first. */
        fun of(version: Int) = entries.filter { it != OPUS || version >= Build.VERSION_CODES.Q }
    }
}

/** A note under way. */
internal class Recording private constructor(
    private val recorder: MediaRecorder,
    private val file: File,
    private val told: (Speech) -> Unit,
) {
    private val since = SystemClock.elapsedRealtime()
    private var isOver = false

    /** Tells what came of it, once. */
    fun end() {
        if (isOver) return
        isOver = true
        val isWhole = try {
            recorder.stop()
            file.length() > 0
        } catch (_: RuntimeException) {
            // So it says that nothing reached it, and what it wrote is no sound.
            false
        }
        recorder.release()
        val isShort = SystemClock.elapsedRealtime() - since < LEAST.toMillis()
        if (isShort || !isWhole) file.delete()
        told(
            when {
                isShort -> Speech.Nothing
                isWhole -> Speech.Heard(file.path)
                else -> Speech.NoMicrophone
            },
        )
    }

    companion object {
        /** Shorter, the button was only touched. */
        val LEAST: Duration = Duration.ofMillis(700)

        /** Longer, a finger that holds it was forgotten; well below what the core takes. */
        val MOST: Duration = Duration.ofMinutes(5)

        /** What is enough for speech. */
        private const val SAMPLES_PER_SECOND = 16_000
        private const val BITS_PER_SECOND = 32_000

        /**
         * None where the phone cannot record so, or another app has the microphone. `full` is called when the note has
         * become as long as it may.
         */
        fun begin(
            recorder: MediaRecorder,
            kind: SoundKind,
            file: File,
            told: (Speech) -> Unit,
            full: () -> Unit,
        ): Recording? = try {
            recorder.write(kind, file)
            recorder.setOnInfoListener { _, what, _ ->
                if (what == MediaRecorder.MEDIA_RECORDER_INFO_MAX_DURATION_REACHED) full()
            }
            recorder.setOnErrorListener { _, _, _ -> full() }
            recorder.prepare()
            recorder.start()
            Recording(recorder, file, told)
        } catch (_: IOException) {
            recorder.giveUp(file)
        } catch (_: RuntimeException) {
            // The system's own classes say no more than that it failed.
            recorder.giveUp(file)
        }

        private fun MediaRecorder.write(kind: SoundKind, file: File) {
            setAudioSource(MediaRecorder.AudioSource.MIC)
            setOutputFormat(kind.container)
            setAudioEncoder(kind.codec)
            setAudioChannels(1)
            setAudioSamplingRate(SAMPLES_PER_SECOND)
            setAudioEncodingBitRate(BITS_PER_SECOND)
            setMaxDuration(MOST.toMillis().toInt())
            setOutputFile(file.path)
        }

        private fun MediaRecorder.giveUp(file: File): Nothing? {
            release()
            file.delete()
            return null
        }
    }
}
