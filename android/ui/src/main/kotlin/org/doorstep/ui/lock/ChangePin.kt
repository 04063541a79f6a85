package org.doorstep.ui.lock

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.util.concurrent.Executor
import org.doorstep.PhoneWord
import org.doorstep.ui.words

/** How far a change of the PIN has come. */
sealed interface Changing {
    /** The PIN in force is asked; what came of the last try, where there was one. */
    data class Old(val answer: Opened? = null) : Changing

    /** Another is typed twice. */
    data class New(val old: String, val choosing: Lock.Choosing = Lock.Choosing()) : Changing

    data object Done : Changing
}

/** Another PIN, chosen by whoever knows the one in force: an app that stands open is not enough. */
class ChangePin(pins: Pins, background: Executor, screen: Executor) : PinTyping(pins, background, screen) {
    var changing: Changing by mutableStateOf(Changing.Old())
        private set

    /** Whether a PIN is being looked at. */
    var isBusy by mutableStateOf(false)
        private set

    override fun entered(pin: String) = when (val now = changing) {
        is Changing.Old -> tell({ pins.open(pin) }) { Changing.New(pin) }
        is Changing.New -> choose(now, pin)
        Changing.Done -> Unit
    }

    private fun choose(now: Changing.New, pin: String) {
        when (now.choosing.first) {
            null -> changing = now.copy(choosing = Lock.Choosing(pin))
            pin -> tell({ pins.change(now.old, pin) }) { Changing.Done }
            else -> changing = now.copy(choosing = Lock.Choosing(problem = PhoneWord.PINS_DIFFER.words))
        }
    }

    /** Whatever stands in the way is told where the PIN in force is asked. */
    private fun tell(call: () -> Opened, next: () -> Changing) {
        isBusy = true
        ask(call) { answer ->
            isBusy = false
            changing = if (answer == Opened.Yes) next() else Changing.Old(answer)
        }
    }
}
