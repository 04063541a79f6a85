package org.doorstep.ui.lock

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.util.concurrent.Executor

/** Where a PIN is typed. */
abstract class PinTyping(
    protected val pins: Pins,
    protected val background: Executor,
    protected val screen: Executor,
) {
    /** What was typed of it, kept nowhere else and forgotten once it was used. */
    var typed by mutableStateOf("")
        private set

    /** Whether the vault would take what was typed, and may be asked now. */
    var isReady by mutableStateOf(false)
        private set

    fun type(digit: Char) = retype(typed + digit)

    fun erase() = retype(typed.dropLast(1))

    /** What was typed is a PIN. */
    fun enter() {
        if (!isReady) return
        val pin = typed
        forget()
        entered(pin)
    }

    protected abstract fun entered(pin: String)

    protected fun forget() = retype("")

    protected fun <T> ask(call: () -> T, show: (T) -> Unit) = background.execute {
        val answer = call()
        screen.execute { show(answer) }
    }

    private fun retype(text: String) {
        typed = text
        isReady = false
        ask({ pins.takes(text) }) { if (typed == text) isReady = it }
    }
}
