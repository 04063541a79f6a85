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
import org.doorstep.Rung
import org.doorstep.StepChoice
import org.doorstep.TicketState
import org.doorstep.TicketView
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
import org.doorstep.ui.voice.Speaking
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
    platform: Platform,
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

    /** Whether the step that was tried last came to nothing. Who opens the app anew is asked again. */
    private var wasInVain by mutableStateOf(false)

    /** The core's steps where nobody opens, and how far they have come. */
    val steps: List<Rung>
        get() = visit.visiting.value?.run { choices.ladder(draft.nextStep, wasInVain) }.orEmpty()

    val scroll = ScrollState(0)

    /** What stands in the way of leaving or finishing. */
    val problem: Words?
        get() = visit.visiting.value?.problem ?: (voice.speaking as? Speaking.Unkept)?.problem

    /** None until what was begun here is read. */
    val standing: Answer<Standing>
        get() = when (val visiting = visit.visiting) {
            Answer.Awaited -> if (isHere) Answer.Awaited else Answer.Here(Standing.OnTheWay)
            is Answer.Failed -> visiting
            is Answer.Here -> Answer.Here(visiting.value.standing())
        }

    private fun Visiting.standing() =
        if (draft.isNobodyThere()) Standing.Trying(this) else Standing.Asking(this)

    override fun read() = core.ask({ it.door() }) { answer ->
        door = answer
        if (answer.value?.isBegun == true && !isHere) begin()
    }

    /** What was said and what was answered are on the disk first. */
    override fun settle(next: () -> Unit) = voice.settle {
        visit.settle {
            voice.leave()
            next()
        }
    }

    override fun locked() = voice.locked()

    /** From the steps back to the pictures. */
    override fun back(): Boolean {
        if (standing.value !is Standing.Trying) return false
        visit.change { it.backToPictures() }
        return true
    }

    fun showTheWay() = door.value?.place?.let(visit.apps::showTheWay)

    fun begin() {
        isHere = true
        visit.apps.clear()
        visit.read()
        voice.read()
    }

    fun tap(check: WellbeingCheck) = visit.change { it.tapped(check) }

    fun tick(need: NeedKind, isFound: Boolean) = visit.tick(need, isFound)

    /** All pictures at once, and the visit is over. */
    fun allWell() = voice.settle(visit::allWell)

    /** As the pictures say. */
    fun finish() = voice.settle {
        visit.change { it.asPictured() }
        visit.finish()
    }

    fun call() = door.value?.phone?.let(visit.apps::dial)

    fun nobodyOpens() = voice.settle { visit.change { it.nobodyOpens() } }

    fun take(choice: StepChoice) {
        wasInVain = false
        visit.change { it.copy(nextStep = choice.step) }
        choice.dials?.let(visit.apps::dial)
    }

    fun inVain() {
        wasInVain = true
        visit.apps.clear()
    }

    fun reached() = visit.change { it.somebodyAnswers() }

    /** Nobody was reached: what was tried last is what follows. */
    fun giveUp() = voice.settle(visit::finish)

    private fun Doorstep.door(): Door {
        val view = register().household(household)
        return Door(
            view.greeting,
            address(view.address, view.building, view.floor),
            view.place,
            view.phone,
            (listOf(view.safetyNote) + view.tickets.map { it.safetyNote }).filterNotNull().distinct(),
            view.tickets.map { it.inWords() }.distinct(),
            begun(VisitTo(household)) != null,
        )
    }
}

private fun TicketView.inWords() = line(task, state.label().takeIf { state != TicketState.OPEN })
