package org.doorstep.ui.today

import java.time.LocalDate
import org.doorstep.Doorstep
import org.doorstep.StopView
import org.doorstep.TicketState
import org.doorstep.Words
import org.doorstep.ui.Say

/** One thing to do at a stop. */
data class Task(
    val what: Words,
    val due: LocalDate,
    /** Since when it is overdue, where it is. */
    val missedSince: LocalDate?,
    /** That somebody came in vain, where it was so. */
    val attempted: Words?,
)

/**
 * Puts what is due at a stop into words. A stop knows its rules by their ids, and a household knows their titles: each
 * is asked for once. Used by the core's thread alone.
 */
internal class Tasks {
    private val titles = HashMap<String, Words>()

    fun stop(core: Doorstep, stop: StopView) = Stop(
        stop.household,
        stop.greeting,
        Say.line(Say.asIs(stop.address), stop.building?.let(Say::asIs), stop.floor?.let(Say::floor)),
        stop.safetyNote,
        duties(core, stop) + stop.tickets.map { Task(it.task, it.due, missedSince = null, attempted(it.state)) },
    )

    private fun duties(core: Doorstep, stop: StopView) = stop.duties.map { duty ->
        if (duty.rule !in titles) learn(core, stop)
        val title = titles[duty.rule] ?: Say.asIs(duty.rule)
        val what = Say.line(duty.name?.let(Say::asIs), title)
        Task(what, duty.due, duty.missedSince, TicketState.ATTEMPTED.label().takeIf { duty.isAttempted })
    }

    private fun learn(core: Doorstep, stop: StopView) =
        core.register().household(stop.household).duties.forEach { titles[it.rule] = it.title }
}

private fun attempted(state: TicketState) = state.label().takeIf { state == TicketState.ATTEMPTED }
