package org.doorstep.ui.volunteer

import androidx.compose.foundation.ScrollState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.HouseholdId
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.TicketState
import org.doorstep.TicketView
import org.doorstep.VisitDraft
import org.doorstep.VisitMode
import org.doorstep.VisitOutcome
import org.doorstep.WellbeingAnswer
import org.doorstep.WellbeingCheck
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.address
import org.doorstep.ui.line
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.Visiting
import org.doorstep.ui.visit.begun
import org.doorstep.ui.voice.VoiceModel

/** What a volunteer knows of a home. */
data class Door(
    val greeting: String,
    val address: Words,
    val place: Coordinate?,
    val phone: String?,
    val safetyNotes: List<String>,
    val tasks: List<Words>,
    val isBegun: Boolean,
)

/** How far it has come at a door. */
sealed interface Standing {
    data object OnTheWay : Standing

    /** Somebody is there. */
    data class Asking(val visiting: Visiting) : Standing

    /** Nobody is: the core's steps are tried one after the other. */
    data class Trying(val visiting: Visiting) : Standing
}

/**
 * A volunteer at one door, from the way there to the end of the visit. What is answered lies in the visit in progress
 * alone, so that a killed app stands where it stood.
 */
class DoorModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val household: HouseholdId,
    leave: (Words) -> Unit,
) : Page {
    override val shows = setOf(Area.REGISTER)

    var door: Answer<Door> by mutableStateOf(Answer.Awaited)
        private set

    /** Whether the visit was begun. */
    private var isHere by mutableStateOf(false)

    val voice = VoiceModel(core, platform, VisitTo(household))

    val visit = VisitModel(core, platform, VisitTo(household)) {
        voice.leave()
        leave(it)
    }

    private var wasInVain by mutableStateOf(false)

    /** Whether another step is to be tried: none was yet, whatever was killed since, or the last one came to nothing. */
    val isNextDue get() = wasInVain || visit.visiting.value?.draft?.nextStep == null

    val scroll = ScrollState(0)

    /** None until what was begun here is read. */
    val standing: Answer<Standing>
        get() = when (val visiting = visit.visiting) {
            Answer.Awaited -> if (isHere) Answer.Awaited else Answer.Here(Standing.OnTheWay)
            is Answer.Failed -> visiting
            is Answer.Here -> Answer.Here(visiting.value.standing())
        }

    private fun Visiting.standing() =
        if (draft.outcome == VisitOutcome.NOT_HOME) Standing.Trying(this) else Standing.Asking(this)

    override fun read() = core.ask({ it.door() }) { answer ->
        door = answer
        if (answer.value?.isBegun == true && !isHere) begin()
    }

    /** From the steps back to the pictures. */
    override fun back(): Boolean {
        if (standing.value !is Standing.Trying) {
            voice.leave()
            return false
        }
        visit.change { it.copy(outcome = null, nextStep = null) }
        return true
    }

    fun showTheWay() {
        door.value?.place?.let(platform::showTheWay)
    }

    fun begin() {
        isHere = true
        visit.read()
        voice.read()
    }

    fun tick(check: WellbeingCheck, isWell: Boolean) = visit.change { it.with(check, true.takeIf { isWell }) }

    /** That something is hard, and what; where it is not, nothing is. */
    fun tellTrouble(isHard: Boolean) = visit.change { draft ->
        val told = draft.with(WellbeingCheck.TROUBLE, false.takeIf { isHard })
        if (isHard) told else told.copy(needs = emptyList())
    }

    fun tick(need: NeedKind, isFound: Boolean) = visit.tick(need, isFound)

    /** All pictures at once, and the visit is over. */
    fun allWell() = visit.allWell()

    /** As the pictures say. */
    fun finish() {
        visit.change { it.copy(outcome = VisitOutcome.COMPLETED) }
        visit.finish()
    }

    fun call() = platform.dial(door.value?.phone)

    /** Somebody is in danger: one tap, whatever else is entered. */
    fun report() = platform.dial(visit.visiting.value?.choices?.reportPhone)

    fun nobodyOpens() = visit.change { it.copy(outcome = VisitOutcome.NOT_HOME, nextStep = null) }

    fun take(step: NextStep) {
        wasInVain = false
        visit.change { it.copy(nextStep = step) }
        when (step) {
            NextStep.PHONE_FOLLOW_UP -> call()
            NextStep.REPORT_AT_ONCE -> report()
            NextStep.ASK_NEIGHBOUR, NextStep.LEAVE_NOTE, NextStep.COME_BACK -> Unit
        }
    }

    fun inVain() {
        wasInVain = true
    }

    /** Who was reached by a call was visited by phone. */
    fun reached() = visit.change { draft ->
        val isByPhone = draft.nextStep == NextStep.PHONE_FOLLOW_UP
        draft.copy(outcome = null, nextStep = null, mode = if (isByPhone) VisitMode.PHONE else draft.mode)
    }

    /** Nobody was reached: what was tried last is what follows. */
    fun giveUp() = visit.finish()

    private fun Doorstep.door(): Door {
        val view = register().household(household)
        return Door(
            view.greeting,
            address(view.address, view.building, view.floor),
            view.place,
            view.phone.takeIf { homesLock() == null },
            (listOf(view.safetyNote) + view.tickets.map { it.safetyNote }).filterNotNull().distinct(),
            view.tickets.map { it.inWords() }.distinct(),
            begun(VisitTo(household)) != null,
        )
    }
}

private fun TicketView.inWords() = line(task, state.label().takeIf { state != TicketState.OPEN })

/** Whether this was said to be well; of trouble, that there is none. */
internal fun VisitDraft.isWell(check: WellbeingCheck) = WellbeingAnswer(check, true) in wellbeing

/** Whether something was said to be hard. */
internal val VisitDraft.isHard
    get() = WellbeingAnswer(WellbeingCheck.TROUBLE, false) in wellbeing || needs.isNotEmpty()

/** With this answer in place of another; none takes the other back. */
private fun VisitDraft.with(check: WellbeingCheck, isWell: Boolean?) = copy(
    wellbeing = wellbeing.filter { it.check != check } + listOfNotNull(isWell?.let { WellbeingAnswer(check, it) }),
)
