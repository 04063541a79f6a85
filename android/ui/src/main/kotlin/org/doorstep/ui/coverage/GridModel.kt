package org.doorstep.ui.coverage

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.CoverageLine
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.StopCursor
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.PAGE
import org.doorstep.ui.Page
import org.doorstep.ui.again
import org.doorstep.ui.asIs
import org.doorstep.ui.map
import org.doorstep.ui.stops.Stop
import org.doorstep.ui.stops.stopsAfter
import org.doorstep.ui.value

/** What is shown of one grid. */
data class GridPage(
    val known: Known,
    /** None where nothing of the period is counted in this grid. */
    val whole: Figures?,
    val areas: List<Group>,
    val categories: List<Group>,
    val homes: List<Stop>,
    val next: StopCursor?,
)

/** One grid in one period, with the homes that are to be visited in it today. */
class GridModel(
    private val core: CoreThread,
    val grid: GridCode,
    val name: String,
    val span: Span,
) : Page {
    override val shows = setOf(Area.COVERAGE, Area.TODAY)

    var page: Answer<GridPage> by mutableStateOf(Answer.Awaited)
        private set

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val limit = again(page.value?.homes?.size)
        core.ask({ it.page(limit) }) { page = it }
    }

    fun more() {
        val shown = page.value ?: return
        core.ask({ it.stopsAfter(shown.next, PAGE, grid) }) { more ->
            // Another answer came meanwhile: the pages would not fit together.
            if (page.value !== shown) return@ask
            page = more.map { (homes, next) -> shown.copy(homes = shown.homes + homes, next = next) }
        }
    }

    /** All of the grid. */
    val part get() = Part(asIs(name), grid)

    private fun CoverageLine.ofPart(words: Words?) =
        Group(Part(words ?: asIs(name), grid, area, category), counts.inWords())

    private fun Doorstep.page(limit: UInt): GridPage {
        val report = coverage().count(span.kind, span.day)
        val (homes, next) = stopsAfter(null, limit, grid)
        return GridPage(
            known(report),
            report.wholeOf(grid)?.inWords(),
            report.areasOf(grid).map { it.ofPart(it.area?.label()) },
            report.categoriesOf(grid).map { it.ofPart(it.category?.label()) },
            homes,
            next,
        )
    }
}
