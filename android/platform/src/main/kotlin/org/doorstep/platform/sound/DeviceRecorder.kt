package org.doorstep.platform.sound

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.media.MediaPlayer
import android.media.MediaRecorder
import android.os.Build
import java.io.File
import java.io.IOException
import java.util.UUID
import org.doorstep.ui.voice.Recorder
import org.doorstep.ui.voice.Speech

/**
 * Hears what a worker says at a door, as long as they hold a button, and plays it to them. `allow` asks the worker for
 * the microphone, where that was not settled before. All but `sweep` on the main thread.
 */
class DeviceRecorder(
    private val context: Context,
    private val allow: (permissions: List<String>, told: () -> Unit) -> Unit,
    private val newRecorder: () -> MediaRecorder = { recorderOf(context) },
    private val newPlayer: () -> MediaPlayer = ::MediaPlayer,
) : Recorder {
    private val folder = File(context.noBackupFilesDir, "voice")
    private var recording: Recording? = null
    private var player: MediaPlayer? = null

    /** What a killed app left in clear is worth nothing: it was in no visit yet. */
    fun sweep() {
        folder.listFiles().orEmpty().forEach(File::delete)
    }

    override fun begin(told: (Speech) -> Unit) {
        end()
        silence()
        if (isAllowed()) return record(told)
        // Whoever is asked lets the button go meanwhile.
        allow(listOf(PERMISSION)) { told(if (isAllowed()) Speech.Nothing else Speech.NoMicrophone) }
    }

    override fun end() {
        recording?.end()
        recording = null
    }

    override fun play(sound: ByteArray): Boolean {
        silence()
        val player = newPlayer()
        return try {
            player.setDataSource(InMemory(sound))
            player.prepare()
            player.setOnCompletionListener { silence() }
            player.start()
            this.player = player
            true
        } catch (_: IOException) {
            player.release()
            false
        } catch (_: IllegalStateException) {
            player.release()
            false
        }
    }

    override fun silence() {
        player?.release()
        player = null
    }

    private fun isAllowed() = context.checkSelfPermission(PERMISSION) == PackageManager.PERMISSION_GRANTED

    /** In the first kind that the phone can write. */
    private fun record(told: (Speech) -> Unit) {
        recording = SoundKind.of(Build.VERSION.SDK_INT).firstNotNullOfOrNull { kind ->
            val file = File(folder, "${UUID.randomUUID()}.${kind.ending}")
            folder.mkdirs()
            Recording.begin(newRecorder(), kind, file, told, ::end)
        }
        if (recording == null) told(Speech.NoMicrophone)
    }

    private companion object {
        const val PERMISSION = Manifest.permission.RECORD_AUDIO
    }
}

@Suppress("DEPRECATION") // before Android 12 there was only this
private fun recorderOf(context: Context) =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) MediaRecorder(context) else MediaRecorder()
