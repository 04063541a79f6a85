package org.doorstep.ui.coverage

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.StopCursor
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.map
import org.doorstep.ui.stops.Stop
import org.doorstep.ui.stops.inWords
import org.doorstep.ui.today
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

/** The figures of an area or a category. */
data class Group(val name: Words, val figures: Figures)

/** One grid in one period, with the homes that are to be visited in it today. */
class GridModel(
    private val core: CoreThread,
    private val platform: Platform,
    val grid: GridCode,
    val name: String,
    private val span: Span,
) : Page {
    override val shows = setOf(Area.COVERAGE, Area.TODAY)

    var page: Answer<GridPage> by mutableStateOf(Answer.Awaited)
        private set

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val shown = page.value?.homes?.size ?: 0
        core.ask({ it.page(shown.coerceIn(PAGE, MOST).toUInt()) }) { page = it }
    }

    fun more() {
        val shown = page.value ?: return
        core.ask({ it.homes(shown.next, PAGE.toUInt()) }) { more ->
            // Another answer came meanwhile: the pages would not fit together.
            if (page.value !== shown) return@ask
            page = more.map { (homes, next) -> shown.copy(homes = shown.homes + homes, next = next) }
        }
    }

    private fun Doorstep.page(limit: UInt): GridPage {
        val report = coverage().count(span.kind, span.day(platform.today()))
        val lines = report.all().filter { it.grid == grid }
        val (homes, next) = homes(null, limit)
        return GridPage(
            known(report),
            lines.wholes().firstOrNull()?.counts?.inWords(),
            lines.filter { it.area != null }.sortedWith(lowestFirst)
                .mapNotNull { line -> line.area?.let { Group(it.label(), line.counts.inWords()) } },
            lines.mapNotNull { line -> line.category?.let { Group(it.label(), line.counts.inWords()) } },
            homes,
            next,
        )
    }

    private fun Doorstep.homes(after: StopCursor?, limit: UInt) =
        today().page(grid, after, limit).let { page -> page.stops.map { it.inWords() } to page.next }

    private companion object {
        const val PAGE = 50

        /** What one page of the core may hold. */
        const val MOST = 200
    }
}
