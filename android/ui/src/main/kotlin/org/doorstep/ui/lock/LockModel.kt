package org.doorstep.ui.lock

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.Duration
import java.util.concurrent.Executor
import org.doorstep.PhoneWord
import org.doorstep.Words
import org.doorstep.ui.Worker
import org.doorstep.ui.words

/** How the app stands to whoever holds the phone. */
sealed interface Lock {
    /** It is not known yet whether there is a PIN. */
    data object Unknown : Lock

    data object Open : Lock

    /** No PIN was chosen yet. It is typed twice. */
    data class Choosing(
        val first: String? = null,
        /** What was wrong with the one before. */
        val problem: Words? = null,
        /** Whether it is being kept. */
        val isBusy: Boolean = false,
    ) : Lock

    data class Closed(
        /** Because nobody touched it. */
        val isIdle: Boolean,
        val triesLeft: UInt? = null,
        /** For how long no PIN is taken. */
        val rest: Duration? = null,
        /** Whether a PIN is being looked at. */
        val isBusy: Boolean = false,
        /** Why the last one could not be looked at. */
        val problem: Words? = null,
    ) : Lock
}

/**
 * Nothing of a home is on the screen when nobody uses it: locked when the app begins and after two idle minutes. The
 * store may be shut meanwhile, so that this holds no core. `uptime` counts on while the phone sleeps and cannot be set.
 */
class LockModel(
    pins: Pins,
    background: Executor,
    screen: Executor,
    private val uptime: () -> Duration,
) : PinTyping(pins, background, screen) {
    var lock: Lock by mutableStateOf(Lock.Unknown)
        private set

    var mayAskPhone by mutableStateOf(false)
        private set

    /** Who else has a store on this phone. */
    var others: List<Worker> by mutableStateOf(emptyList())
        private set

    /** Whom to tell that it fell. */
    var fell: () -> Unit = {}

    private var lastTouch = uptime()
    private var restsUntil: Duration? = null

    init {
        ask({ pins.isChosen() to pins.mayAskPhone() }) { (isChosen, mayAsk) ->
            mayAskPhone = mayAsk
            lock = if (isChosen) Lock.Closed(isIdle = false) else Lock.Choosing()
        }
        ask(pins::others) { others = it }
    }

    /** Whether nobody chose a PIN yet. */
    val isNew get() = lock is Lock.Choosing

    val isClosed get() = lock is Lock.Closed

    /** Whether the screens are shown. A phone that holds nothing needs no PIN yet: it is chosen with the enrolment. */
    fun letsIn(holdsNothing: Boolean) = lock == Lock.Open || isNew && holdsNothing

    /** Somebody uses the screen. Who touches a locked one does not. */
    fun touched() {
        check()
        if (lock == Lock.Open) lastTouch = uptime()
    }

    /** To be called now and then, and whenever the app comes to the front. */
    fun check() {
        if (lock == Lock.Open && uptime() - lastTouch >= IDLE) shut()
        val rests = restsUntil ?: return
        val rest = (rests - uptime()).takeIf { it > Duration.ZERO }
        if (rest == null) restsUntil = null
        change { it.copy(rest = rest) }
    }

    override fun entered(pin: String) = when (val now = lock) {
        is Lock.Choosing -> choose(now.first, pin)
        is Lock.Closed -> open(pin)
        Lock.Open, Lock.Unknown -> Unit
    }

    /** The way to another PIN, for whoever knows this one. */
    fun changePin() = ChangePin(pins, background, screen)

    fun askPhone() = background.execute {
        pins.askPhone { isOpen -> screen.execute { if (isOpen) opened() } }
    }

    fun changeTo(worker: Worker) = background.execute { pins.changeTo(worker) }

    fun beginAnew() = background.execute(pins::beginAnew)

    private fun choose(first: String?, pin: String) {
        when (first) {
            null -> lock = Lock.Choosing(pin)
            pin -> keep(pin)
            else -> lock = Lock.Choosing(problem = PhoneWord.PINS_DIFFER.words)
        }
    }

    /** Nothing opens with a PIN that is on no disk. */
    private fun keep(pin: String) {
        lock = Lock.Choosing(pin, isBusy = true)
        ask({ pins.choose(pin) }) { problem ->
            if (problem == null) opened() else lock = Lock.Choosing(problem = problem)
        }
    }

    private fun open(pin: String) {
        change { it.copy(isBusy = true, problem = null) }
        ask({ pins.open(pin) }) { answer ->
            when (answer) {
                Opened.Yes -> opened()
                is Opened.Wrong -> change { it.copy(triesLeft = answer.triesLeft, rest = null, isBusy = false) }
                is Opened.Rests -> {
                    restsUntil = uptime() + answer.span
                    change { it.copy(triesLeft = null, rest = answer.span, isBusy = false) }
                }
                is Opened.Failed -> change { it.copy(isBusy = false, problem = answer.why) }
            }
        }
    }

    private fun opened() {
        lastTouch = uptime()
        restsUntil = null
        forget()
        lock = Lock.Open
    }

    private fun shut() {
        lock = Lock.Closed(isIdle = true)
        fell()
        background.execute(pins::lock)
        ask(pins::mayAskPhone) { mayAskPhone = it }
        ask(pins::others) { others = it }
    }

    private fun change(edit: (Lock.Closed) -> Lock.Closed) {
        lock = edit(lock as? Lock.Closed ?: return)
    }

    companion object {
        /** How long nobody has to touch the screen. */
        val IDLE: Duration = Duration.ofMinutes(2)
    }
}
