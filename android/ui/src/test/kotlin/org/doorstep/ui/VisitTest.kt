package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performTextInput
import org.doorstep.Doorstep
import org.doorstep.HouseholdId
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.ui.visit.VisitModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A visit through the screens, over the real core. */
@OptIn(ExperimentalTestApi::class)
class VisitTest {
    private val core = hamlet()
    private val window = Window(412, 6000)

    @Test
    fun `a visit with no change takes at most six taps from today back to today`() {
        val stop = core.stops().first { it.greeting == "刘奶奶家" }
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
            onNodeWithText(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh).assertExists()
            onNodeWithText(ScreenWord.TODAY.words.zh).assertExists()
            assertTrue(finger.taps <= 6, "${finger.taps} taps")
        }
        val visit = core.register().household(stop.household).visits.first()
        assertEquals(VisitOutcome.NO_CHANGE, visit.outcome)
        assertTrue(core.stops().none { it.household == stop.household }, "a stop done moves away")
    }

    @Test
    fun `a visit survives an app that is killed in its middle`() {
        val stop = core.quietStop()
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            finger.tap(VisitOutcome.COMPLETED.label().zh)
            finger.tap(ScreenWord.ADD_NEED.words.zh)
            finger.tap(NeedKind.REHAB.label().zh)
            onNode(hasContentDescription(ScreenWord.NOTE.words.zh)).performTextInput("门口要扶手")
        }
        // All that the screens held is gone; what is left is the core's.
        shown(core.app(), Look(), window) {
            // Visits in progress come first.
            Finger(this).tap(stop.greeting)
            val draft = core.draftOf(stop.household)
            assertEquals(VisitOutcome.COMPLETED, draft.outcome)
            assertEquals(listOf(NeedKind.REHAB), draft.needs.map { it.kind })
            assertEquals("门口要扶手", draft.note)
            onNode(hasText("门口要扶手", substring = true)).assertExists()
        }
    }

    @Test
    fun `two visitors clear what one alone may not`() {
        val stop = core.quietStop()
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            onNode(hasContentDescription(ScreenWord.COMPANION.words.zh)).performTextInput("张师傅")
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertTrue(core.stops().none { it.household == stop.household })
    }

    @Test
    fun `what the core misses stands on the screen and nothing entered is lost`() {
        val stop = core.quietStop()
        val app = core.app().apply { visit(stop.household) }
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.FINISH.words.zh)
            onNodeWithText("请选择走访结果").assertExists()
            finger.tap(ScreenWord.OTHER_OUTCOMES.words.zh)
            finger.tap(VisitOutcome.NOT_HOME.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
            onNodeWithText("请选择下一步").assertExists()
            finger.tap(core.visits().nextSteps(stop.household).first().label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
            onNodeWithText(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh).assertExists()
        }
        assertEquals(VisitOutcome.NOT_HOME, core.register().household(stop.household).visits.first().outcome)
    }

    @Test
    fun `what the core answered before a tap does not undo it`() {
        val later = Later()
        val app = core.app(background = later)
        val stop = core.quietStop()
        app.visit(stop.household)
        later.runAll()
        val model = app.page as VisitModel
        model.read()
        model.choose(VisitOutcome.COMPLETED)
        assertEquals(VisitOutcome.COMPLETED, model.visiting.value?.draft?.outcome)
        later.runNext()
        assertEquals(VisitOutcome.COMPLETED, model.visiting.value?.draft?.outcome)
        later.runAll()
        assertEquals(VisitOutcome.COMPLETED, model.visiting.value?.draft?.outcome)
        assertEquals(VisitOutcome.COMPLETED, core.draftOf(stop.household).outcome)
    }

    @Test
    fun `a danger is reported by one tap, whatever else is entered`() {
        val platform = TestPlatform()
        val stop = core.quietStop()
        shown(core.app(platform = platform).apply { visit(stop.household) }, Look(), window) {
            Finger(this).tap(NextStep.REPORT_AT_ONCE.label().zh)
        }
        val number = core.visits().choices(core.draftOf(stop.household).id).reportPhone
        assertEquals(listOf(checkNotNull(number)), platform.dialled)
    }

    @Test
    fun `where the phone has no dialler the tap says so, and the visit goes on`() {
        val platform = TestPlatform().apply { hasOtherApps = false }
        val stop = core.quietStop()
        shown(core.app(platform = platform).apply { visit(stop.household) }, Look(), window) {
            val finger = Finger(this)
            finger.tap(NextStep.REPORT_AT_ONCE.label().zh)
            assertTrue(shows(ScreenWord.NO_DIALLER.words.zh))
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            assertFalse(shows(ScreenWord.NO_DIALLER.words.zh))
            finger.tap(ScreenWord.FINISH.words.zh)
            onNodeWithText(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh).assertExists()
        }
    }

    @Test
    fun `a visit is given up only when asked twice`() {
        val stop = core.quietStop()
        val app = core.app().apply { visit(stop.household) }
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.DISCARD.words.zh)
            finger.tap(ScreenWord.NO_DISCARD.words.zh)
            assertEquals(stop.household, core.draftOf(stop.household).household)
            finger.tap(ScreenWord.DISCARD.words.zh)
            finger.tap(ScreenWord.YES_DISCARD.words.zh)
            onNodeWithText(ScreenWord.DISCARDED.words.zh).assertExists()
        }
        assertTrue(core.visits().drafts().none { it.household == stop.household })
    }

    private fun Doorstep.draftOf(household: HouseholdId) = visits().drafts().single { it.household == household }
}
