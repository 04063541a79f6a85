package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasTextExactly
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.ui.today.TodayModel
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A phone that its hub lost sight of shows of a home what its door needs, and no more. */
@OptIn(ExperimentalTestApi::class)
class ForsakenTest {
    private val core = hamlet()
    private val forsaken = forsaken()
    private val lock = checkNotNull(forsaken.homesLock()).zh
    private val window = Window(412, 8000)

    /** The same hamlet, as the phone shows it whose hub knows it. */
    private val home = core.stops().map { core.register().household(it.household) }.first { home ->
        home.residents.isNotEmpty() && home.phone != null && core.visits().drafts().none { it.household == home.id }
    }
    private val stop = forsaken.stops().first { it.greeting == home.greeting }

    @Test
    fun `neither the day nor a home names who lives there, and nothing can be looked for`() {
        val names = home.residents.map { it.name }
        shown(forsaken.app(), Look(), window) {
            assertTrue(shows(lock) && shows(stop.greeting) && shows(stop.address))
            stop.duties.forEach { assertTrue(shows(it.title.zh)) }
            onNode(hasContentDescription(ScreenWord.SEARCH.words.zh)).assertDoesNotExist()
            names.forEach { assertFalse(shows(it), it) }
            Finger(this).tap(stop.greeting)
            assertTrue(shows(lock) && shows(stop.address))
            (names + checkNotNull(home.phone)).forEach { assertFalse(shows(it), it) }
            listOf(ScreenWord.LAST_VISITS, ScreenWord.WHO_LIVES_HERE, ScreenWord.OPEN_NEEDS)
                .forEach { onNode(hasTextExactly(it.words.zh)).assertDoesNotExist() }
        }
    }

    @Test
    fun `recording goes on, and names nobody`() {
        val before = forsaken.outbox().unsent()
        shown(forsaken.app(), Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            home.residents.forEach { assertFalse(shows(it.name), it.name) }
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh))
        }
        assertTrue(forsaken.outbox().unsent() > before)
        assertTrue(forsaken.visits().drafts().none { it.household == stop.household })
    }

    @Test
    fun `what was looked for before is shown no longer`() {
        val app = forsaken.app()
        (app.page as TodayModel).search("a")
        shown(app, Look(), window) { assertTrue(shows(stop.greeting)) }
    }

    @Test
    fun `in the largest text nothing leads to choices that are not there`() {
        val day = checkNotNull((forsaken.app().page as TodayModel).day.value)
        assertTrue(day.hasChoices)
        val bare = day.copy(grids = emptyList(), areas = emptyList(), stops = emptyList())
        assertFalse(bare.hasChoices)
        assertTrue(bare.copy(lock = null).hasChoices, "the search")
        assertTrue(bare.copy(areas = day.areas).hasChoices && bare.copy(stops = day.stops).hasChoices)
    }

    @Test
    fun `a phone that its hub knows shows all of it`() = shown(core.app().apply { stop(home.id) }, Look(), window) {
        assertFalse(shows(lock))
        home.residents.forEach { assertTrue(shows(it.name), it.name) }
    }
}
