package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import java.io.File
import org.doorstep.GridLine
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.ServiceArea
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.today.TodayModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a day shows, and the way of its records where no network reaches. */
@OptIn(ExperimentalTestApi::class)
class DayTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)

    @Test
    fun `one grid can be seen alone, with what is left in it`() {
        val grids = core.responsibilityList().grids(null, 200u)
        fun stopsOf(index: Int) = core.today().page(grids[index].grid, null, 200u).stops
        val begun = core.visits().drafts().map { it.household }
        val hidden = stopsOf(0).filter { it.household !in begun }
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            hidden.forEach { assertTrue(shows(it.greeting)) }
            finger.tap(ScreenWord.ALL_GRIDS.words.zh)
            finger.tap(grids[1].name)
            hidden.forEach { assertFalse(shows(it.greeting), it.greeting) }
            stopsOf(1).forEach { assertTrue(shows(it.greeting), it.greeting) }
            val left = core.today().left(grids[1].grid)
            assertTrue(shows(ScreenWord.HOMES_LEFT.of(figure(left.today), figure(left.thisMonth)).zh))
            finger.tap(grids[1].name)
            finger.tap(ScreenWord.ALL_GRIDS.words.zh)
            hidden.forEach { assertTrue(shows(it.greeting)) }
        }
    }

    @Test
    fun `one service area can be seen alone, with what is left in it`() {
        val areas = core.today().areas()
        assertTrue(areas.size > 1)
        val begun = core.visits().drafts().map { it.household }
        fun stopsOf(area: ServiceArea) = core.today().page(null, null, 200u, area).stops
        val area = areas.first { one -> stopsOf(one).size.let { it > 0 && it < core.stops().size } }
        val inside = stopsOf(area).map { it.household }
        val hidden = core.stops().filter { it.household !in inside && it.household !in begun }
        shown(core.app(), Look(), window) {
            val finger = Finger(this)
            hidden.forEach { assertTrue(shows(it.greeting)) }
            finger.tap(ScreenWord.ALL_AREAS.words.zh)
            finger.tap(area.label().zh)
            hidden.forEach { assertFalse(shows(it.greeting), it.greeting) }
            stopsOf(area).forEach { assertTrue(shows(it.greeting), it.greeting) }
            val left = core.today().left(null, area)
            assertTrue(shows(ScreenWord.HOMES_LEFT.of(figure(left.today), figure(left.thisMonth)).zh))
        }
    }

    @Test
    fun `the first stop and how many are left stand above the fold in the largest text, the search one tap away`() {
        val begun = core.visits().drafts().map { it.household }
        val first = core.stops().first { it.household !in begun }
        val homes = ScreenWord.LEFT_TO_VISIT.of(figure(core.today().left(null).today))
        Language.entries.forEach { language ->
            val app = core.app()
            shown(app, Look(language, 30), Window(360, 800)) {
                onNode(hasText(first.greeting, substring = true) and hasClickAction()).assertIsDisplayed()
                onNodeWithText(homes.inLanguage(language)).assertIsDisplayed()
                val finger = Finger(this)
                finger.tap(ScreenWord.FIND_AND_CHOOSE.words.inLanguage(language))
                onNode(hasContentDescription(ScreenWord.SEARCH.words.inLanguage(language))).assertIsDisplayed()
                finger.tap(ScreenWord.ALL_AREAS.words.inLanguage(language))
                finger.tap(core.today().areas().first().label().inLanguage(language))
                onNode(hasText(core.today().areas().first().label().inLanguage(language)) and hasClickAction())
                    .assertIsDisplayed()
            }
        }
    }

    @Test
    fun `one step back folds what narrows the day, and the next one leaves it`() {
        val app = core.app()
        (app.page as TodayModel).run {
            unfold()
            search("王")
        }
        assertTrue(app.back())
        assertEquals(false to "", (app.page as TodayModel).run { isUnfolded to wanted })
        assertFalse(app.back())
    }

    @Test
    fun `a volunteer knows no areas`() = shown(volunteersPhone().app(), Look(), window) {
        assertFalse(shows(ScreenWord.ALL_AREAS.words.zh))
    }

    @Test
    fun `a grid that went to another worker hides the others no longer`() {
        val model = core.app().page as TodayModel
        model.choose(GridLine("610203102200999", "别人的网格"))
        assertNull(model.grid)
        assertEquals(core.stops().map { it.household }, checkNotNull(model.day.value).stops.map { it.household })
    }

    @Test
    fun `what waits is written to a file that can be handed on, and stays unsent`() =
        shown(core.app(platform = platform).apply { outbox() }, Look(), window) {
            val unsent = core.outbox().unsent()
            Finger(this).tap(ScreenWord.EXPORT_UNSENT.words.zh)
            val file = File(platform.handedOn.single())
            assertTrue(file.length() > 0)
            assertTrue(shows(PhoneWord.DIAGNOSTICS_WRITTEN.of(asIs(file.name)).zh))
            assertTrue(shows(PhoneWord.RECORDS_UNSENT.of(figure(unsent)).zh))
            assertEquals(unsent, core.outbox().unsent())
        }

    @Test
    fun `photos that wait are shown page by page, however many they are`() {
        val model = ManyPhotos(core, 230).app().apply { outbox() }.page as OutboxModel
        fun shown() = checkNotNull(model.items.value)
        assertEquals(50, shown().photos.size)
        repeat(4) { model.morePhotos() }
        assertEquals(230 to null, shown().photos.size to shown().lastPhoto)
        assertEquals(core.outbox().records(null, 50u).size, shown().records.size, "the records stay")
    }

    @Test
    fun `where nothing waits no file is offered`() =
        shown(enrolledPhone().app().apply { outbox() }, Look(), window) {
            assertFalse(shows(ScreenWord.EXPORT_UNSENT.words.zh))
        }
}
