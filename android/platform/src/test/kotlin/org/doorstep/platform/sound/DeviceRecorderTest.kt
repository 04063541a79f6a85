package org.doorstep.platform.sound

import android.Manifest
import android.app.Application
import android.media.MediaPlayer
import android.media.MediaRecorder
import android.os.Build
import java.io.File
import java.io.IOException
import java.time.Duration
import org.doorstep.ui.voice.Speech
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowMediaPlayer
import org.robolectric.shadows.ShadowSystemClock

/** A voice note, from the finger to the file, and back to the ear. What a microphone hears is a phone's to show. */
@RunWith(RobolectricTestRunner::class)
class DeviceRecorderTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val folder = File(context.noBackupFilesDir, "voice")
    private val recorders = mutableListOf<MediaRecorder>()
    private val players = mutableListOf<MediaPlayer>()
    private val told = mutableListOf<Speech>()
    private var asked = listOf<String>()
    private var answered: () -> Unit = {}
    private var newPlayer: () -> MediaPlayer = ::MediaPlayer

    /** Which recorders do not begin, by their number. */
    private var refusing = setOf<Int>()

    private val recorder = DeviceRecorder(
        context,
        { permissions, then ->
            asked = permissions
            answered = then
        },
        { FakeRecorder(recorders.size in refusing).also(recorders::add) },
        { newPlayer().also(players::add) },
    )

    private class FakeRecorder(private val refuses: Boolean) : MediaRecorder(RuntimeEnvironment.getApplication()) {
        override fun start() = if (refuses) throw RuntimeException("start failed.") else super.start()
    }

    private val MediaRecorder.shadow get() = shadowOf(this)

    /** What the system would write. */
    private fun write(sound: ByteArray = ByteArray(300) { 1 }) {
        File(recorders.last().shadow.outputPath).writeBytes(sound)
    }

    private fun allow() = shadowOf(context).grantPermissions(Manifest.permission.RECORD_AUDIO)

    private fun pass(time: Duration) = ShadowSystemClock.advanceBy(time)

    @Before
    fun begin() = allow()

    @Test
    fun `what is said until the button is let go lies in a private file, out of every backup`() {
        recorder.begin(told::add)
        write()
        pass(Duration.ofSeconds(3))
        assertTrue(told.isEmpty())
        recorder.end()
        val file = File((told.single() as Speech.Heard).path)
        assertEquals(folder, file.parentFile)
        assertEquals(300L, file.length())
        recorder.end()
        assertEquals("told once", 1, told.size)
    }

    @Test
    fun `speech is written small, and in a kind that the core takes`() {
        recorder.begin(told::add)
        recorders.single().shadow.run {
            assertEquals(MediaRecorder.AudioSource.MIC, audioSource)
            assertEquals(MediaRecorder.OutputFormat.OGG, outputFormat)
            assertEquals(MediaRecorder.AudioEncoder.OPUS, audioEncoder)
            assertEquals(1, audioChannels)
            val largest = audioEncodingBitRate.toLong() / 8 * Recording.MOST.seconds
            assertTrue("well below 10 MB", largest < 5_000_000)
        }
        assertEquals(listOf(SoundKind.AAC), SoundKind.of(Build.VERSION_CODES.P))
        assertEquals(listOf(SoundKind.OPUS, SoundKind.AAC), SoundKind.of(Build.VERSION_CODES.Q))
    }

    @Test
    fun `a phone that cannot write the first kind writes the second`() {
        refusing = setOf(0)
        recorder.begin(told::add)
        assertEquals(MediaRecorder.OutputFormat.MPEG_4, recorders.last().shadow.outputFormat)
        write()
        pass(Duration.ofSeconds(2))
        recorder.end()
        assertTrue((told.single() as Speech.Heard).path.endsWith(".m4a"))
        assertEquals(1, folder.list()!!.size)
    }

    @Test
    fun `a microphone that another app has is told, and leaves nothing`() {
        refusing = setOf(0, 1)
        recorder.begin(told::add)
        assertEquals(listOf<Speech>(Speech.NoMicrophone), told)
        assertEquals(0, folder.list()!!.size)
        recorder.end()
        assertEquals(1, told.size)
    }

    @Test
    fun `a button that was only touched leaves nothing`() {
        recorder.begin(told::add)
        write()
        pass(Duration.ofMillis(200))
        recorder.end()
        assertEquals(listOf<Speech>(Speech.Nothing), told)
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `a microphone that heard nothing in all the time does not work`() {
        recorder.begin(told::add)
        write(ByteArray(0))
        pass(Duration.ofSeconds(2))
        recorder.end()
        assertEquals(listOf<Speech>(Speech.NoMicrophone), told)
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `a note that became as long as it may ends by itself, and is kept`() {
        recorder.begin(told::add)
        write()
        pass(Recording.MOST)
        val full = MediaRecorder.MEDIA_RECORDER_INFO_MAX_DURATION_REACHED
        recorders.single().let { it.shadow.infoListener.onInfo(it, full, 0) }
        assertTrue(told.single() is Speech.Heard)
    }

    @Test
    fun `the worker is asked once, and nothing is recorded before they agreed`() {
        shadowOf(context).denyPermissions(Manifest.permission.RECORD_AUDIO)
        recorder.begin(told::add)
        assertEquals(listOf(Manifest.permission.RECORD_AUDIO), asked)
        assertTrue(recorders.isEmpty() && told.isEmpty())
        answered()
        recorder.begin(told::add)
        allow()
        answered()
        assertEquals(listOf(Speech.NoMicrophone, Speech.Nothing), told)
        asked = emptyList()
        recorder.begin(told::add)
        assertTrue(asked.isEmpty() && recorders.size == 1)
    }

    @Test
    fun `what a killed app left in clear is swept away`() {
        recorder.begin(told::add)
        write()
        DeviceRecorder(context, { _, _ -> }).sweep()
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `a sound is played from memory, one at a time, and silent when it is over`() {
        ShadowMediaPlayer.setMediaInfoProvider { ShadowMediaPlayer.MediaInfo(1_000, 0) }
        assertTrue(recorder.play(ByteArray(10)))
        assertTrue(players[0].isPlaying)
        assertTrue(recorder.play(ByteArray(10)))
        assertEquals(ShadowMediaPlayer.State.END, shadowOf(players[0]).state)
        recorder.silence()
        assertEquals(ShadowMediaPlayer.State.END, shadowOf(players[1]).state)
        assertFalse(folder.exists())
    }

    @Test
    fun `what cannot be played is told`() {
        ShadowMediaPlayer.setMediaInfoProvider { ShadowMediaPlayer.MediaInfo(1_000, 0) }
        newPlayer = {
            object : MediaPlayer() {
                override fun prepare() = throw IOException("no sound")
            }
        }
        assertFalse(recorder.play(ByteArray(10)))
        assertEquals(ShadowMediaPlayer.State.END, shadowOf(players.single()).state)
    }

    @Test
    fun `a player reads what it asks for, and what it read is wiped`() {
        val sound = ByteArray(10) { it.toByte() }
        val source = InMemory(sound)
        val buffer = ByteArray(8)
        assertEquals(4, source.readAt(6, buffer, 2, 6))
        assertArrayEquals(byteArrayOf(0, 0, 6, 7, 8, 9, 0, 0), buffer)
        assertEquals(-1, source.readAt(10, buffer, 0, 8))
        assertEquals(0, source.readAt(3, buffer, 0, 0))
        source.close()
        assertArrayEquals(ByteArray(10), sound)
    }
}
