package org.doorstep.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.performTouchInput
import org.doorstep.EvidenceKind
import org.doorstep.ScreenWord
import org.doorstep.ui.voice.Speaking
import org.doorstep.ui.volunteer.DoorModel
import org.doorstep.ui.volunteer.Standing
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a volunteer says instead of typing it, over the real core. */
@OptIn(ExperimentalTestApi::class)
class VoiceTest {
    private val core = volunteersPhone()
    private val recorder = TestRecorder()
    private val window = Window(412, 6000)
    private val home = core.quietStop()

    private fun atDoor(recorder: TestRecorder = this.recorder) =
        core.app(platform = TestPlatform(recorder = recorder)).apply {
            stop(home.household)
            door.begin()
        }

    private val AppModel.door get() = page as DoorModel

    private fun notes() = core.visits().drafts().single().photos.filter { it.kind == EvidenceKind.VOICE }

    private fun DesktopComposeUiTest.speakButton(): SemanticsNodeInteraction =
        onNodeWithText((if (recorder.isHearing) ScreenWord.SPEAK_ENDS else ScreenWord.SPEAK).words.zh)

    private fun DesktopComposeUiTest.press() {
        speakButton().performTouchInput { down(center) }
        waitForIdle()
    }

    private fun DesktopComposeUiTest.letGo() {
        speakButton().performTouchInput { up() }
        waitForIdle()
    }

    @Test
    fun `what is said while a finger holds the button is kept with the visit, and can be heard`() {
        shown(atDoor(), Look(), window) {
            press()
            assertTrue(recorder.isHearing && shows(ScreenWord.SPEAK_ENDS.words.zh))
            onNodeWithText(ScreenWord.ALL_WELL.words.zh).assertIsNotEnabled()
            letGo()
            assertFalse(recorder.isHearing)
            val kept = ScreenWord.VOICE_KEPT.of(core.wordsOfTime(notes().single().capturedAt))
            assertTrue(shows(kept.zh))
            assertFalse(recorder.files.single().exists(), "nothing lies in clear")
        }
        // All that the screens held is gone; what is left is the core's.
        shown(core.app(platform = TestPlatform(recorder = recorder)), Look(), window) {
            val finger = Finger(this)
            finger.tap(home.greeting)
            finger.tap(ScreenWord.PLAY_VOICE.words.zh)
            assertArrayEquals(shortSound, recorder.played.single())
            val note = notes().single().id
            finger.tap(ScreenWord.ALL_WELL.words.zh)
            assertEquals(listOf(note), core.photos().outbox(null, 200u).map { it.photo })
        }
    }

    @Test
    fun `a finger that wanders goes on recording`() = shown(atDoor(), Look(), Window(412, 800)) {
        speakButton().performScrollTo()
        press()
        repeat(5) { speakButton().performTouchInput { moveBy(Offset(10f, -60f)) } }
        waitForIdle()
        assertTrue(recorder.isHearing)
        letGo()
        assertEquals(1, notes().size)
    }

    @Test
    fun `whom a voice leads over the screen taps to begin and again to end`() = shown(atDoor(), Look(), window) {
        repeat(2) {
            speakButton().performSemanticsAction(SemanticsActions.OnClick)
            waitForIdle()
        }
        assertEquals(1, notes().size)
    }

    @Test
    fun `who leaves while speaking loses nothing of it`() {
        val app = atDoor()
        shown(app, Look(), window) {
            press()
            app.back()
            waitForIdle()
        }
        assertFalse(recorder.isHearing)
        assertEquals(1, notes().size)
    }

    @Test
    fun `a note is deleted only when asked twice`() = shown(atDoor(), Look(), window) {
        val finger = Finger(this)
        finger.tap(ScreenWord.SPEAK.words.zh)
        finger.tap(ScreenWord.DELETE_VOICE.words.zh)
        finger.tap(ScreenWord.NO_DISCARD.words.zh)
        assertEquals(1, notes().size)
        finger.tap(ScreenWord.DELETE_VOICE.words.zh)
        finger.tap(ScreenWord.YES_DELETE_PHOTO.words.zh)
        assertEquals(0, notes().size)
        assertFalse(shows(ScreenWord.PLAY_VOICE.words.zh))
    }

    @Test
    fun `a phone that cannot record says so, and the visit is finished without`() =
        shown(atDoor(TestRecorder(sound = null)), Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.SPEAK.words.zh)
            assertTrue(shows(ScreenWord.NO_MICROPHONE.words.zh))
            finger.tap(ScreenWord.ALL_WELL.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(home.greeting)).zh))
        }

    @Test
    fun `a note that cannot be kept is there to be tried again, and goes only when it is given up`() {
        val broken = TestRecorder(ByteArray(0))
        val app = atDoor(broken)
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.SPEAK.words.zh)
            val file = broken.files.single()
            assertTrue(notes().isEmpty() && file.exists())
            finger.tap(ScreenWord.AGAIN.words.zh)
            assertTrue(file.exists())
            file.writeBytes(shortSound)
            finger.tap(ScreenWord.AGAIN.words.zh)
            assertEquals(1, notes().size)
            assertFalse(file.exists())
            repeat(2) { finger.tap(ScreenWord.SPEAK.words.zh) }
            assertEquals(listOf(false, false, true), broken.files.map { it.exists() }, "the one before goes")
            app.back()
            assertTrue(broken.files.last().exists() && app.page is DoorModel, "nobody leaves it behind")
            app.door.voice.giveUp()
            assertFalse(broken.files.last().exists())
            app.back()
            assertFalse(app.page is DoorModel)
        }
    }

    @Test
    fun `a note that is not kept stands in the way of all that ends the visit`() {
        val broken = TestRecorder(ByteArray(0))
        val door = atDoor(broken).door
        door.voice.begin()
        door.voice.end()
        listOf(door::allWell, door::finish, door::nobodyOpens).forEach { it() }
        assertTrue(door.voice.speaking is Speaking.Unkept)
        assertNotNull(door.problem)
        assertTrue(door.standing.value is Standing.Asking)
        assertEquals(1, core.visits().drafts().count { it.household == home.household })
        broken.files.single().writeBytes(shortSound)
        door.allWell()
        assertEquals(0, core.visits().drafts().count { it.household == home.household })
        assertEquals(1, core.photos().outbox(null, 200u).size)
    }

    @Test
    fun `nothing is heard or played behind the lock`() {
        val app = atDoor()
        app.door.voice.begin()
        app.locked()
        assertFalse(recorder.isHearing)
        assertEquals(1, notes().size, "what was said is kept")
        app.door.voice.play(notes().single().id)
        app.locked()
        assertFalse(recorder.isPlaying)
    }
}
