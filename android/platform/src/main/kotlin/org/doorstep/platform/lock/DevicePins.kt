package org.doorstep.platform.lock

import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.util.concurrent.Executor
import org.doorstep.DoorstepException
import org.doorstep.HostException
import org.doorstep.Words
import org.doorstep.pinIsGood
import org.doorstep.platform.keys.DeviceVault
import org.doorstep.platform.keys.PinGate
import org.doorstep.ui.Worker
import org.doorstep.ui.lock.Opened
import org.doorstep.ui.lock.Pins

/**
 * The PIN as the lock on the screen asks for it. It guards what is shown, and the key of the store as well: a store
 * that is open stays open behind the lock, so that what was recorded goes out while the phone lies in a pocket, and one that
 * is shut opens with the PIN alone.
 */
class DevicePins(
    private val pin: Pin,
    private val phone: DeviceLock,
    private val screen: Executor,
    private val gate: PinGate,
    private val vault: () -> DeviceVault,
    /** The PIN was right: a store that waited for it can be opened. On the screen's thread. */
    private val opened: () -> Unit,
    /** Who else has a store here, and the way to it; to an empty one where nobody is named. On the screen's thread. */
    private val elsewhere: Elsewhere,
    /** The lock fell. */
    private val locked: () -> Unit = {},
) : Pins {
    /** What cannot be read was chosen: nobody gets past it by damaging it. */
    override fun isChosen() = trying({ pin.isChosen || vault().isGuardedByPin }, otherwise = true)

    override fun takes(pin: String) = pinIsGood(pin)

    /** One that cannot be kept opens nothing. */
    override fun choose(pin: String): Words? = trying({
        opensWith(this.pin.choose(pin))
        null
    }) { it.words() }

    override fun open(pin: String): Opened = trying({
        val tried = this.pin.attempt(pin)
        if (tried is Tried.Right) opensWith(tried.key)
        tried.told()
    }) { Opened.Failed(it.words()) }

    /** What the old one opens is asked again, so that nobody changes it who found the phone open. */
    override fun change(old: String, new: String): Opened = trying({
        val tried = this.pin.attempt(old)
        if (tried is Tried.Right) this.pin.change(tried.key, new)
        tried.told()
    }) { Opened.Failed(it.words()) }

    /** The phone's lock stands for the PIN only as long as the key is not guarded by it: it could not open it. */
    override fun mayAskPhone() = phone.isThere && !trying({ vault().isGuardedByPin }, otherwise = true)

    override fun askPhone(told: (Boolean) -> Unit) {
        val mayAsk = mayAskPhone()
        screen.execute { if (mayAsk) phone.open(told) else told(false) }
    }

    override fun others() = elsewhere.workers()

    override fun changeTo(worker: Worker) = screen.execute { elsewhere.change(worker.folder) }

    override fun beginAnew() = screen.execute { elsewhere.change(null) }

    override fun lock() {
        gate.shut()
        locked()
    }

    private fun Tried.told() = when (this) {
        is Tried.Right -> Opened.Yes
        is Tried.Wrong -> Opened.Wrong(left)
        is Tried.Rests -> Opened.Rests(wait)
    }

    /** A vault that cannot be guarded now is guarded after the next right PIN. */
    private fun opensWith(key: ByteArray) {
        gate.open(key)
        trying({ vault().guardByPin() }, otherwise = Unit)
        screen.execute(opened)
    }

    /** Disk and keystore may fail, and a worker at a door must be able to go on. */
    private fun <T> trying(work: () -> T, otherwise: (Exception) -> T): T = try {
        work()
    } catch (error: GeneralSecurityException) {
        otherwise(error)
    } catch (error: ProviderException) {
        otherwise(error)
    } catch (error: IOException) {
        otherwise(error)
    } catch (error: HostException) {
        otherwise(error)
    }

    private fun <T> trying(work: () -> T, otherwise: T): T = trying(work) { otherwise }
}

/** A full disk says so in its message alone. */
private fun Exception.words(): Words {
    val isFull = this is IOException && "No space left" in message.orEmpty()
    return if (isFull) DoorstepException.StorageFull().text() else DoorstepException.Host(toString()).text()
}
