package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import java.io.File
import java.time.LocalDate
import java.util.zip.ZipFile
import org.doorstep.Area
import org.doorstep.Counts
import org.doorstep.Doorstep
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.Span
import org.doorstep.ui.responsibility.ResponsibilityModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Coverage and who answers for it, through the screens over the real core. */
@OptIn(ExperimentalTestApi::class)
class CoverageTest {
    private val core = hamlet()
    private val window = Window(412, 6000)

    private fun Doorstep.report(kind: PeriodKind = PeriodKind.MONTH, day: LocalDate? = null) =
        coverage().count(kind, day)

    private fun Counts.visitedInWords() = ScreenWord.COUNT_VISITED.of(asIs("$visited")).zh

    @Test
    fun `what is visited counts at once, also while the screen is open`() {
        val app = core.app()
        shown(app, Look(), window) {
            Finger(this).run {
                tap(ScreenWord.MENU.words.zh)
                tap(ScreenWord.COVERAGE.words.zh)
            }
            val before = core.report().total()
            assertTrue(shows(before.visitedInWords()))
            core.endTheDay()
            app.changed(listOf(Area.COVERAGE))
            waitForIdle()
            val after = core.report().total()
            assertTrue(after.visited > before.visited)
            assertTrue(shows(after.visitedInWords()))
        }
    }

    @Test
    fun `figures never stand without what is known of them`() =
        shown(core.app().apply { coverage() }, Look(), window) {
            val asOf = core.wordsOfTime(checkNotNull(core.report().asOf()))
            assertTrue(shows(ScreenWord.AS_OF.of(asOf).zh))
            assertTrue(shows(ScreenWord.NO_SILENT_PHONES.words.zh))
        }

    @Test
    fun `the way leads from a grid to one of its homes and back`() {
        val grid = core.report().lines(0u, 200u).first().grid
        val name = core.responsibilityList().ofGrid(grid).first().gridName
        val stops = core.today().page(grid, null, 200u).stops
        val stop = stops.first()
        val elsewhere = core.stops() - stops.toSet()
        shown(core.app().apply { coverage() }, Look(), window) {
            val finger = Finger(this)
            finger.tap(name)
            elsewhere.forEach { assertFalse(shows(it.greeting), it.greeting) }
            finger.tap(stop.greeting)
            assertTrue(shows(ScreenWord.WHO_LIVES_HERE.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(ScreenWord.HOMES_OF_GRID.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(ScreenWord.EACH_GRID.words.zh))
        }
    }

    @Test
    fun `earlier periods can be looked at`() = shown(core.app().apply { coverage() }, Look(), window) {
        val finger = Finger(this)
        val today = LocalDate.now()
        fun period(kind: PeriodKind, day: LocalDate?) = ScreenWord.PERIOD.of(asIs(core.report(kind, day).period())).zh
        assertTrue(shows(period(PeriodKind.MONTH, null)))
        finger.tap(ScreenWord.EARLIER_PERIOD.words.zh)
        finger.tap(ScreenWord.EARLIER_PERIOD.words.zh)
        assertTrue(shows(period(PeriodKind.MONTH, today.minusMonths(2))))
        finger.tap(ScreenWord.LATER_PERIOD.words.zh)
        assertTrue(shows(period(PeriodKind.MONTH, today.minusMonths(1))))
        finger.tap(ScreenWord.OTHER_LENGTH.words.zh)
        finger.tap(ScreenWord.BY_QUARTER.words.zh)
        assertTrue(shows(period(PeriodKind.QUARTER, null)))
        finger.tap(ScreenWord.EARLIER_PERIOD.words.zh)
        assertTrue(shows(period(PeriodKind.QUARTER, today.minusMonths(3))))
    }

    @Test
    fun `there is no way to a period that has not begun`() {
        val model = core.app().apply { coverage() }.page as CoverageModel
        fun shown() = checkNotNull(model.covered.value)
        assertNull(shown().later)
        model.later()
        assertEquals(Span(), model.span)
        model.earlier()
        assertNotNull(shown().later)
        model.later()
        assertNull(shown().later)
    }

    @Test
    fun `one area shows its own figures, lowest share first`() {
        val app = core.app().apply { coverage() }
        val model = app.page as CoverageModel
        val areas = checkNotNull(model.covered.value).areas
        assertTrue(areas.size > 1)
        areas.forEach { area ->
            model.choose(area)
            val shown = checkNotNull(model.covered.value)
            val lines = core.report().lines(0u, 200u).filter { it.area == area }.associateBy { it.grid }
            assertEquals(lines.keys, shown.grids.map { it.grid }.toSet())
            assertEquals(core.report().totalOf(area).share, shown.total.rate)
            val shares = shown.grids.map { checkNotNull(lines[it.grid]).counts.rate ?: Double.MAX_VALUE }
            assertEquals(shares.sorted(), shares)
        }
    }

    @Test
    fun `who answers is given away as a workbook, of one grid or of all`() {
        val platform = TestPlatform()
        val grid = core.report().lines(0u, 200u).first().grid
        val app = core.app(platform = platform)
        listOf(null, grid).forEach { of ->
            app.responsibility(of)
            shown(app, Look(), window) { Finger(this).tap(ScreenWord.SHARE_AS_SHEET.words.zh) }
        }
        val sizes = platform.handedOn.map { file ->
            ZipFile(file).use { book -> assertNotNull(book.getEntry("xl/workbook.xml")) }
            File(file).length()
        }
        assertTrue(sizes.size == 2 && sizes[0] > sizes[1], "$sizes")
    }

    @Test
    fun `a workbook that cannot be written is told, and nothing is handed on`() {
        val platform = object : Platform by TestPlatform() {
            override fun sheetFile() = "/nowhere/list.xlsx"

            override fun handOn(path: String) = error("there is no file")
        }
        val app = core.app(platform = platform).apply { responsibility() }
        shown(app, Look(), window) {
            Finger(this).tap(ScreenWord.SHARE_AS_SHEET.words.zh)
            val problem = checkNotNull((app.page as ResponsibilityModel).problem)
            assertTrue(shows(problem.zh))
        }
    }

    @Test
    fun `whoever answers for a grid is named, with what they are to it`() =
        shown(core.app().apply { menu() }, Look(), window) {
            Finger(this).tap(ScreenWord.RESPONSIBILITY.words.zh)
            core.report().lines(0u, 200u).map { it.grid }.distinct().flatMap { core.responsibilityList().ofGrid(it) }
                .forEach {
                    assertTrue(shows(it.gridName) && shows(it.name), it.name)
                    assertTrue(shows(line(it.gridRole.label(), it.staffRole.label()).zh))
                }
        }
}
