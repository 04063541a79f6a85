package org.doorstep.ui.stops

import java.time.LocalDate
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.GridCode
import org.doorstep.HouseholdId
import org.doorstep.ServiceArea
import org.doorstep.StopCursor
import org.doorstep.StopDutyView
import org.doorstep.StopView
import org.doorstep.TicketState
import org.doorstep.TicketView
import org.doorstep.Words
import org.doorstep.ui.address
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.wordsOfDistance

/** A stop, in the words that a list needs. */
data class Stop(
    val household: HouseholdId,
    val greeting: String,
    val address: Words,
    val safetyNote: String?,
    /** Whom it is handed to, where it is. */
    val handed: Handed?,
    val tasks: List<Task>,
    /** From where the worker stands, where that is known. */
    val distance: Words?,
)

/** One thing to do at a stop. */
data class Task(
    val what: Words,
    val due: LocalDate,
    /** Since when it is overdue, where it is. */
    val missedSince: LocalDate?,
    /** That somebody came in vain, where it was so. */
    val attempted: Words?,
)

/** A page of stops, in one grid and area or in all, and where the next one goes on. */
internal fun Doorstep.stopsAfter(
    after: StopCursor?,
    limit: UInt,
    grid: GridCode? = null,
    area: ServiceArea? = null,
): Pair<List<Stop>, StopCursor?> =
    today().page(grid, after, limit, area).let { page -> page.stops.map { inWords(it) } to page.next }

/** The first stops in the order in which to walk them from here. */
internal fun Doorstep.stopsFrom(here: Coordinate, grid: GridCode?, area: ServiceArea?): List<Stop> =
    today().onFoot(grid, here, null, area).map { inWords(it) }

/** A stop, put into words. Few homes are handed over. */
private fun Doorstep.inWords(stop: StopView) = Stop(
    stop.household,
    stop.greeting,
    address(stop.address, stop.building, stop.floor),
    stop.safetyNote,
    stop.handedOver?.let { register().household(stop.household).handedOver?.inWords() },
    stop.duties.map { it.inWords() } + stop.tickets.map { it.inWords() },
    stop.metres?.let(::wordsOfDistance),
)

private fun StopDutyView.inWords() = Task(
    line(name?.let(::asIs), title),
    due,
    missedSince,
    TicketState.ATTEMPTED.label().takeIf { isAttempted },
)

private fun TicketView.inWords() =
    Task(task, due, missedSince = null, state.label().takeIf { state == TicketState.ATTEMPTED })
