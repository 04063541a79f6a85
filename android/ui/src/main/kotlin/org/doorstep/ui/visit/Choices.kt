package org.doorstep.ui.visit

import org.doorstep.Doorstep
import org.doorstep.HouseholdView
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.Subject
import org.doorstep.TicketId
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.VisitKind
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.ui.Say

/** A value that can be chosen, and what it is called. */
data class Choice<T>(val value: T, val words: Words)

/** All that can be chosen in a visit to one household, put into words once. */
data class Choices(
    /** The two that most visits end with. */
    val usualOutcomes: List<Choice<VisitOutcome>>,
    val otherOutcomes: List<Choice<VisitOutcome>>,
    val nextSteps: List<Choice<NextStep>>,
    /** What the core proposed as done, and what else was ticked. */
    val work: List<Choice<VisitFact>>,
    val tickets: List<Choice<TicketId>>,
    val otherWork: List<Choice<VisitFact>>,
    val needs: List<Choice<NeedKind>>,
)

internal fun Doorstep.choices(draft: VisitDraft, home: HouseholdView): Choices {
    val outcomes = VisitOutcome.entries.map { Choice(it, it.label()) }
    val (usual, others) = outcomes.partition { it.value in USUAL }
    val whole = Subject.Household(home.id)
    val otherWork = VisitKind.entries.map { VisitFact(it, whole) }.filter { it !in draft.facts }
    return Choices(
        usual.sortedBy { USUAL.indexOf(it.value) },
        others,
        visits().nextSteps(home.id).map { Choice(it, it.label()) },
        draft.facts.map { Choice(it, it.inWords(home)) },
        home.tickets.filter { it.id in draft.tickets }.map { Choice(it.id, it.task) },
        otherWork.map { Choice(it, it.inWords(home)) },
        NeedKind.entries.map { Choice(it, it.label()) },
    )
}

private val USUAL = listOf(VisitOutcome.NO_CHANGE, VisitOutcome.COMPLETED)

private fun VisitFact.inWords(home: HouseholdView) = Say.line(
    when (val whom = subject) {
        is Subject.Household -> null
        is Subject.Resident -> home.residents.find { it.id == whom.id }?.name?.let(Say::asIs)
    },
    kind.label(),
)
