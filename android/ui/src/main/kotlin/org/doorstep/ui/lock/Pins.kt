package org.doorstep.ui.lock

import java.time.Duration
import org.doorstep.Words
import org.doorstep.ui.Worker

/**
 * The app's own PIN, kept by the phone's vault, which lends the key of the store only while it is open. What is asked
 * of it may take a while; none of it is asked on the screen's thread.
 */
interface Pins {
    /** Whether a PIN was chosen. */
    fun isChosen(): Boolean

    /** Whether it takes such a PIN: long enough, and none that everybody tries first. */
    fun takes(pin: String): Boolean

    /** What stood in the way of keeping it; nothing where it is kept. */
    fun choose(pin: String): Words?

    fun open(pin: String): Opened

    /** Another in place of `old`, which is asked like any that opens. What it guards opens with the new one alone. */
    fun change(old: String, new: String): Opened

    /** Whether the phone's own lock may be asked instead. */
    fun mayAskPhone(): Boolean

    /** Asks the phone's own lock, and tells from any thread whether it opened. */
    fun askPhone(told: (Boolean) -> Unit)

    /** The others whose stores lie on this phone, each behind a PIN of their own. */
    fun others(): List<Worker> = emptyList()

    /** Shuts this worker's store and asks for the PIN of another one's. */
    fun changeTo(worker: Worker)

    /** For a new worker, or one who forgot the PIN: an empty store beside the one that it guards, which stays. */
    fun beginAnew()

    /** Keeps the key shut until it is opened again. */
    fun lock()
}

/** What came of a PIN. */
sealed interface Opened {
    data object Yes : Opened

    data class Wrong(val triesLeft: UInt) : Opened

    /** None is taken for so long. */
    data class Rests(val span: Duration) : Opened

    /** Whether it is the PIN cannot be told now. */
    data class Failed(val why: Words) : Opened
}
