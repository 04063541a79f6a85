package org.doorstep.ui.enrol

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.EnrolledView
import org.doorstep.Enrolment
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.Shot
import org.doorstep.ui.value
import org.doorstep.ui.words

/** How far an enrolment has come. */
sealed interface Step {
    /** The code is asked for. */
    data object Code : Step

    /** A code was read, and nothing was sent yet. */
    data class Read(val enrolment: Enrolment, val hub: String) : Step

    /** A PIN is chosen before anything comes to this phone. */
    data class Pin(val read: Read) : Step

    data class Sent(val read: Read) : Step

    /** `code` is that of this phone's key, for the manager to compare. */
    data class Done(val enrolled: EnrolledView, val code: String) : Step
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

    /** Whether a picture is being looked through for a code. */
    var isScanning by mutableStateOf(false)
        private set

    override fun read() = Unit

    /** From choosing a PIN to what it is chosen for. */
    override fun back(): Boolean {
        val chosen = step as? Step.Pin ?: return false
        go(chosen.read)
        return true
    }

    /** The camera's picture of a code, which is gone as soon as it was looked through. */
    fun scan() = platform.takePicture { shot ->
        when (shot) {
            is Shot.Taken -> look(shot.path)
            Shot.Not -> Unit
            Shot.NoCamera -> core.show { go(Step.Code, PhoneWord.NO_CODE_CAMERA.words) }
        }
    }

    private fun look(picture: String) {
        core.show { isScanning = true }
        core.ask({ codeIn(picture) }) { answer ->
            isScanning = false
            val text = answer.value ?: return@ask go(Step.Code, PhoneWord.CODE_UNREAD.words)
            type(text)
            readCode()
        }
    }

    private fun codeIn(picture: String) = try {
        platform.readCode(picture)
    } finally {
        platform.remove(picture)
    }

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

    /** The worker agrees, and has no PIN yet. */
    fun choosePin() = (step as? Step.Read)?.let { go(Step.Pin(it)) } ?: Unit

    /** The worker agrees, and has a PIN. */
    fun enrol() {
        val read = step as? Step.Read ?: (step as? Step.Pin)?.read ?: return
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

    private fun finish(read: Step.Read, answer: HttpAnswer) = core.ask({
        read.enrolment.finish(answer) to it.shortCode()
    }) {
        when (it) {
            Answer.Awaited -> Unit
            is Answer.Failed -> go(read, it.words)
            is Answer.Here -> {
                code = ""
                go(Step.Done(it.value.first, it.value.second))
                enrolled()
            }
        }
    }

    private fun go(step: Step, problem: Words? = null) {
        this.step = step
        this.problem = problem
    }
}
