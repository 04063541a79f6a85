package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextClearance
import androidx.compose.ui.test.performTextInput
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.Readiness
import org.doorstep.ScreenWord
import org.doorstep.StaffRole
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
        onNode(hasContentDescription(ScreenWord.CODE_TEXT.words.zh)).run {
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
            finger.tap(ScreenWord.READ_CODE.words.zh)
            assertTrue(shows("https://hub.example:8443") && shows(ScreenWord.HOLDS_HOMES.words.zh))
            assertTrue(requests.isEmpty(), "nothing is sent before the worker agrees")
            finger.tap(ScreenWord.ENROL_NOW.words.zh)
            assertTrue(shows(line(asIs("王芳"), StaffRole.SOCIAL_WORKER.label()).zh) && shows("演示县民政局"))
            assertTrue(shows(ScreenWord.DEMO.words.zh))
            finger.tap(ScreenWord.TO_TODAY.words.zh)
            assertTrue(shows(ScreenWord.TODAY.words.zh))
            assertTrue(shows(Readiness.FIRST_EXCHANGE.label().zh), "that nothing is here yet does not mean none")
            assertFalse(shows(ScreenWord.NOTHING_TODAY.words.zh))
        }
        assertEquals("王芳", core.identity()?.staff?.name)
        assertEquals(listOf("https://hub.example:8443/v1/enrol"), requests.map { it.url })
        assertEquals(1, platform.sends, "the first exchange is asked for")
    }

    @Test
    fun `each role reads what its phone would hold before it agrees`() =
        shown(core.app(platform = hub { welcome() }), Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(ScreenWord.READ_CODE.words.zh)
            finger.tap(ScreenWord.HOLDS_BY_ROLE.words.zh)
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
            finger.tap(ScreenWord.READ_CODE.words.zh)
            assertTrue(shows("不是登记二维码"))
            paste(CODE)
            finger.tap(ScreenWord.READ_CODE.words.zh)
            assertTrue(shows(ScreenWord.ENROL_NOW.words.zh))
        }

    @Test
    fun `no answer and a refusal are told apart, and nothing is lost by them`() {
        val answers = ArrayDeque(listOf(null, refusal(), welcome()))
        shown(core.app(platform = hub { answers.removeFirst() }), Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(ScreenWord.READ_CODE.words.zh)
            finger.tap(ScreenWord.ENROL_NOW.words.zh)
            assertTrue(shows(ScreenWord.HUB_SILENT.words.zh))
            finger.tap(ScreenWord.ENROL_NOW.words.zh)
            assertTrue(shows("登记码无效或已过期"))
            assertNull(core.identity())
            finger.tap(ScreenWord.ENROL_NOW.words.zh)
            assertTrue(shows(ScreenWord.ENROLLED.words.zh))
        }
    }

    @Test
    fun `another worker's phone is not taken over`() =
        shown(hamlet().app(platform = hub { welcome() }).apply { enrol() }, Look(), window) {
            val finger = Finger(this)
            paste(CODE)
            finger.tap(ScreenWord.READ_CODE.words.zh)
            finger.tap(ScreenWord.ENROL_NOW.words.zh)
            assertTrue(shows("手机上有另一名人员的记录"))
        }
}
