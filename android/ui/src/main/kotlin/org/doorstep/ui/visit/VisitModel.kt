package org.doorstep.ui.visit

import androidx.compose.foundation.ScrollState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.LocalDate
import java.util.concurrent.atomic.AtomicReference
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.DraftId
import org.doorstep.FixView
import org.doorstep.HouseholdChange
import org.doorstep.NeedDraft
import org.doorstep.NeedKind
import org.doorstep.NextStep
import org.doorstep.ScreenWord
import org.doorstep.TicketId
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.OtherApps
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.asIs
import org.doorstep.ui.map
import org.doorstep.ui.of
import org.doorstep.ui.value
import org.doorstep.ui.words

/** A visit in progress as the screen shows it. */
data class Visiting(
    val draft: VisitDraft,
    val choices: Choices,
    val greeting: String,
    /** Where it stands as against the home; none before the phone was asked where it is. */
    val place: Words? = null,
    val isLocating: Boolean = false,
    /** Whether all that was entered is on the disk. */
    val isSaved: Boolean = true,
    val isFinishing: Boolean = false,
    /** What stands in the way of saving or finishing, in the core's words. */
    val problem: Words? = null,
) {
    /** As the core knows it by now; what is under way goes on. */
    internal fun updated(read: Visiting) =
        copy(draft = read.draft, choices = read.choices, greeting = read.greeting, place = read.place ?: place)
}

/**
 * A visit in progress: resumed where one was begun here, begun otherwise. Every change is saved at once; `leave` is
 * called when the visit is over, with what to tell.
 */
class VisitModel(
    private val core: CoreThread,
    private val platform: Platform,
    val visit: VisitTo,
    private val leave: (Words) -> Unit,
) : Page {
    /** Nothing: what is entered here is newer than what the core holds. */
    override val shows = emptySet<Area>()

    var visiting: Answer<Visiting> by mutableStateOf(Answer.Awaited)
        private set

    /** Where the form stands, kept while another screen lies on top. */
    val scroll = ScrollState(0)

    val particulars = Particulars(core, visit)

    val apps = OtherApps(core, platform)

    /** What is newer than what the disk holds, until it is on it. */
    private val unsaved = AtomicReference<VisitDraft?>()

    /** How often it was changed here: what was asked for before a change is older than what is shown. */
    private var changes = 0

    /** Whether the phone was asked where it is: once at the door, and again only when the worker wants it. */
    private var wasLocated = false

    override fun read() {
        val (knows, before) = wasLocated to changes
        if (!isSaved()) return settle(::read)
        core.ask({ it.resume(knows) }) { answer ->
            if (changes != before) return@ask read()
            visiting = answer.map { visiting.value?.updated(it) ?: it }
            particulars.read()
            // One that puts another right says where that one was.
            if (!wasLocated && visit.corrects == null && answer.value?.draft?.let { it.fix == null } == true) locate()
        }
    }

    /** What is not on the disk yet is saved again first; where that fails it stays here, and is told. */
    override fun settle(next: () -> Unit) {
        if (isSaved()) return next()
        core.ask({ it.saveNewest() }) { answer ->
            saved(answer)
            if (isSaved()) next()
        }
    }

    /** Asks the phone where it is. */
    fun locate() {
        if (visiting.value?.isLocating != false) return
        wasLocated = true
        show { it.copy(isLocating = true) }
        platform.locate { reading -> core.ask({ reading?.let(it.visits()::fix) }, ::located) }
    }

    /** A fix that cannot be had, or says nothing, stops nobody; what is wrong with it is told. */
    private fun located(answer: Answer<FixView?>) {
        val fix = answer.value?.fix
        if (fix != null) change { it.copy(fix = fix) }
        show { it.copy(isLocating = false) }
        judgePlace(answer.value?.fault.takeIf { fix == null })
    }

    /** Once what was entered is saved. */
    private fun judgePlace(fault: Words? = null) {
        val draft = visiting.value?.draft?.id ?: return
        core.ask({ fault ?: it.visits().placeOf(draft).sentence }) { place ->
            show { it.copy(place = place.value ?: it.place) }
        }
    }

    /** What follows goes with the outcome that asked for it. */
    fun choose(outcome: VisitOutcome) =
        change { it.ending(outcome) }

    /** Chosen again, it is chosen no more. */
    fun choose(next: NextStep) = change { it.copy(nextStep = next.takeIf { _ -> it.nextStep != next }) }

    fun tick(fact: VisitFact, isDone: Boolean) = change { it.copy(facts = it.facts.with(fact, isDone)) }

    fun tick(ticket: TicketId, isDone: Boolean) = change { it.copy(tickets = it.tickets.with(ticket, isDone)) }

    fun tick(need: NeedKind, isFound: Boolean) = change { draft ->
        draft.copy(needs = draft.needs.filter { it.kind != need } + listOf(NeedDraft(need)).filter { isFound })
    }

    /** Who came along, in case one alone may not do what is due. */
    fun companion(index: Int, name: String) = change { it.copy(companions = it.companions.named(index, name)) }

    /** First written on paper by this worker, today unless another day is told. Where they are now says nothing. */
    fun paper(isPaper: Boolean) {
        val begun = visiting.value?.choices?.paper ?: return
        change { it.copy(lateEntry = begun.takeIf { isPaper }) }
        judgePlace()
    }

    fun paperDay(day: LocalDate) = change { it.copy(lateEntry = it.lateEntry?.copy(visitedOn = day)) }

    /** That somebody wants no photo holds up nothing. */
    fun refusePhoto(isRefused: Boolean) = change { it.copy(photoRefused = isRefused) }

    fun note(words: String) = change { it.copy(note = words.ifEmpty { null }) }

    /** What was typed and not taken is not passed over. */
    fun finish() = particulars.settle { untaken ->
        if (untaken == null) end { } else show { it.copy(problem = untaken) }
    }

    /** Where the phone is, is where the home lies. */
    fun homeIsHere() {
        val draft = visiting.value?.draft ?: return
        val place = HouseholdChange.Place(draft.fix?.at ?: return)
        core.ask({ it.recordPlace(draft, place) }) { answer ->
            show { shown ->
                val hasNew = answer.value ?: shown.draft.hasNewPlace
                shown.copy(draft = shown.draft.copy(hasNewPlace = hasNew), problem = (answer as? Answer.Failed)?.words)
            }
            judgePlace()
        }
    }

    /** Somebody is in danger: one tap, whatever else is entered. */
    fun report() = visiting.value?.choices?.reportPhone?.let(apps::dial)

    /** All is well, in one tap: the core answers every check so, and the visit is over. */
    fun allWell() = end { visits().allWell(it) }

    fun discard() {
        val shown = visiting.value ?: return
        core.ask({ it.visits().discard(shown.draft.id) }) { ended(it, ScreenWord.DISCARDED.words) }
    }

    /** Finishes the visit once `last` was done with it. */
    private fun end(last: Doorstep.(DraftId) -> Unit) {
        val shown = visiting.value ?: return
        if (shown.isFinishing) return
        show { it.copy(isFinishing = true, problem = null) }
        core.ask({ it.end(shown.draft, last) }) { ended(it, ScreenWord.FINISHED.of(asIs(shown.greeting))) }
    }

    private fun ended(answer: Answer<*>, words: Words) = when (answer) {
        is Answer.Failed -> show { it.copy(isFinishing = false, isSaved = isSaved(), problem = answer.words) }
        else -> leave(words)
    }

    /** Shown at once and saved. */
    internal fun change(edit: (VisitDraft) -> VisitDraft) {
        val shown = visiting.value ?: return
        // What a finish under way commits is what was shown when it was tapped.
        if (shown.isFinishing) return
        val draft = edit(shown.draft)
        apps.clear()
        changes += 1
        show { it.copy(draft = draft, isSaved = false, problem = null) }
        unsaved.set(draft)
        core.ask({ it.saveNewest() }, ::saved)
    }

    /** What is finished is what was shown, also where an earlier save of it failed. */
    private fun Doorstep.end(shown: VisitDraft, last: Doorstep.(DraftId) -> Unit) {
        visits().save(shown)
        unsaved.set(null)
        last(shown.id)
        visits().finish(shown.id)
    }

    /** Of the changes that came while another was being saved, only the last needs a save. */
    private fun Doorstep.saveNewest() {
        val newest = unsaved.get() ?: return
        visits().save(newest)
        unsaved.compareAndSet(newest, null)
    }

    private fun isSaved() = unsaved.get() == null

    private fun saved(answer: Answer<Unit>) = show {
        when (answer) {
            is Answer.Failed -> it.copy(problem = answer.words)
            // What an earlier save came to is over.
            else -> it.copy(isSaved = isSaved(), problem = it.problem.takeIf { _ -> it.isSaved })
        }
    }

    private fun show(edit: (Visiting) -> Visiting) {
        visiting = Answer.Here(edit(visiting.value ?: return))
    }

    /** Whether the home has a new place by this visit. */
    private fun Doorstep.recordPlace(draft: VisitDraft, place: HouseholdChange.Place): Boolean {
        visits().changeHousehold(draft.id, draft.household, place)
        return inProgress(visit).hasNewPlace
    }

    private fun Doorstep.resume(knowsPlace: Boolean): Visiting {
        val draft = resumed(visit)
        val place = if (knowsPlace || draft.fix != null) visits().placeOf(draft.id).sentence else null
        val greeting = register().household(draft.household).greeting
        return Visiting(draft, choices(draft), greeting, place)
    }
}

private fun <T> List<T>.with(one: T, isIn: Boolean) = if (isIn) this - one + one else this - one
