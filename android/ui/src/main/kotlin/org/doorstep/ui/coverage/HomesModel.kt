package org.doorstep.ui.coverage

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.CountedHome
import org.doorstep.Doorstep
import org.doorstep.Figure
import org.doorstep.FigureOf
import org.doorstep.HomeCursor
import org.doorstep.HouseholdId
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.PAGE
import org.doorstep.ui.Page
import org.doorstep.ui.address
import org.doorstep.ui.again
import org.doorstep.ui.figure
import org.doorstep.ui.more
import org.doorstep.ui.of
import org.doorstep.ui.value

/** Homes behind a figure, and how well that is known. */
data class Homes(val known: Known, val homes: List<Home>, val next: HomeCursor?)

/** A home, and how much of the figure it makes up. */
data class Home(
    val household: HouseholdId,
    val greeting: String,
    val address: Words,
    val count: Words,
    val mayHandOver: Boolean,
)

/** The homes behind the figures of one part of the duties in one period. */
class HomesModel(private val core: CoreThread, val part: Part, private val span: Span) : Page {
    override val shows = setOf(Area.COVERAGE)

    var figure by mutableStateOf(Figure.DUE)
        private set

    var homes: Answer<Homes> by mutableStateOf(Answer.Awaited)
        private set

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val asked = figure
        val limit = again(homes.value?.homes?.size)
        core.ask({ it.homes(asked, limit) }) { if (figure == asked) homes = it }
    }

    fun choose(figure: Figure) {
        this.figure = figure
        homes = Answer.Awaited
        read()
    }

    fun more() {
        val asked = figure
        core.more(::homes, { homesAfter(it.next, asked, PAGE) }) { shown, (homes, next) ->
            shown.copy(homes = shown.homes + homes, next = next)
        }
    }

    private fun Doorstep.homes(figure: Figure, limit: UInt): Homes {
        val (homes, next) = homesAfter(null, figure, limit)
        return Homes(known(coverage().count(span.kind, span.day)), homes, next)
    }

    private fun Doorstep.homesAfter(after: HomeCursor?, figure: Figure, limit: UInt): Pair<List<Home>, HomeCursor?> {
        val of = FigureOf(span.kind, figure, span.day, part.grid, part.area, part.category)
        return coverage().homes(of, after, limit).let { page -> page.homes.map { it.inWords(figure) } to page.next }
    }
}

private fun CountedHome.inWords(counted: Figure) = Home(
    household,
    greeting,
    address(address, building, floor),
    counted.sentence.of(figure(count)),
    mayHandOver,
)
