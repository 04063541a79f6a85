package org.doorstep.ui.responsibility

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.LocalDate
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.GridLine
import org.doorstep.ResponsibilityLineView
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.grids
import org.doorstep.ui.line

/** What is shown: grids, or what is said where there are none. */
data class Duties(val grids: List<GridDuties>, val nothing: Words)

/** A grid and who answers for it. */
data class GridDuties(val name: String, val workers: List<Responsible>)

/** Who answers, and as what. */
data class Responsible(val name: String, val asWhat: Words, val since: LocalDate)

/** Who answers for what, in one grid or in all of this phone. */
class ResponsibilityModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val grid: GridCode?,
) : Page {
    override val shows = setOf(Area.COVERAGE, Area.ENROLMENT)

    var duties: Answer<Duties> by mutableStateOf(Answer.Awaited)
        private set

    /** What stood in the way of giving the list away. */
    var problem: Words? by mutableStateOf(null)
        private set

    /** As a workbook, by whatever the phone has. */
    fun share() {
        problem = null
        val file = platform.sheetFile()
        core.ask({ it.responsibilityList().share(grid, file) }) { answer ->
            if (answer is Answer.Failed) problem = answer.words else platform.handOn(file)
        }
    }

    override fun read() = core.ask({ it.duties() }) { duties = it }

    private fun Doorstep.duties() = Duties(
        grids().filter { grid == null || it.grid == grid }.map { dutiesIn(it) },
        wordsOfNothing(ScreenWord.NO_GRIDS),
    )
}

private fun Doorstep.dutiesIn(grid: GridLine) =
    GridDuties(grid.name, responsibilityList().ofGrid(grid.grid).map { it.inWords() })

private fun ResponsibilityLineView.inWords() =
    Responsible(name, line(gridRole.label(), staffRole.label()), since)
