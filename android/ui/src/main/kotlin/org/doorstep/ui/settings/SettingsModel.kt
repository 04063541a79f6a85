package org.doorstep.ui.settings

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Diagnostics
import org.doorstep.Doorstep
import org.doorstep.LossView
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Form
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.Typing
import org.doorstep.ui.Worker
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.line
import org.doorstep.ui.map
import org.doorstep.ui.of
import org.doorstep.ui.value
import org.doorstep.ui.words

/** How far leaving has come. */
sealed interface Leaving {
    /** Nobody asked for it. */
    data object Not : Leaving

    /** Asked for; what would be lost stands beside the second question. */
    data class Asked(val lost: Answer<LossView>) : Leaving

    data object Wiping : Leaving

    /** Something of it could not go. What went does not come back. */
    data class Unfinished(val problem: Words) : Leaving
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

    /** The phone's own; none of one that nobody enrolled. */
    var code: String? by mutableStateOf(null)
        private set

    /** Line by line, what lies nowhere else among it. */
    var stored: Answer<List<Words>> by mutableStateOf(Answer.Awaited)
        private set

    /** How the proof went; none before it was asked for. */
    var proof: Answer<Words>? by mutableStateOf(null)
        private set

    /** The file for support; none before it was asked for. */
    var diagnostics: Answer<Diagnostics>? by mutableStateOf(null)
        private set

    /** What the worker says of the app. */
    var feedback by mutableStateOf("")
        private set

    private val typing = Typing(core, Form.FEEDBACK) { given = Answer.Failed(it) }

    /** That it was given; none before it was. */
    var given: Answer<Words>? by mutableStateOf(null)
        private set

    /** The others whose stores lie on this phone. */
    var others: List<Worker> by mutableStateOf(emptyList())
        private set

    var leaving: Leaving by mutableStateOf(Leaving.Not)
        private set

    override fun read() {
        core.ask({ it.identityInWords() }) { identity = it }
        core.ask({ it.identity()?.run { it.shortCode() } }) { code = it.value }
        core.ask({ platform.otherWorkers() }) { others = it.value.orEmpty() }
        typing.readWords { feedback = it }
        core.ask({ it.stored().lines + it.wouldBeLost().lines }) { stored = it }
    }

    fun prove() {
        proof = Answer.Awaited
        core.ask({ it.proveJournal() }) { answer ->
            proof = answer.map { PhoneWord.PROVED_SOUND.of(figure(it.records), figure(it.photos)) }
        }
    }

    fun diagnose() {
        diagnostics = Answer.Awaited
        core.ask({ it.diagnostics(platform.diagnosticsFile()) }) { diagnostics = it }
    }

    /** To support, by whatever the phone has. */
    fun handOnDiagnostics() = diagnostics?.value?.let { platform.handOn(it.path) }

    fun type(feedback: String) {
        this.feedback = feedback
        given = null
        typing.keepWords(feedback)
    }

    /** To the office, like any record. */
    fun giveFeedback() {
        if (given == Answer.Awaited) return
        val words = feedback
        given = Answer.Awaited
        core.ask({ it.giveFeedback(words) }) { answer ->
            given = answer.map { PhoneWord.FEEDBACK_SAVED.words }
            if (answer !is Answer.Here) return@ask
            feedback = ""
            typing.clear()
        }
    }

    fun changeTo(worker: Worker?) = platform.changeTo(worker)

    /** Asks the core anew what would be lost, since the second question names it. */
    fun leave() {
        leaving = Leaving.Asked(Answer.Awaited)
        core.ask({ it.wouldBeLost() }) { lost -> if (leaving is Leaving.Asked) leaving = Leaving.Asked(lost) }
    }

    fun stay() {
        leaving = Leaving.Not
    }

    /** Only what stands beside the second question is wiped. */
    fun wipe() {
        when (val now = leaving) {
            Leaving.Not, Leaving.Wiping -> return
            is Leaving.Asked -> if (now.lost is Answer.Awaited) return
            is Leaving.Unfinished -> Unit
        }
        leaving = Leaving.Wiping
        core.ask({
            platform.wipeBegins()
            it.wipe()
        }) { if (it is Answer.Failed) leaving = Leaving.Unfinished(it.words) else wiped() }
    }

    /** No way leads back to a store that is gone, or half gone, nor elsewhere before it is. */
    val isBeingWiped get() = leaving is Leaving.Wiping || leaving is Leaving.Unfinished

    override fun back() = isBeingWiped
}

private fun Doorstep.identityInWords() = identity()?.let {
    listOf(
        line(asIs(it.staff.name), it.staff.role.label()),
        asIs(it.tenant),
        line(PhoneWord.HUB.words, asIs(it.hub.url)),
        it.state.label(),
    )
} ?: listOf(ScreenWord.NOT_ENROLLED.words)
