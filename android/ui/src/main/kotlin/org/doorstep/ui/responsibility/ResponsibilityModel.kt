package org.doorstep.ui.responsibility

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.LocalDate
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.PeriodKind
import org.doorstep.ResponsibilityLineView
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.coverage.all
import org.doorstep.ui.line

/** A grid and who answers for it. */
data class GridDuties(val name: String, val workers: List<Responsible>)

/** Who answers, and as what. */
data class Responsible(val name: String, val asWhat: Words, val since: LocalDate)

/** Who answers for what, in one grid or in all of this phone. */
class ResponsibilityModel(private val core: CoreThread, private val grid: GridCode?) : Page {
    override val shows = setOf(Area.COVERAGE, Area.ENROLMENT)

    var grids: Answer<List<GridDuties>> by mutableStateOf(Answer.Awaited)
        private set

    override fun read() = core.ask({ core -> core.gridsShown().map { core.duties(it) } }) { grids = it }

    /** The core lists no grids: these are the ones in which anything is to be visited this year. */
    private fun Doorstep.gridsShown() =
        grid?.let(::listOf) ?: coverage().count(PeriodKind.YEAR, null).all().map { it.grid }.distinct()
}

private fun Doorstep.duties(grid: GridCode): GridDuties {
    val lines = responsibilityList().ofGrid(grid)
    return GridDuties(lines.firstOrNull()?.gridName ?: grid, lines.map { it.inWords() })
}

private fun ResponsibilityLineView.inWords() =
    Responsible(name, line(gridRole.label(), staffRole.label()), since)
