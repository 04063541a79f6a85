package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextClearance
import androidx.compose.ui.test.performTextInput
import java.time.LocalDate
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.wordsOfDay
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Visits that several made, and visits first written on paper. */
@OptIn(ExperimentalTestApi::class)
class PaperTest {
    private val core = hamlet()
    private val stop = core.stopWithPlace()
    private val platform = TestPlatform().apply { whereabouts = fixAt(stop.place) }
    private val window = Window(412, 6000)
    private val today = LocalDate.now()

    private fun visiting(work: DesktopComposeUiTest.(Finger) -> Unit) =
        shown(core.app(platform = platform).apply { visit(stop.household) }, Look(), window) { work(Finger(this)) }

    private fun draft() = core.visits().drafts().single { it.household == stop.household }

    private fun lastVisit() = core.register().household(stop.household).visits.first()

    private fun DesktopComposeUiTest.companion(number: Int) = onNode(
        hasContentDescription(line(ScreenWord.COMPANION.words, figure(number).takeIf { number > 1 }).zh),
    )

    private fun dayInWords(day: LocalDate) = ScreenWord.ON_WHICH_DAY.of(wordsOfDay(day)).zh

    @Test
    fun `several who came along count, and a name that was taken back does not`() {
        visiting { finger ->
            listOf("张师傅", "李老师", "王医生").forEachIndexed { index, name -> companion(index + 1).performTextInput(name) }
            companion(2).performTextClearance()
            companion(4).assertExists()
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertEquals(3.toUByte(), lastVisit().visitors)
    }

    @Test
    fun `who came along twice is refused in the core's words`() = visiting { finger ->
        repeat(2) { companion(it + 1).performTextInput("张师傅") }
        finger.tap(VisitOutcome.NO_CHANGE.label().zh)
        finger.tap(ScreenWord.FINISH.words.zh)
        assertTrue(shows("同行人不能重复"))
        assertEquals(2, draft().companions.size)
    }

    @Test
    fun `a paper visit counts on its real day, also when the app is killed in its middle`() {
        val day = today.minusDays(3)
        visiting { finger ->
            finger.tap(ScreenWord.PAPER_VISIT.words.zh)
            assertEquals(today, draft().lateEntry?.visitedOn)
            finger.tap(dayInWords(today))
            finger.tap(wordsOfDay(day).zh)
        }
        visiting { finger ->
            assertTrue(shows(dayInWords(day)))
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        val visit = lastVisit()
        assertEquals(day to core.identity()?.staff?.id, visit.on to visit.by)
    }

    @Test
    fun `days long ago can be chosen, none to come is offered`() = visiting { finger ->
        val day = today.minusDays(20)
        finger.tap(ScreenWord.PAPER_VISIT.words.zh)
        finger.tap(dayInWords(today))
        assertFalse(shows(wordsOfDay(today.plusDays(1)).zh) || shows(wordsOfDay(day).zh))
        finger.tap(ScreenWord.MORE.words.zh)
        finger.tap(wordsOfDay(day).zh)
        assertEquals(day, draft().lateEntry?.visitedOn)
        finger.tap(ScreenWord.PAPER_VISIT.words.zh)
        assertNull(draft().lateEntry)
    }

    @Test
    fun `where the phone is now says nothing of a visit on paper`() = visiting { finger ->
        val atDoor = core.visits().placeOf(draft().id).sentence.zh
        assertTrue(shows(atDoor))
        finger.tap(ScreenWord.PAPER_VISIT.words.zh)
        val onPaper = core.visits().placeOf(draft().id).sentence.zh
        assertNotEquals(atDoor, onPaper)
        assertTrue(shows(onPaper) && !shows(atDoor))
    }
}
