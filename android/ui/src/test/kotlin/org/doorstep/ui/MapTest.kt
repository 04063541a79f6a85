package org.doorstep.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.click
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.pinch
import androidx.compose.ui.unit.toSize
import org.doorstep.Doorstep
import org.doorstep.Figure
import org.doorstep.FigureOf
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.Ground
import org.doorstep.ui.coverage.GridModel
import org.doorstep.ui.coverage.HomesModel
import org.doorstep.ui.coverage.Lens
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Grids by their ground, and the homes behind a figure. */
@OptIn(ExperimentalTestApi::class)
class MapTest {
    private val core = supervisorsPhone()
    private val window = Window(412, 9000)
    private val sheet = Size(400f, 300f)

    private fun Doorstep.groundOfAll() = Ground(coverage().gridShapes(null, 200u).shapes)

    private fun Ground.nameBelow(shape: Int) = shapes[shape].let { one ->
        val at = checkNotNull(one.labelAt)
        on(sheet).run { below(at(at.lon, at.lat))?.name }
    }

    @Test
    fun `every grid is found below a finger in its midst, and none beside all of them`() {
        val ground = core.groundOfAll()
        assertEquals(5, ground.shapes.size)
        ground.shapes.indices.forEach { assertEquals(ground.shapes[it].name, ground.nameBelow(it)) }
        assertNull(ground.on(sheet).below(Offset(1f, 1f)))
        assertNull(ground.on(sheet).below(Offset(399f, 299f)))
    }

    @Test
    fun `what is cut out of a grid belongs to whoever lies there, and a grid in two pieces is found in both`() {
        val ground = core.groundOfAll()
        val inTheHole = ground.on(sheet).run { below(at(109.015, 35.0125)) }
        val elsewhere = ground.on(sheet).run { below(at(109.05, 35.04)) }
        assertEquals("第5网格", inTheHole?.name)
        assertEquals("第5网格", elsewhere?.name)
        assertEquals("第1网格", ground.on(sheet).run { below(at(109.005, 35.005)) }?.name)
    }

    @Test
    fun `ground lies on the sheet as it lies on earth`() {
        val ground = core.groundOfAll()
        ground.on(sheet).run {
            val (southWest, northEast) = at(109.0, 35.0) to at(109.07, 35.05)
            assertTrue(southWest.x < northEast.x && southWest.y > northEast.y)
            // A degree of longitude is 0.819 of one of latitude at 35°.
            val flat = (northEast.x - southWest.x) / 0.07f / ((southWest.y - northEast.y) / 0.05f)
            assertEquals(0.819f, flat, 0.005f)
        }
    }

    @Test
    fun `a grid opens where a finger taps its ground`() {
        val app = core.app().apply { coverage() }
        shown(app, Look(), window) {
            val ground = checkNotNull((app.page as CoverageModel).ground)
            tapGround(ground.shapes.indexOfFirst { it.name == "第4网格" }, ground)
            assertEquals("第4网格", (app.page as GridModel).name)
            assertTrue(shows(ScreenWord.HOMES_OF_GRID.words.zh))
        }
    }

    private fun DesktopComposeUiTest.map() = onNode(hasContentDescription(ScreenWord.EACH_GRID.words.zh))

    private fun DesktopComposeUiTest.tapGround(shape: Int, ground: Ground, lens: Lens = Lens()) {
        val at = checkNotNull(ground.shapes[shape].labelAt)
        map().performTouchInput { click(ground.on(visibleSize.toSize(), lens).at(at.lon, at.lat)) }
        waitForIdle()
    }

    @Test
    fun `a closer look leaves what is below the fingers where it is, and never shows past the sheet`() {
        val ground = core.groundOfAll()
        val shape = ground.shapes[3]
        val below = checkNotNull(shape.labelAt).let { ground.on(sheet).at(it.lon, it.lat) }
        val at = Offset(below.x / sheet.width, below.y / sheet.height)
        val near = Lens().closer(3f, at)
        assertEquals(3f, near.times)
        assertEquals(shape.name, ground.on(sheet, near).below(below)?.name)
        assertEquals(0f, (near.middle - near.closer(2f, at).closer(0.5f, at).middle).getDistance(), 0.001f)
        assertEquals(Lens(), near.closer(0.01f, at))
        assertEquals(Offset(0.5f / 3, 0.5f / 3), near.moved(Offset(100f, 100f)).middle)
        assertFalse(Lens().closer(1000f).mayGoCloser)
    }

    @Test
    fun `a grid opens where a finger taps it on a map that was brought closer by buttons`() {
        val app = core.app().apply { coverage() }
        shown(app, Look(), window) {
            val finger = Finger(this)
            val model = app.page as CoverageModel
            finger.tap(ScreenWord.CLOSER.words.zh)
            assertEquals(Lens.STEP, model.lens.times)
            val ground = checkNotNull(model.ground)
            tapGround(ground.shapes.indexOfFirst { it.name == "第3网格" }, ground, model.lens)
            assertEquals("第3网格", (app.page as GridModel).name)
            finger.tap(ScreenWord.BACK.words.zh)
            assertEquals(Lens.STEP, model.lens.times, "as it was left")
            finger.tap(ScreenWord.FARTHER.words.zh)
            assertEquals(Lens(), model.lens)
        }
    }

    @Test
    fun `two fingers bring the map closer and move it, and open nothing`() {
        val app = core.app().apply { coverage() }
        shown(app, Look(), window) {
            val model = app.page as CoverageModel
            map().performTouchInput {
                val (near, far) = Offset(20f, 0f) to Offset(80f, 0f)
                pinch(center - near, center - far, center + near, center + far)
            }
            waitForIdle()
            assertTrue(model.lens.times > 2f, "${model.lens}")
            val before = model.lens.middle
            map().performTouchInput {
                pinch(center, center + Offset(60f, 0f), center + Offset(40f, 0f), center + Offset(100f, 0f))
            }
            waitForIdle()
            assertTrue(model.lens.middle.x < before.x, "${model.lens}")
            assertTrue(app.page === model)
        }
    }

    @Test
    fun `where nobody drew a grid there is no map`() {
        val app = enrolledPhone().app().apply { coverage() }
        assertNull((app.page as CoverageModel).ground)
    }

    @Test
    fun `the homes behind a figure are those that the core counts, and lead to the home and back`() {
        val app = core.app().apply { coverage() }
        val grid = core.coverage().count(PeriodKind.MONTH, null).grids(null, 0u, 200u).first { it.counts.visited > 0u }
        fun behind(figure: Figure) =
            core.coverage().homes(FigureOf(PeriodKind.MONTH, figure, grid = grid.grid), null, 200u).homes
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(grid.gridName)
            finger.tap(ScreenWord.COUNT_DUE.of(figure(grid.counts.due)).zh)
            assertEquals(Figure.DUE, (app.page as HomesModel).figure)
            assertEquals(behind(Figure.DUE).map { it.household }, shownHomes(app))
            finger.tap(Figure.DUE.label().zh)
            finger.tap(Figure.VISITED.label().zh)
            assertEquals(behind(Figure.VISITED).map { it.household }, shownHomes(app))
            val home = behind(Figure.VISITED).first()
            assertTrue(shows(ScreenWord.COUNT_VISITED.of(figure(home.count)).zh))
            assertTrue(shows(ScreenWord.NO_SILENT_PHONES.words.zh), "figures never stand without what is known of them")
            finger.tap(home.greeting)
            assertTrue(shows(ScreenWord.WHO_LIVES_HERE.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertEquals(Figure.VISITED, (app.page as HomesModel).figure)
        }
    }

    private fun shownHomes(app: AppModel) =
        checkNotNull((app.page as HomesModel).homes.value).homes.map { it.household }

    @Test
    fun `pages of homes follow each other without a gap`() {
        val app = core.app().apply { coverage() }
        val model = (app.page as CoverageModel).let { app.homes(it.part, it.span) }.let { app.page as HomesModel }
        assertFalse(checkNotNull(model.homes.value).homes.isEmpty())
        val all = core.coverage().homes(FigureOf(PeriodKind.MONTH, Figure.DUE), null, 200u).homes.map { it.household }
        while (model.homes.value?.next != null) model.more()
        assertEquals(all, shownHomes(app))
        assertEquals(20, all.size)
    }
}
