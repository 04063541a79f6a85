package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import org.doorstep.Doorstep
import org.doorstep.Figure
import org.doorstep.FigureOf
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A finished visit that is put right by a later one. */
@OptIn(ExperimentalTestApi::class)
class CorrectionTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)
    private val stop = core.quietStop()
    private val finished = core.visits().run {
        start(stop.household).let { draft ->
            save(draft.copy(outcome = VisitOutcome.COMPLETED, note = "门口要扶手"))
            finish(draft.id)
        }
    }

    private fun visits() = core.register().household(stop.household).visits

    private fun Doorstep.visited() =
        coverage().homes(FigureOf(PeriodKind.MONTH, Figure.VISITED), null, 200u).homes.map { it.household }

    private fun atHome(work: DesktopComposeUiTest.(Finger) -> Unit) =
        shown(core.app(platform = platform).apply { stop(stop.household) }, Look(), window) { work(Finger(this)) }

    @Test
    fun `a finished visit is put right, and the later one stands in its place`() = atHome { finger ->
        finger.tap(ScreenWord.PUT_RIGHT.words.zh)
        assertTrue(shows("门口要扶手"), "what was entered then")
        finger.tap(VisitOutcome.NO_CHANGE.label().zh)
        finger.tap(ScreenWord.FINISH.words.zh)
        assertTrue(shows(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh))
        val (later, former) = visits().run { first { it.correctedBy == null } to single { it.correctedBy != null } }
        assertEquals(finished to later.id, former.id to former.correctedBy)
        assertEquals(VisitOutcome.NO_CHANGE, later.outcome)
    }

    @Test
    fun `where the phone is now says nothing of a visit that was`() = atHome { finger ->
        finger.tap(ScreenWord.PUT_RIGHT.words.zh)
        assertEquals(0, platform.locates)
        assertFalse(shows(ScreenWord.LOCATE_AGAIN.words.zh))
    }

    @Test
    fun `it goes on where it stood beside a new visit to the same home`() {
        atHome { finger ->
            finger.tap(ScreenWord.PUT_RIGHT.words.zh)
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.BACK.words.zh)
            finger.tap(ScreenWord.START.words.zh)
        }
        val drafts = core.visits().drafts().filter { it.household == stop.household }
        assertEquals(setOf(finished, null), drafts.map { it.corrects }.toSet())
        shown(core.app(), Look(), window) {
            assertEquals(2, onAllNodes(hasText(stop.greeting, substring = true)).fetchSemanticsNodes().size)
        }
        atHome { finger ->
            finger.tap(ScreenWord.PUT_RIGHT.words.zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertEquals(null, core.visits().drafts().single { it.household == stop.household }.corrects)
        assertEquals(VisitOutcome.NO_CHANGE, visits().first { it.correctedBy == null }.outcome)
    }

    @Test
    fun `what a colleague or another phone recorded is read and not put right`() =
        listOf(chiefsPhone(), supervisorsPhone()).forEach { core ->
            val home = core.visited().first()
            shown(core.app().apply { stop(home) }, Look(), window) {
                assertTrue(shows(core.register().household(home).visits.first().outcome.label().zh))
                assertFalse(shows(ScreenWord.PUT_RIGHT.words.zh))
            }
        }
}
