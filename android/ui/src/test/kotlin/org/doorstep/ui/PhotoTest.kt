package org.doorstep.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.swipe
import java.io.File
import kotlin.math.abs
import org.doorstep.ConsentState
import org.doorstep.EvidenceKind
import org.doorstep.FaceHiding
import org.doorstep.HouseholdId
import org.doorstep.PhotoRegion
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.photo.Shooting
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.Image
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Photos of a visit, from what is asked first to the sealed file. */
@OptIn(ExperimentalTestApi::class)
class PhotoTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)
    private val stop = core.stopWithPhoto()
    private val reason = core.register().household(stop.household).duties.firstNotNullOf { it.photoReason }

    private fun draft() = core.visits().drafts().single { it.household == stop.household }

    private fun atPhoto(platform: Platform = this.platform) =
        core.app(platform = platform).apply { visit(stop.household) }.apply { photo(stop.household) }

    private fun DesktopComposeUiTest.drawBox(from: Offset, to: Offset) {
        onNode(hasContentDescription(ScreenWord.PHOTO.words.zh)).performTouchInput {
            fun at(part: Offset) = Offset(part.x * width, part.y * height)
            swipe(at(from), at(to))
        }
        waitForIdle()
    }

    @Test
    fun `a photo is taken for the rule's reason, blurred where a finger drew, and kept with the visit`() {
        shown(core.app(platform = platform).apply { visit(stop.household) }, Look(), window) {
            val finger = Finger(this)
            assertTrue(shows(reason.zh))
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ConsentState.GUARDIAN_GRANTED.label().zh)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            drawBox(Offset(0.9f, 0.9f), Offset(0.6f, 0.5f))
            finger.tap(ScreenWord.ADD_STAMP.words.zh)
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
            assertTrue(shows(ScreenWord.PHOTO_SEALED.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(ScreenWord.PHOTOS_TAKEN.of(figure(1)).zh))
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            val photo = draft().photos.single()
            assertEquals(reason.zh to ConsentState.GUARDIAN_GRANTED, photo.reason to photo.consent)
            onNode(hasContentDescription(ScreenWord.COMPANION.words.zh)).performTextInput("张师傅")
            finger.tap(ScreenWord.FINISH.words.zh)
            val shared = File.createTempFile("shared", ".jpg").apply { delete() }
            core.photos().share(photo.id, shared.path)
            assertBlurred(Image.makeFromEncoded(shared.readBytes()).also { shared.delete() })
        }
        assertTrue(platform.pictures.none { it.exists() }, "the camera's file is gone")
        assertTrue(checkNotNull(platform.kept).stampsPhotos)
    }

    /** Where the box was drawn and nowhere else neighbouring pixels are alike. */
    private fun assertBlurred(image: Image) {
        assertTrue(image.width > image.height, "upright")
        val pixels = Bitmap.makeFromImage(image)
        fun roughness(left: Float, top: Float): Int {
            val (x, y) = (left * image.width).toInt() to (top * image.height).toInt()
            return (0 until 60).sumOf { step ->
                abs((pixels.getColor(x + step, y) and 0xFF) - (pixels.getColor(x + step + 1, y) and 0xFF))
            }
        }
        val within = (0..8).sumOf { roughness(0.7f, 0.6f + it * 0.03f) }
        val mirrored = (0..8).sumOf { roughness(0.2f, 0.6f + it * 0.03f) }
        assertTrue(within * 4 < mirrored, "$within within the box, $mirrored beside it")
    }

    @Test
    fun `who is in the picture is asked before the camera opens, for each photo anew`() =
        shown(atPhoto(), Look(), window) {
            val finger = Finger(this)
            onNodeWithText(ScreenWord.TAKE_PHOTO.words.zh).assertIsNotEnabled()
            finger.tap(ConsentState.NOT_NEEDED.label().zh)
            onNodeWithText(ScreenWord.TAKE_PHOTO.words.zh).assertIsEnabled()
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
            onNodeWithText(ScreenWord.TAKE_PHOTO.words.zh).assertIsNotEnabled()
        }

    @Test
    fun `a child's face is hidden before the photo may be kept`() {
        val childsHome = core.stops().map { it.household }.filter { it != stop.household }.first { mustHide(it) }
        shown(core.app(platform = platform).apply { photo(childsHome) }, Look(), window) {
            val finger = Finger(this)
            onNode(hasContentDescription(ScreenWord.WHY_PHOTO.words.zh)).performTextInput("和孩子谈学习")
            finger.tap(ConsentState.GUARDIAN_GRANTED.label().zh)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            assertTrue(shows(FaceHiding.REQUIRED.label().zh))
            onNodeWithText(ScreenWord.USE_PHOTO.words.zh).assertIsNotEnabled()
            drawBox(Offset(0.4f, 0.4f), Offset(0.6f, 0.6f))
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
            assertTrue(shows(ScreenWord.PHOTO_SEALED.words.zh))
        }
    }

    /** Whether somebody whose face goes lives there; a visit is begun then. */
    private fun mustHide(household: HouseholdId): Boolean = core.visits().run {
        val draft = drafts().find { it.household == household } ?: start(household)
        val choices = choices(draft.id)
        val answers = choices.photos.first { it.kind == EvidenceKind.PHOTO }.consents
        val isAsked = answers.any { it.consent == ConsentState.GUARDIAN_GRANTED && it.faces == FaceHiding.REQUIRED }
        (isAsked && choices.photoReasons.isEmpty()).also { if (!it) discard(draft.id) }
    }

    @Test
    fun `a photo that is refused is noted and holds up no visit`() = shown(atPhoto(), Look(), window) {
        val finger = Finger(this)
        finger.tap(ConsentState.REFUSED.label().zh)
        assertTrue(shows(ScreenWord.PHOTO_REFUSED_EXPLAINED.words.zh))
        onNodeWithText(ScreenWord.TAKE_PHOTO.words.zh).assertIsNotEnabled()
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(draft().photoRefused)
        onNode(hasContentDescription(ScreenWord.COMPANION.words.zh)).performTextInput("张师傅")
        finger.tap(VisitOutcome.NO_CHANGE.label().zh)
        finger.tap(ScreenWord.FINISH.words.zh)
        assertTrue(shows(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh))
    }

    @Test
    fun `what is not kept goes, whether it is taken again or left`() = shown(atPhoto(), Look(), window) {
        val finger = Finger(this)
        finger.tap(ConsentState.GRANTED.label().zh)
        finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
        finger.tap(ScreenWord.RETAKE.words.zh)
        assertEquals(listOf(false, true), platform.pictures.map { it.exists() })
        finger.tap(ScreenWord.BACK.words.zh)
        assertEquals(listOf(false, false), platform.pictures.map { it.exists() })
        assertTrue(shows(ScreenWord.WHO_AGREED.words.zh), "one step back, not two")
        assertTrue(draft().photos.isEmpty())
    }

    @Test
    fun `faces that the phone found are proposed, and can be shown again`() {
        val found = PhotoRegion(0.1, 0.1, 0.2, 0.2)
        val seeing = object : Platform by platform {
            override fun faces(path: String) = listOf(found)
        }
        shown(atPhoto(seeing), Look(), window) {
            val finger = Finger(this)
            finger.tap(ConsentState.GRANTED.label().zh)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            onNodeWithText(ScreenWord.UNDO_BLUR.words.zh).assertIsEnabled()
            finger.tap(ScreenWord.UNDO_BLUR.words.zh)
            onNodeWithText(ScreenWord.UNDO_BLUR.words.zh).assertIsNotEnabled()
            drawBox(Offset(0.5f, 0.5f), Offset(0.505f, 0.505f))
            onNodeWithText(ScreenWord.UNDO_BLUR.words.zh).assertIsNotEnabled()
        }
    }

    @Test
    fun `a photo is deleted only when asked twice`() = shown(atPhoto(), Look(), window) {
        val finger = Finger(this)
        finger.tap(ConsentState.GRANTED.label().zh)
        finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
        finger.tap(ScreenWord.USE_PHOTO.words.zh)
        finger.tap(ScreenWord.DELETE_PHOTO.words.zh)
        finger.tap(ScreenWord.NO_DELETE_PHOTO.words.zh)
        assertEquals(1, draft().photos.size)
        finger.tap(ScreenWord.DELETE_PHOTO.words.zh)
        finger.tap(ScreenWord.YES_DELETE_PHOTO.words.zh)
        assertEquals(0, draft().photos.size)
        assertFalse(shows(ScreenWord.DELETE_PHOTO.words.zh))
    }

    @Test
    fun `where no rule asks for one, a photo needs a reason of the worker's own`() {
        val quiet = core.stopWithoutPhoto()
        val app = core.app(platform = platform).apply { visit(quiet.household) }
        shown(app, Look(), window) {
            val finger = Finger(this)
            assertTrue(shows(ScreenWord.NO_PHOTO_ASKED.words.zh))
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ConsentState.NOT_NEEDED.label().zh)
            onNodeWithText(ScreenWord.TAKE_PHOTO.words.zh).assertIsNotEnabled()
            onNode(hasContentDescription(ScreenWord.WHY_PHOTO.words.zh)).performTextInput("门口台阶塌了")
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
        }
        val photo = core.visits().drafts().single { it.household == quiet.household }.photos.single()
        assertEquals("门口台阶塌了", photo.reason)
    }

    @Test
    fun `a picture that comes back to a locked app goes`() {
        val file = File.createTempFile("late", ".jpg")
        var lock = { }
        val app = atPhoto(TestPlatform(camera = { lock(); Shot.Taken(file.path) }))
        lock = app::locked
        val model = app.page as PhotoModel
        model.choose(ConsentState.GRANTED)
        model.take()
        assertEquals(Shooting.Asking, model.shooting)
        assertFalse(file.exists())
    }

    @Test
    fun `a camera that does not work and a worker who turns back are told apart`() {
        val answers = ArrayDeque(listOf(Shot.NoCamera, Shot.Not))
        shown(atPhoto(TestPlatform(camera = { answers.removeFirst() })), Look(), window) {
            val finger = Finger(this)
            finger.tap(ConsentState.GRANTED.label().zh)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            assertTrue(shows(ScreenWord.NO_CAMERA.words.zh))
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            assertFalse(shows(ScreenWord.NO_CAMERA.words.zh))
            assertTrue(shows(ScreenWord.WHO_AGREED.words.zh))
        }
    }
}
