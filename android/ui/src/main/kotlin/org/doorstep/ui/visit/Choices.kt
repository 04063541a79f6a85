package org.doorstep.ui.visit

import org.doorstep.DoorWork
import org.doorstep.Doorstep
import org.doorstep.LateEntry
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.Rung
import org.doorstep.TicketId
import org.doorstep.TicketView
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.WorkChoice
import org.doorstep.ui.asIs
import org.doorstep.ui.line

/** A value that can be chosen, and what it is called. */
data class Choice<T>(val value: T, val words: Words)

/** What is ticked off at a door beside the pictures. */
data class AtDoor(val tickets: List<Choice<TicketId>>, val work: List<Choice<VisitFact>>)

/** All that can be chosen in a visit to one household, put into words once. */
data class Choices(
    /** Those that most visits end with. */
    val usualOutcomes: List<Choice<VisitOutcome>>,
    val otherOutcomes: List<Choice<VisitOutcome>>,
    val nextSteps: List<Choice<NextStep>>,
    /** The same where nobody opens, one after the other, after which was tried last and whether in vain. */
    val ladder: (tried: NextStep?, inVain: Boolean) -> List<Rung>,
    /** What is due here, and what else was ticked. */
    val work: List<Choice<VisitFact>>,
    val tickets: List<Choice<TicketId>>,
    val otherWork: List<Choice<VisitFact>>,
    val atDoor: (VisitDraft) -> AtDoor,
    val needs: List<Choice<NeedKind>>,
    /** What to dial to report at once, where the tenant named a number. */
    val reportPhone: String?,
    /** Why photos are asked for here, each once. */
    val photoReasons: List<Words>,
    /** Why a signature is. */
    val signatureReasons: List<Words>,
    /** What one first written on paper begins with; no later day can be chosen. */
    val paper: LateEntry,
    /** How many must come for all that is due. */
    val visitors: Int,
)

internal fun Doorstep.choices(draft: VisitDraft): Choices {
    val choices = visits().choices(draft.id)
    return Choices(
        choices.usualOutcomes.map { Choice(it, it.label()) },
        choices.otherOutcomes.map { Choice(it, it.label()) },
        choices.nextSteps.map { Choice(it.step, it.step.label()) },
        choices::ladder,
        choices.work.map { it.inWords() },
        choices.tickets.map { it.inWords() },
        choices.otherWork.map { it.inWords() },
        { choices.atDoor(it).inWords() },
        NeedKind.entries.map { Choice(it, it.label()) },
        choices.reportPhone,
        choices.photoReasons,
        choices.signatureReasons,
        choices.paper,
        choices.visitors.toInt(),
    )
}

private fun DoorWork.inWords() = AtDoor(tickets.map { it.inWords() }, work.map { it.inWords() })

private fun TicketView.inWords() = Choice(id, task)

private fun WorkChoice.inWords() = Choice(fact, line(name?.let(::asIs), label))
