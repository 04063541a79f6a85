package org.doorstep.ui

import androidx.compose.ui.semantics.SemanticsProperties.StateDescription
import androidx.compose.ui.semantics.SemanticsProperties.ToggleableState
import androidx.compose.ui.state.ToggleableState.Indeterminate
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher.Companion.expectValue
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.onNodeWithText
import org.doorstep.Coordinate
import org.doorstep.HouseholdId
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.ScreenWord
import org.doorstep.VisitMode
import org.doorstep.VisitOutcome
import org.doorstep.WellbeingAnswer
import org.doorstep.WellbeingCheck
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A volunteer's day, over the real core. */
@OptIn(ExperimentalTestApi::class)
class VolunteerTest {
    private val core = volunteersPhone()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)
    private val app = core.app(platform = platform)
    private val home = core.stops().first { it.tickets.size == 1 }

    private fun draft() = core.visits().drafts().single()

    private fun visitsTo(household: HouseholdId) = core.register().household(household).visits

    /** From the list to the door. */
    private fun atDoor(work: DesktopComposeUiTest.(Finger) -> Unit) = shown(app, Look(), window) {
        val finger = Finger(this)
        finger.tap(home.greeting)
        finger.tap(ScreenWord.I_AM_HERE.words.zh)
        work(finger)
    }

    @Test
    fun `all is well in three taps, from the list back to the list`() {
        atDoor { finger ->
            finger.tap(ScreenWord.ALL_WELL.words.zh)
            assertTrue(shows(ScreenWord.TODAY.words.zh))
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(home.greeting)).zh))
            assertEquals(3, finger.taps)
        }
        val visit = visitsTo(home.household).single()
        assertEquals(VisitOutcome.NO_CHANGE, visit.outcome)
        assertEquals(WellbeingCheck.entries.map { WellbeingAnswer(it, true) }, visit.wellbeing)
        assertTrue(core.stops().none { it.household == home.household }, "a stop done moves away")
    }

    @Test
    fun `where the phone is as against the home is told, and found again when asked`() = atDoor { finger ->
        platform.whereabouts = fixAt(hamlet().stopWithPlace().place)
        finger.tap(ScreenWord.LOCATE_AGAIN.words.zh)
        assertEquals(2, platform.locates)
        assertTrue(shows(core.visits().placeOf(draft().id).sentence.zh))
        assertFalse(shows(ScreenWord.HOME_IS_HERE.words.zh))
    }

    @Test
    fun `a name, a place and the tasks are what is shown of a home`() = shown(app, Look(), window) {
        val both = core.stops().first { it.tickets.size == 2 }
        both.tickets.forEach { assertTrue(shows(it.task.zh)) }
        assertTrue(shows(both.greeting) && shows(both.address) && shows("院里有狗"))
    }

    @Test
    fun `what is well and what is hard is kept, also when the app is killed before the end`() {
        atDoor { finger ->
            finger.tap(WellbeingCheck.PERSON.label().zh)
            repeat(3) { finger.tap(WellbeingCheck.MEALS_AND_MEDICINE.label().zh) }
            finger.tap(WellbeingCheck.UTILITIES.label().zh)
            finger.tap(WellbeingCheck.TROUBLE.label().zh)
            finger.tap(NeedKind.MEDICAL.label().zh)
        }
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(home.greeting)
            onNodeWithText(WellbeingCheck.UTILITIES.label().zh).assertIsOn()
            onNodeWithText(WellbeingCheck.MEALS_AND_MEDICINE.label().zh).assertIsOff()
            onNodeWithText(NeedKind.MEDICAL.label().zh).assertIsOn()
            assertEquals(listOf(NeedKind.MEDICAL), draft().needs.map { it.kind })
            assertEquals(
                mapOf(
                    WellbeingCheck.PERSON to true, WellbeingCheck.UTILITIES to true, WellbeingCheck.TROUBLE to false,
                ),
                draft().wellbeing.associate { it.check to it.isWell },
            )
            assertNull(draft().note, "what is ticked is no note")
            finger.tap(ScreenWord.FINISH.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(home.greeting)).zh))
        }
        assertEquals(VisitOutcome.COMPLETED, visitsTo(home.household).single().outcome)
    }

    @Test
    fun `what is not well is told apart from what nobody asked, on the screen, by TalkBack and in the visit`() {
        val check = WellbeingCheck.MEALS_AND_MEDICINE
        atDoor { finger ->
            repeat(2) { finger.tap(check.label().zh) }
            onNodeWithText(check.trouble().zh).assert(expectValue(ToggleableState, Indeterminate))
                .assert(expectValue(StateDescription, check.trouble().zh))
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertEquals(listOf(WellbeingAnswer(check, false)), visitsTo(home.household).single().wellbeing)
        val needs = core.register().household(home.household).needs
        assertEquals(listOf(check.trouble().zh), needs.map { it.note }, "no trouble rests in a picture")
    }

    @Test
    fun `that something is hard can be said without saying what, and taken back with all that was chosen`() {
        atDoor { finger ->
            finger.tap(WellbeingCheck.TROUBLE.label().zh)
            finger.tap(NeedKind.MONEY.label().zh)
            finger.tap(WellbeingCheck.TROUBLE.label().zh)
            assertFalse(shows(ScreenWord.WHAT_IS_HARD.words.zh))
            assertTrue(draft().run { needs.isEmpty() && wellbeing.isEmpty() })
            finger.tap(WellbeingCheck.TROUBLE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        val needs = core.register().household(home.household).needs
        assertEquals(listOf(WellbeingCheck.TROUBLE.trouble().zh), needs.map { it.note }, "no trouble rests in a tick")
    }

    @Test
    fun `no answer leads through the core's steps in their order, and the last is recorded`() {
        atDoor { finger ->
            finger.tap(ScreenWord.NOBODY_OPENS.words.zh)
            val steps = core.visits().nextSteps(home.household)
            assertEquals(listOf(NextStep.PHONE_FOLLOW_UP, NextStep.ASK_NEIGHBOUR, NextStep.REPORT_AT_ONCE), steps)
            steps.dropLast(1).forEach { step ->
                finger.tap(step.label().zh)
                assertEquals(step, draft().nextStep)
                finger.tap(ScreenWord.STILL_NOBODY.words.zh)
            }
            finger.tap(steps.last().label().zh)
            assertEquals(listOf(REPORT_PHONE), platform.dialled, "no dialler without a number")
            finger.tap(ScreenWord.FINISH.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(home.greeting)).zh))
        }
        val visit = visitsTo(home.household).single()
        assertEquals(VisitOutcome.NOT_HOME to NextStep.REPORT_AT_ONCE, visit.outcome to visit.nextStep)
    }

    @Test
    fun `the steps begin also when the app was killed before the first`() {
        atDoor { finger ->
            finger.tap(ScreenWord.NOBODY_OPENS.words.zh)
        }
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(home.greeting)
            finger.tap(NextStep.PHONE_FOLLOW_UP.label().zh)
            assertEquals(NextStep.PHONE_FOLLOW_UP, draft().nextStep)
        }
    }

    @Test
    fun `the home is called on the way, and a danger reported at the door, by one tap each`() {
        val core = volunteersPhone(phone = "13900000001")
        val called = core.stops().first { it.tickets.size == 1 }
        shown(core.app(platform = platform), Look(), window) {
            val finger = Finger(this)
            finger.tap(called.greeting)
            finger.tap("13900000001")
            finger.tap(ScreenWord.I_AM_HERE.words.zh)
            finger.tap(REPORT_PHONE)
            assertEquals(listOf("13900000001", REPORT_PHONE), platform.dialled)
            finger.tap(ScreenWord.NOBODY_OPENS.words.zh)
            assertTrue(shows(line(NextStep.PHONE_FOLLOW_UP.label(), asIs("13900000001")).zh))
            finger.tap(NextStep.PHONE_FOLLOW_UP.label().zh)
            assertEquals("13900000001", platform.dialled.last())
        }
    }

    @Test
    fun `where the phone has no dialler or no map the tap says so, and the visit goes on`() {
        val core = volunteersPhone(phone = "13900000001")
        val called = core.stops().first { it.tickets.size == 1 }
        platform.hasOtherApps = false
        shown(core.app(platform = platform), Look(), window) {
            val finger = Finger(this)
            finger.tap(called.greeting)
            finger.tap("13900000001")
            assertTrue(shows(ScreenWord.NO_DIALLER.words.zh))
            finger.tap(ScreenWord.SHOW_THE_WAY.words.zh)
            assertTrue(shows(ScreenWord.NO_MAP_APP.words.zh))
            finger.tap(ScreenWord.I_AM_HERE.words.zh)
            assertFalse(shows(ScreenWord.NO_MAP_APP.words.zh))
            finger.tap(REPORT_PHONE)
            assertTrue(shows(ScreenWord.NO_DIALLER.words.zh))
            finger.tap(ScreenWord.ALL_WELL.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(called.greeting)).zh))
        }
    }

    @Test
    fun `who is reached by phone after all is asked how they are, and was visited by phone`() {
        atDoor { finger ->
            finger.tap(ScreenWord.NOBODY_OPENS.words.zh)
            finger.tap(NextStep.PHONE_FOLLOW_UP.label().zh)
            finger.tap(ScreenWord.REACHED_NOW.words.zh)
            finger.tap(ScreenWord.ALL_WELL.words.zh)
        }
        val visit = visitsTo(home.household).single()
        assertEquals(VisitMode.PHONE to VisitOutcome.NO_CHANGE, visit.mode to visit.outcome)
    }

    @Test
    fun `one step back leads from the steps to the pictures, the next one to the list`() = atDoor { finger ->
        finger.tap(ScreenWord.NOBODY_OPENS.words.zh)
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(shows(WellbeingCheck.PERSON.label().zh))
        assertEquals(null, draft().outcome)
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(shows(ScreenWord.IN_PROGRESS.words.zh))
    }

    @Test
    fun `the way is shown where the place is known`() = shown(app, Look(), window) {
        val finger = Finger(this)
        finger.tap(home.greeting)
        finger.tap(ScreenWord.SHOW_THE_WAY.words.zh)
        assertEquals(listOf<Coordinate?>(home.place), platform.ways)
        finger.tap(ScreenWord.BACK.words.zh)
        finger.tap(core.stops().first { it.place == null }.greeting)
        assertFalse(shows(ScreenWord.SHOW_THE_WAY.words.zh))
    }

    @Test
    fun `a day that is done says so`() = shown(app, Look(), window) {
        val finger = Finger(this)
        core.stops().forEach { stop ->
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.I_AM_HERE.words.zh)
            finger.tap(ScreenWord.ALL_WELL.words.zh)
        }
        assertTrue(shows(ScreenWord.DAY_DONE.words.zh))
    }
}
