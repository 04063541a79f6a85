package org.doorstep.ui

import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executor
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.ScreenWord
import org.doorstep.Words

/** What a screen knows of something that it asked the core for. */
sealed interface Answer<out T> {
    data object Awaited : Answer<Nothing>

    data class Here<T>(val value: T) : Answer<T>

    data class Failed(val words: Words) : Answer<Nothing>
}

fun <T, R> Answer<T>.map(change: (T) -> R): Answer<R> = when (this) {
    Answer.Awaited -> Answer.Awaited
    is Answer.Failed -> this
    is Answer.Here -> Answer.Here(change(value))
}

/** What is here, if anything is. */
val <T> Answer<T>.value: T? get() = (this as? Answer.Here)?.value

/**
 * The screens' only way to the core: a call runs in the background, its answer is shown on the screen's thread. Nobody
 * else holds the core, so that none can call it elsewhere.
 *
 * `background` runs one call after the other, so that of two saves the later one is the last.
 */
class CoreThread(
    private val core: Doorstep,
    private val background: Executor,
    private val screen: Executor,
) {
    fun <T> ask(call: (Doorstep) -> T, show: (Answer<T>) -> Unit) = background.execute {
        val answer = answer(call)
        show { show(answer) }
    }

    /** Shuts the core once all that was asked before is done, and waits for that: never on the screen's thread. */
    fun shut() {
        val isShut = CountDownLatch(1)
        background.execute {
            try {
                core.shutdown()
            } finally {
                isShut.countDown()
            }
        }
        isShut.await()
    }

    /** Runs on the screen's thread, from whatever thread it is called. */
    fun show(work: () -> Unit) = screen.execute(work)

    private fun <T> answer(call: (Doorstep) -> T): Answer<T> = try {
        Answer.Here(call(core))
    } catch (error: DoorstepException) {
        Answer.Failed(error.text())
    } catch (_: Throwable) {
        // A fault of ours, or a picture too large for this phone. A worker at a door must be able to go on.
        Answer.Failed(ScreenWord.UNEXPECTED.words)
    }
}
