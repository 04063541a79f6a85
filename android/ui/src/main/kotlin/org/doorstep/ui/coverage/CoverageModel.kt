package org.doorstep.ui.coverage

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.PeriodKind
import org.doorstep.ServiceArea
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.today

/** What *Coverage* shows. */
data class Covered(
    val known: Known,
    /** The one that is shown alone. */
    val area: ServiceArea?,
    /** All grids together; the core gives it for all areas only. */
    val total: Figures?,
    val grids: List<GridFigures>,
    /** The areas in which anything is counted. */
    val areas: List<ServiceArea>,
)

/** How far the grids of this phone are covered in one period. */
class CoverageModel(private val core: CoreThread, private val platform: Platform) : Page {
    override val shows = setOf(Area.COVERAGE)

    var span by mutableStateOf(Span())
        private set

    /** The area that is shown alone; none where all are. */
    var area: ServiceArea? by mutableStateOf(null)
        private set

    var covered: Answer<Covered> by mutableStateOf(Answer.Awaited)
        private set

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val asked = span to area
        core.ask({ it.covered(asked.first, asked.second) }) { if (span to area == asked) covered = it }
    }

    fun choose(kind: PeriodKind) = show(Span(kind), area)

    fun choose(area: ServiceArea?) = show(span, area)

    fun earlier() = show(span.earlier(), area)

    fun later() = show(span.later(), area)

    private fun show(span: Span, area: ServiceArea?) {
        this.span = span
        this.area = area
        read()
    }

    private fun Doorstep.covered(span: Span, area: ServiceArea?): Covered {
        val report = coverage().count(span.kind, span.day(platform.today()))
        val lines = report.all()
        val shown = if (area == null) lines.wholes() else lines.of(area)
        return Covered(
            known(report),
            area,
            report.total().inWords().takeIf { area == null },
            shown.sortedWith(lowestFirst).map { GridFigures(it.grid, nameOf(it.grid), it.counts.inWords()) },
            lines.mapNotNull { it.area }.distinct().sorted(),
        )
    }
}
