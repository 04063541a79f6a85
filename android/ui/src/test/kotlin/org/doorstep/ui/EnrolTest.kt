package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextClearance
import androidx.compose.ui.test.performTextInput
import java.time.Duration
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.PhoneWord
import org.doorstep.Readiness
import org.doorstep.ScreenWord
import org.doorstep.StaffRole
import org.doorstep.ui.lock.LockModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** From a new phone to a worker's. */
@OptIn(ExperimentalTestApi::class)
class EnrolTest {
    private val core = newPhone()
    private val window = Window(412, 6000)
    private val requests = mutableListOf<HttpRequest>()

    private fun hub(answer: () -> HttpAnswer?) = TestPlatform {
        requests.add(it)
        answer()
    }

    private fun DesktopComposeUiTest.paste(text: String) =
        onNode(hasContentDescription(PhoneWord.CODE_TEXT.words.zh)).run {
            performTextClearance()
            performTextInput(text)
        }

    @Test
    fun `a new phone begins with its enrolment and then shows whose it is`() {
        val platform = hub { welcome() }
        val app = core.app(platform = platform)
        shown(app, Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            assertTrue(shows("https://hub.example:8443") && shows(PhoneWord.HOLDS_HOMES.words.zh))
            assertTrue(requests.isEmpty(), "nothing is sent before the worker agrees")
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows(line(asIs("王芳"), StaffRole.SOCIAL_WORKER.label()).zh) && shows("演示县民政局"))
            assertTrue(shows(ScreenWord.DEMO.words.zh))
            assertTrue(shows(core.shortCode()) && shows(PhoneWord.COMPARE_CODE.words.zh))
            finger.tap(PhoneWord.TO_TODAY.words.zh)
            assertTrue(shows(ScreenWord.TODAY.words.zh))
            assertTrue(shows(Readiness.FIRST_EXCHANGE.label().zh), "that nothing is here yet does not mean none")
            assertFalse(shows(ScreenWord.NOTHING_TODAY.words.zh))
        }
        assertEquals("王芳", core.identity()?.staff?.name)
        assertEquals(listOf("https://hub.example:8443/v1/enrol"), requests.map { it.url })
        assertEquals(1, platform.sends, "the first exchange is asked for")
    }

    @Test
    fun `a code is read from the camera's picture, of which nothing is left`() {
        val platform = hub { welcome() }.apply { codeInPicture = CODE }
        shown(core.app(platform = platform), Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.SCAN_CODE.words.zh)
            assertTrue(shows("https://hub.example:8443"))
            assertTrue(requests.isEmpty(), "nothing is sent before the worker agrees")
            assertFalse(platform.pictures.single().exists())
        }
    }

    @Test
    fun `a picture without a code leaves nothing either, and the text can be pasted`() {
        val platform = hub { welcome() }
        shown(core.app(platform = platform), Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.SCAN_CODE.words.zh)
            assertTrue(shows(PhoneWord.CODE_UNREAD.words.zh))
            assertFalse(platform.pictures.single().exists())
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            assertTrue(shows(PhoneWord.ENROL_NOW.words.zh))
        }
    }

    @Test
    fun `a phone without a camera says so, and one whose worker went back says nothing`() {
        for ((shot, isTold) in listOf(Shot.NoCamera to true, Shot.Not to false)) {
            shown(core.app(platform = TestPlatform({ shot })), Look(), window) {
                Finger(this).tap(PhoneWord.SCAN_CODE.words.zh)
                assertEquals(isTold, shows(PhoneWord.NO_CODE_CAMERA.words.zh))
                assertFalse(shows(PhoneWord.CODE_UNREAD.words.zh))
            }
        }
    }

    @Test
    fun `a PIN is chosen with the enrolment, before anything is sent, and not asked for before it`() {
        val pins = TestPins(null)
        val lock = LockModel(pins, AtOnce, AtOnce) { Duration.ZERO }
        shown(core.app(platform = hub { welcome() }), Look(), window, lock) {
            val finger = Finger(this)
            fun choose(pin: String, word: PhoneWord) {
                pin.forEach { finger.tap("$it") }
                finger.tap(word.words.zh)
            }
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows(PhoneWord.PIN_OPENS.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(PhoneWord.ENROL_NOW.words.zh), "nothing is agreed to yet")
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            choose("2580", PhoneWord.CHOOSE_PIN)
            choose("2588", PhoneWord.REPEAT_PIN)
            assertTrue(shows(PhoneWord.PINS_DIFFER.words.zh))
            assertTrue(requests.isEmpty() && pins.pin == null)
            choose("2580", PhoneWord.CHOOSE_PIN)
            choose("2580", PhoneWord.REPEAT_PIN)
            assertEquals("2580", pins.pin)
            assertTrue(shows(PhoneWord.ENROLLED.words.zh))
            assertEquals(1, requests.size)
        }
    }

    @Test
    fun `what is read and seen of a worker is told before they agree`() =
        shown(core.app(platform = hub { welcome() }), Look(), window) {
            paste(CODE)
            Finger(this).tap(PhoneWord.READ_CODE.words.zh)
            listOf(PhoneWord.NOTICE_PLACE, PhoneWord.NOTICE_SEEN, PhoneWord.NOTICE_FLAGS, PhoneWord.NOTICE_FIGURES)
                .forEach { assertTrue(shows(it.words.zh)) }
        }

    @Test
    fun `each role reads what its phone would hold before it agrees`() =
        shown(core.app(platform = hub { welcome() }), Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            finger.tap(PhoneWord.HOLDS_BY_ROLE.words.zh)
            listOf(StaffRole.VOLUNTEER, StaffRole.SOCIAL_WORKER).forEach { role ->
                finger.tap(role.label().zh)
                role.holdings().lines.forEach { assertTrue(shows(it.zh), it.zh) }
            }
            assertTrue(requests.isEmpty(), "nothing is sent before the worker agrees")
        }

    @Test
    fun `what is no code is told in the core's words and can be put right`() =
        shown(core.app(platform = hub { welcome() }), Look(), window) {
            val finger = Finger(this)
            paste("x7k2")
            finger.tap(PhoneWord.READ_CODE.words.zh)
            assertTrue(shows("不是登记二维码"))
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            assertTrue(shows(PhoneWord.ENROL_NOW.words.zh))
        }

    @Test
    fun `no answer and a refusal are told apart, and nothing is lost by them`() {
        val answers = ArrayDeque(listOf(null, refusal(), welcome()))
        shown(core.app(platform = hub { answers.removeFirst() }), Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows(ScreenWord.HUB_SILENT.words.zh))
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows("登记码无效或已过期"))
            assertNull(core.identity())
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows(PhoneWord.ENROLLED.words.zh))
        }
    }

    @Test
    fun `another worker's phone is not taken over`() =
        shown(hamlet().app(platform = hub { welcome() }).apply { enrol() }, Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(PhoneWord.READ_CODE.words.zh)
            finger.tap(PhoneWord.ENROL_NOW.words.zh)
            assertTrue(shows("手机上有另一名人员的记录"))
        }
}
