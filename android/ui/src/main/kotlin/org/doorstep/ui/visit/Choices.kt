package org.doorstep.ui.visit

import org.doorstep.Doorstep
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.TicketId
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.WorkChoice
import org.doorstep.ui.asIs
import org.doorstep.ui.line

/** A value that can be chosen, and what it is called. */
data class Choice<T>(val value: T, val words: Words)

/** All that can be chosen in a visit to one household, put into words once. */
data class Choices(
    /** Those that most visits end with. */
    val usualOutcomes: List<Choice<VisitOutcome>>,
    val otherOutcomes: List<Choice<VisitOutcome>>,
    val nextSteps: List<Choice<NextStep>>,
    /** What is due here, and what else was ticked. */
    val work: List<Choice<VisitFact>>,
    val tickets: List<Choice<TicketId>>,
    val otherWork: List<Choice<VisitFact>>,
    val needs: List<Choice<NeedKind>>,
    /** What to dial to report at once, where the tenant named a number. */
    val reportPhone: String?,
    /** Why photos are asked for here, each once. */
    val photoReasons: List<Words>,
    /** How many must come for all that is due. */
    val visitors: Int,
)

internal fun Doorstep.choices(draft: VisitDraft): Choices {
    val choices = visits().choices(draft.id)
    val areNamed = homesLock() == null
    return Choices(
        choices.usualOutcomes.map { Choice(it, it.label()) },
        choices.otherOutcomes.map { Choice(it, it.label()) },
        choices.nextSteps.map { Choice(it, it.label()) },
        choices.work.map { it.inWords(areNamed) },
        choices.tickets.map { Choice(it.id, it.task) },
        choices.otherWork.map { it.inWords(areNamed) },
        NeedKind.entries.map { Choice(it, it.label()) },
        choices.reportPhone,
        choices.photoReasons,
        choices.visitors.toInt(),
    )
}

/** While homes are locked, residents have no names. */
private fun WorkChoice.inWords(isNamed: Boolean) = Choice(fact, line(name?.takeIf { isNamed }?.let(::asIs), label))
