package org.doorstep.ui.stop

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.ColleagueView
import org.doorstep.HouseholdId
import org.doorstep.Register
import org.doorstep.StaffId
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Form
import org.doorstep.ui.Typing
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.ui.value

/** What a worker enters to hand a home over. */
data class Handing(
    /** Whether they are about to. */
    val isOpen: Boolean = false,
    val to: StaffId? = null,
    val note: String = "",
    val isBusy: Boolean = false,
    /** Why it was not recorded, in the core's words. */
    val problem: Words? = null,
)

/** A home that is handed to a colleague, or taken back; `recorded` is called once either was. */
class HandOver(
    private val core: CoreThread,
    private val household: HouseholdId,
    private val recorded: () -> Unit,
) {
    /** To whom it can be handed, each with what they are; nobody where this worker may not. */
    var colleagues: List<Pair<StaffId, Words>> by mutableStateOf(emptyList())
        private set

    var handing by mutableStateOf(Handing())
        private set

    private val typing = Typing(core, Form.HAND_OVER, household) { words -> change { it.copy(problem = words) } }

    fun read() = core.ask({ core -> core.register().mayTakeOver(household).map { it.id to it.inWords() } }) {
        colleagues = it.value.orEmpty()
    }

    fun open() {
        change { it.copy(isOpen = true) }
        typing.readWords { words -> change { it.copy(note = words) } }
    }

    /** Whether it was open. */
    fun close(): Boolean {
        val wasOpen = handing.isOpen
        handing = Handing()
        if (wasOpen) typing.clear()
        return wasOpen
    }

    fun choose(to: StaffId) = change { it.copy(to = to, problem = null) }

    fun note(words: String) {
        change { it.copy(note = words, problem = null) }
        typing.keepWords(words)
    }

    /** Until the day that the core has for it. */
    fun handOver() {
        val (_, to, note) = handing
        if (to != null) record { handOver(household, to, until = null, note) }
    }

    fun takeBack() = record { takeBack(household) }

    private fun record(call: Register.() -> Unit) {
        if (handing.isBusy) return
        change { it.copy(isBusy = true, problem = null) }
        core.ask({ it.register().call() }) { answer ->
            if (answer is Answer.Failed) return@ask change { it.copy(isBusy = false, problem = answer.words) }
            handing = Handing()
            typing.clear()
            recorded()
        }
    }

    private fun change(edit: (Handing) -> Handing) {
        handing = edit(handing)
    }
}

private fun ColleagueView.inWords() = line(asIs(name), gridRole.label(), staffRole.label())
