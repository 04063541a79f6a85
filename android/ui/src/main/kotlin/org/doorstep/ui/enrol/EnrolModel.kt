package org.doorstep.ui.enrol

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.EnrolledView
import org.doorstep.Enrolment
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.words

/** How far an enrolment has come. */
sealed interface Step {
    /** The code is asked for. */
    data object Code : Step

    /** A code was read, and nothing was sent yet. */
    data class Read(val enrolment: Enrolment, val hub: String) : Step

    data class Sent(val read: Read) : Step

    data class Done(val enrolled: EnrolledView) : Step
}

/** From the text of a code to a phone that knows whose it is; `enrolled` is called as soon as it does. */
class EnrolModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val enrolled: () -> Unit,
) : Page {
    /** Nothing: what is typed here is newer than what the core holds. */
    override val shows = emptySet<Area>()

    /** The code's text, which opens a door: kept nowhere else, and forgotten once it was used. */
    var code by mutableStateOf("")
        private set

    var step: Step by mutableStateOf(Step.Code)
        private set

    /** What stands in the way. */
    var problem: Words? by mutableStateOf(null)
        private set

    override fun read() = Unit

    fun type(text: String) {
        code = text
        problem = null
    }

    fun readCode() {
        val text = code
        go(Step.Code)
        core.ask({ it.readEnrolment(text.trim()).let { read -> Step.Read(read, read.hub().url) } }) { answer ->
            when (answer) {
                Answer.Awaited -> Unit
                is Answer.Failed -> go(Step.Code, answer.words)
                is Answer.Here -> go(answer.value)
            }
        }
    }

    fun another() = go(Step.Code)

    fun enrol() {
        val read = step as? Step.Read ?: return
        go(Step.Sent(read))
        core.ask({ read.enrolment.request() }) { answer ->
            when (answer) {
                Answer.Awaited -> Unit
                is Answer.Failed -> go(read, answer.words)
                is Answer.Here -> send(read, answer.value)
            }
        }
    }

    private fun send(read: Step.Read, request: HttpRequest) = platform.send(request) { answer ->
        if (answer == null) core.show { go(read, ScreenWord.HUB_SILENT.words) } else finish(read, answer)
    }

    private fun finish(read: Step.Read, answer: HttpAnswer) = core.ask({ read.enrolment.finish(answer) }) {
        when (it) {
            Answer.Awaited -> Unit
            is Answer.Failed -> go(read, it.words)
            is Answer.Here -> {
                code = ""
                go(Step.Done(it.value))
                enrolled()
            }
        }
    }

    private fun go(step: Step, problem: Words? = null) {
        this.step = step
        this.problem = problem
    }
}
