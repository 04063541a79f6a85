package org.doorstep.ui

import org.doorstep.Words
import org.doorstep.ui.lock.Opened
import org.doorstep.ui.lock.Pins

/** A vault of which only the PIN is real. */
class TestPins(
    var pin: String?,
    private val phoneOpens: Boolean = false,
    private val others: List<Worker> = emptyList(),
) : Pins {
    /** What it says instead of looking. */
    var answer: Opened? = null

    /** Why no PIN that is chosen can be kept. */
    var unkept: Words? = null
    var isLocked = true
        private set
    var hasBegunAnew = false
        private set

    /** To whom the phone went. */
    val changes = mutableListOf<Worker>()
    private var triesLeft = 5u

    override fun isChosen() = pin != null

    override fun takes(pin: String) = pin.length == 4

    override fun choose(pin: String): Words? {
        if (unkept != null) return unkept
        this.pin = pin
        isLocked = false
        return null
    }

    override fun open(pin: String): Opened = answer ?: if (pin == this.pin) {
        isLocked = false
        Opened.Yes
    } else {
        triesLeft -= 1u
        Opened.Wrong(triesLeft)
    }

    override fun change(old: String, new: String) = open(old).also { if (it == Opened.Yes) pin = new }

    override fun others() = others

    override fun changeTo(worker: Worker) {
        changes.add(worker)
    }

    override fun beginAnew() {
        hasBegunAnew = true
    }

    override fun mayAskPhone() = phoneOpens

    override fun askPhone(told: (Boolean) -> Unit) = told(phoneOpens)

    override fun lock() {
        isLocked = true
    }
}
