package org.doorstep.ui.today

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.GridLine
import org.doorstep.Left
import org.doorstep.Readiness
import org.doorstep.SearchHitView
import org.doorstep.ServiceArea
import org.doorstep.StopCursor
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.PAGE
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.again
import org.doorstep.ui.grids
import org.doorstep.ui.more
import org.doorstep.ui.stops.Stop
import org.doorstep.ui.stops.stopsAfter
import org.doorstep.ui.stops.stopsFrom
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.to

/** What *Today* shows. */
data class Day(
    val inProgress: List<Visiting>,
    /** Those of this phone, to see one alone. */
    val grids: List<GridLine>,
    /** Those by which the list can be chosen. */
    val areas: List<ServiceArea>,
    /** None while the first data are still on their way. */
    val left: Left?,
    val stops: List<Stop>,
    val next: StopCursor?,
    val unsent: ULong,
    /** That homes are locked without the hub, where they are. */
    val lock: Words?,
    /** What is said where there are no stops. */
    val nothing: Words,
) {
    /** Those at which nobody is in the middle of a visit. */
    val others get() = stops.filter { stop -> inProgress.none { it.visit == VisitTo(stop.household) } }

    val canBeSearched get() = lock == null

    /** Whether its stops can stand in another order. */
    val canBeOrdered get() = stops.isNotEmpty()

    /** Whether anything narrows or orders it: what large text folds leads to something. */
    val hasChoices get() = canBeSearched || canBeOrdered || grids.size > 1 || areas.size > 1
}

/** A visit in progress, such as one that a killed app left. */
data class Visiting(val visit: VisitTo, val greeting: String, val address: String)

/** The stops of the day, and the households that were looked for. */
class TodayModel(private val core: CoreThread, private val platform: Platform) : Page {
    override val shows = setOf(Area.TODAY, Area.VISITS, Area.OUTBOX)

    var day: Answer<Day> by mutableStateOf(Answer.Awaited)
        private set

    /** The grid that is shown alone; none where all are. */
    var grid: GridLine? by mutableStateOf(null)
        private set

    /** The service area that is shown alone; none where all are. */
    var area: ServiceArea? by mutableStateOf(null)
        private set

    /** Where the worker stood when they asked for the way from there; none where the list is as it is. */
    var here: Coordinate? by mutableStateOf(null)
        private set

    var isLocating by mutableStateOf(false)
        private set

    /** That no place could be had. */
    var hasNoPlace by mutableStateOf(false)
        private set

    /** What is looked for, as it was typed. Kept nowhere else. */
    var wanted by mutableStateOf("")
        private set

    var hits: Answer<List<SearchHitView>> by mutableStateOf(Answer.Awaited)
        private set

    /** Whether what narrows the list is at hand although large text has hardly any room for it. */
    var isUnfolded by mutableStateOf(false)
        private set

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val (asked, of, from) = Triple(grid, area, here)
        val limit = again(day.value?.stops?.size)
        core.ask({ it.readDay(asked?.grid, of, from, limit) }) { answer ->
            if (grid != asked || area != of || here != from) return@ask
            day = answer
            // The grid went to another worker.
            if (asked != null && answer.value?.grids?.contains(asked) == false) choose(null as GridLine?)
        }
    }

    fun unfold() {
        isUnfolded = true
    }

    override fun back(): Boolean {
        val wasUnfolded = isUnfolded || wanted.isNotEmpty()
        isUnfolded = false
        search("")
        return wasUnfolded
    }

    fun choose(grid: GridLine?) {
        this.grid = grid
        isUnfolded = false
        read()
    }

    fun choose(area: ServiceArea?) {
        this.area = area
        isUnfolded = false
        read()
    }

    /** The way from where the worker stands, asked for once. */
    fun fromHere() {
        if (isLocating) return
        isLocating = true
        hasNoPlace = false
        platform.locate { reading -> core.ask({ reading?.let(it.visits()::fix)?.fix?.at }) { located(it.value) } }
    }

    private fun located(at: Coordinate?) {
        isLocating = false
        hasNoPlace = at == null
        here = at ?: return
        isUnfolded = false
        read()
    }

    /** The list in its own order again. */
    fun asListed() {
        here = null
        isUnfolded = false
        read()
    }

    fun more() {
        val (asked, of) = grid to area
        core.more(::day, { stopsAfter(it.next, PAGE, asked?.grid, of) }) { shown, (stops, next) ->
            shown.copy(stops = shown.stops + stops, next = next)
        }
    }

    fun search(words: String) {
        wanted = words
        hits = Answer.Awaited
        if (words.isBlank()) return
        core.ask({ it.register().search(words, null, PAGE).hits }) { if (wanted == words) hits = it }
    }

    private fun Doorstep.readDay(grid: GridCode?, area: ServiceArea?, here: Coordinate?, limit: UInt): Day {
        val (stops, next) =
            if (here == null) stopsAfter(null, limit, grid, area) else stopsFrom(here, grid, area) to null
        val left = today().left(grid, area).takeIf { readiness() == Readiness.READY }
        val nothing = today().nothing(grid, area)
        return Day(inProgress(), grids(), areas(), left, stops, next, outbox().unsent(), homesLock(), nothing)
    }

    /** None before enrolment, as of all else. */
    private fun Doorstep.areas() = if (identity() == null) emptyList() else today().areas()

    private fun Doorstep.inProgress() = visits().drafts().map { draft ->
        register().household(draft.household).let { Visiting(draft.to, it.greeting, it.address) }
    }
}
