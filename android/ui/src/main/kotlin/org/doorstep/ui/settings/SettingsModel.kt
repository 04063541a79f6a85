package org.doorstep.ui.settings

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Diagnostics
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.ItemState
import org.doorstep.ScreenWord
import org.doorstep.Thing
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.line
import org.doorstep.ui.map
import org.doorstep.ui.of
import org.doorstep.ui.words

/** What lies on this phone and nowhere else. */
data class Stored(val unsent: ULong, val rejected: ULong, val photos: ULong, val visits: ULong) {
    private val counts = listOf(
        unsent to ScreenWord.RECORDS_UNSENT.of(figure(unsent)),
        rejected to line(ItemState.REJECTED.label(), figure(rejected)),
        photos to ScreenWord.PHOTOS_UNSENT.of(figure(photos)),
        visits to ScreenWord.VISITS_BEGUN.of(figure(visits)),
    )

    /** Line by line. */
    val all = counts.map { (_, words) -> words }

    /** What would be lost with this phone, line by line. */
    val lost = counts.filter { (count, _) -> count > 0uL }.map { (_, words) -> words }
}

/** How far leaving has come. */
sealed interface Leaving {
    /** Nobody asked for it. */
    data object Not : Leaving

    /** Asked for; what would be lost stands beside the second question. */
    data class Asked(val lost: Answer<Stored>, val problem: Words? = null) : Leaving

    data object Wiping : Leaving
}

/** Who this phone is and what lies on it; `wiped` is called when nothing does any more. */
class SettingsModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val wiped: () -> Unit,
) : Page {
    override val shows = setOf(Area.ENROLMENT, Area.OUTBOX, Area.PHOTOS, Area.VISITS)

    /** Line by line. */
    var identity: Answer<List<Words>> by mutableStateOf(Answer.Awaited)
        private set

    var stored: Answer<Stored> by mutableStateOf(Answer.Awaited)
        private set

    /** How the proof went; none before it was asked for. */
    var proof: Answer<Words>? by mutableStateOf(null)
        private set

    /** The file for support; none before it was asked for. */
    var diagnostics: Answer<Diagnostics>? by mutableStateOf(null)
        private set

    var leaving: Leaving by mutableStateOf(Leaving.Not)
        private set

    override fun read() {
        core.ask({ it.identityInWords() }) { identity = it }
        core.ask({ it.stored() }) { stored = it }
    }

    fun prove() {
        proof = Answer.Awaited
        core.ask({ it.proveJournal() }) { answer ->
            proof = answer.map { ScreenWord.PROVED_SOUND.of(figure(it.records), figure(it.photos)) }
        }
    }

    fun diagnose() {
        diagnostics = Answer.Awaited
        core.ask({ it.diagnostics(platform.diagnosticsFile()) }) { diagnostics = it }
    }

    /** Asks the core anew what would be lost, since the second question names it. */
    fun leave() {
        leaving = Leaving.Asked(Answer.Awaited)
        core.ask({ it.stored() }) { lost -> if (leaving is Leaving.Asked) leaving = Leaving.Asked(lost) }
    }

    fun stay() {
        leaving = Leaving.Not
    }

    /** Only what stands beside the second question is wiped. */
    fun wipe() {
        val asked = leaving as? Leaving.Asked ?: return
        if (asked.lost is Answer.Awaited) return
        leaving = Leaving.Wiping
        core.ask({ it.wipe() }) { if (it is Answer.Failed) leaving = asked.copy(problem = it.words) else wiped() }
    }
}

private fun Doorstep.identityInWords() = identity()?.let {
    listOf(
        line(asIs(it.staff.name), it.staff.role.label()),
        asIs(it.tenant),
        line(ScreenWord.HUB.words, asIs(it.hub.url)),
        it.state.label(),
    )
} ?: listOf(DoorstepException.NotFound(Thing.ENROLMENT).text())

private fun Doorstep.stored() = Stored(
    outbox().unsent(),
    counted({ outbox().rejected(null, PAGE) }) { outbox().rejected(it.op, PAGE) },
    counted({ photos().outbox(null, PAGE) }) { photos().outbox(it.photo, PAGE) },
    visits().drafts().size.toULong(),
)

/** How many there are on all pages. */
private fun <T> counted(first: () -> List<T>, after: (T) -> List<T>): ULong =
    generateSequence(first()) { page -> page.lastOrNull()?.let(after) }.takeWhile { it.isNotEmpty() }
        .sumOf { it.size.toULong() }

/** What one page of the core may hold. */
private const val PAGE = 200u
