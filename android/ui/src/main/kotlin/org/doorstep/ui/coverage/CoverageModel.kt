package org.doorstep.ui.coverage

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.ServiceArea
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.MOST
import org.doorstep.ui.Page
import org.doorstep.ui.allPages
import org.doorstep.ui.line
import org.doorstep.ui.value
import org.doorstep.ui.words

/** What *Coverage* shows. */
data class Covered(
    val known: Known,
    /** The periods before and after, where there is anything to look at. */
    val earlier: Span?,
    val later: Span?,
    /** The one that is shown alone. */
    val area: ServiceArea?,
    /** All grids together. */
    val total: Figures,
    val grids: List<GridFigures>,
    /** The areas in which anything is counted. */
    val areas: List<ServiceArea>,
    /** What is said where there are no grids. */
    val nothing: Words,
)

/** How far the grids of this phone are covered in one period. */
class CoverageModel(private val core: CoreThread) : Page {
    override val shows = setOf(Area.COVERAGE, Area.ENROLMENT)

    var span by mutableStateOf(Span())
        private set

    /** The area that is shown alone; none where all are. */
    var area: ServiceArea? by mutableStateOf(null)
        private set

    var covered: Answer<Covered> by mutableStateOf(Answer.Awaited)
        private set

    /** How close the map is looked at, kept while another screen lies on top. */
    var lens by mutableStateOf(Lens())
        private set

    fun look(change: (Lens) -> Lens) {
        lens = change(lens)
    }

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    /** Where the grids lie; none before it was read, and where nobody drew any. */
    var ground: Ground? by mutableStateOf(null)
        private set

    override fun read() {
        core.ask({ it.ground() }) { ground = it.value }
        count()
    }

    private fun count() {
        val asked = span to area
        core.ask({ it.covered(asked.first, asked.second) }) { if (span to area == asked) covered = it }
    }

    fun choose(kind: PeriodKind) = show(Span(kind), area)

    fun choose(area: ServiceArea?) = show(span, area)

    fun earlier() {
        covered.value?.earlier?.let { show(it, area) }
    }

    fun later() {
        covered.value?.later?.let { show(it, area) }
    }

    private fun show(span: Span, area: ServiceArea?) {
        this.span = span
        this.area = area
        count()
    }

    /** What is shown together at present. */
    val part get() = Part(line(ScreenWord.ALL_GRIDS.words, area?.label()), area = area)

    private fun Doorstep.covered(span: Span, area: ServiceArea?): Covered {
        val report = coverage().count(span.kind, span.day)
        val period = report.periodView()
        return Covered(
            known(report),
            period.earlier?.let { Span(span.kind, it) },
            period.later?.let { Span(span.kind, it) },
            area,
            report.totalOf(area).inWords(),
            allPages { report.grids(area, it, MOST) }.map { it.ofGrid() },
            report.areas(),
            wordsOfNothing(ScreenWord.NOTHING_TO_COUNT),
        )
    }
}
