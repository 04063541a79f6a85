package org.doorstep.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.click
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.swipe
import org.doorstep.ConsentState
import org.doorstep.EvidenceKind
import org.doorstep.ScreenWord
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.Image
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A signature that a finger writes. */
@OptIn(ExperimentalTestApi::class)
class SignatureTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val stop = core.stopWithPhoto()
    private val word = EvidenceKind.SIGNATURE.label().zh

    private fun draft() = core.visits().drafts().single { it.household == stop.household }

    /** Once it was said what it is, and that they agree. */
    private fun asked(work: DesktopComposeUiTest.(Finger) -> Unit) {
        val app = core.app(platform = platform).apply { visit(stop.household) }.apply { photo(stop.household) }
        shown(app, Look(isDark = true), Window(412, 1600)) {
            val finger = Finger(this)
            finger.tap(EvidenceKind.PHOTO.label().zh)
            finger.tap(word)
            finger.tap(ConsentState.GRANTED.label().zh)
            work(finger)
        }
    }

    /** The choice above it has the same word. */
    private fun DesktopComposeUiTest.tapFoot() {
        onAllNodes(hasText(word) and hasClickAction()).onLast().performClick()
        waitForIdle()
    }

    private fun DesktopComposeUiTest.sheet() = onNode(hasContentDescription(word))

    private fun DesktopComposeUiTest.write() {
        sheet().performTouchInput {
            swipe(Offset(width * 0.2f, height * 0.5f), Offset(width * 0.8f, height * 0.5f))
            click(Offset(width * 0.5f, height * 0.8f))
        }
        waitForIdle()
    }

    private fun DesktopComposeUiTest.button(word: String) = onNode(hasText(word) and hasClickAction())

    private fun inkAt(picture: ByteArray, across: Double, down: Double) =
        Bitmap.makeFromImage(Image.makeFromEncoded(picture)).run {
            getColor((width * across).toInt(), (height * down).toInt()) and 0xff < 128
        }

    @Test
    fun `what a finger wrote is seen and then kept with the visit, black on white where it was written`() =
        asked { finger ->
            tapFoot()
            write()
            tapFoot()
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
            assertTrue(shows(ScreenWord.PHOTO_SEALED.words.zh))
            val kept = draft().photos.single()
            assertEquals(EvidenceKind.SIGNATURE, kept.kind)
            val picture = core.photos().preview(draft().id, kept.id)
            assertTrue(inkAt(picture, 0.5, 0.5) && inkAt(picture, 0.25, 0.5) && inkAt(picture, 0.5, 0.8))
            assertFalse(inkAt(picture, 0.1, 0.5) || inkAt(picture, 0.5, 0.3))
            assertFalse(platform.pictures.single().exists(), "in clear")
        }

    @Test
    fun `nothing written is no signature, and what was written goes with one tap`() = asked { finger ->
        tapFoot()
        button(word).assertIsNotEnabled()
        write()
        finger.tap(ScreenWord.CLEAR.words.zh)
        button(word).assertIsNotEnabled()
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(shows(ScreenWord.WHO_AGREED.words.zh))
        assertTrue(platform.pictures.isEmpty())
    }

    @Test
    fun `one that turned out badly is written again, and the first is gone`() = asked { finger ->
        tapFoot()
        write()
        tapFoot()
        finger.tap(ScreenWord.RETAKE.words.zh)
        sheet().assertExists()
        assertFalse(platform.pictures.single().exists())
    }

    @Test
    fun `one on paper is photographed as before`() = asked { finger ->
        finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
        finger.tap(ScreenWord.USE_PHOTO.words.zh)
        assertEquals(EvidenceKind.SIGNATURE, draft().photos.single().kind)
    }
}
