package org.doorstep.ui.visit

import org.doorstep.Doorstep
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.Subject
import org.doorstep.TicketId
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.VisitKind
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.line

/** A value that can be chosen, and what it is called. */
data class Choice<T>(val value: T, val words: Words)

/** All that can be chosen in a visit to one household, put into words once. */
data class Choices(
    /** The two that most visits end with. */
    val usualOutcomes: List<Choice<VisitOutcome>>,
    val otherOutcomes: List<Choice<VisitOutcome>>,
    val nextSteps: List<Choice<NextStep>>,
    /** What is due here, and what else was ticked. */
    val work: List<Choice<VisitFact>>,
    val tickets: List<Choice<TicketId>>,
    val otherWork: List<Choice<VisitFact>>,
    val needs: List<Choice<NeedKind>>,
    /** How many must come for all that is due. */
    val visitors: Int,
)

internal fun Doorstep.choices(draft: VisitDraft): Choices {
    val choices = visits().choices(draft.id)
    val outcomes = VisitOutcome.entries.map { Choice(it, it.label()) }
    val (usual, others) = outcomes.partition { it.value in USUAL }
    val offered = choices.work.map { it.fact }
    val otherWork = VisitKind.entries.map { VisitFact(it, Subject.Household(draft.household)) } - offered.toSet()
    return Choices(
        usual.sortedBy { USUAL.indexOf(it.value) },
        others,
        choices.nextSteps.map { Choice(it, it.label()) },
        choices.work.map { Choice(it.fact, line(it.name?.let(::asIs), it.label)) },
        choices.tickets.map { Choice(it.id, it.task) },
        otherWork.map { Choice(it, it.kind.label()) },
        NeedKind.entries.map { Choice(it, it.label()) },
        choices.visitors.toInt(),
    )
}

private val USUAL = listOf(VisitOutcome.NO_CHANGE, VisitOutcome.COMPLETED)
