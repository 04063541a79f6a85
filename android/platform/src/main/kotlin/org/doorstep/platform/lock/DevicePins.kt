package org.doorstep.platform.lock

import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.time.Duration
import java.util.concurrent.Executor
import org.doorstep.ui.lock.Opened
import org.doorstep.ui.lock.Pins

/**
 * The PIN as the lock on the screen asks for it. It guards what is shown: the store stays open behind it, so that what
 * was recorded goes out while the phone lies locked, and its key is guarded by the phone's own lock.
 */
class DevicePins(private val pin: Pin, private val phone: DeviceLock, private val screen: Executor) : Pins {
    /** What cannot be read was chosen: nobody gets past it by damaging it. */
    override fun isChosen() = trying({ pin.isChosen }, otherwise = true)

    override fun takes(pin: String) = Pin.isGood(pin)

    /** One that cannot be kept opens nothing later, and is asked for again. */
    override fun choose(pin: String) = trying({ this.pin.choose(pin) }, otherwise = Unit)

    override fun open(pin: String): Opened = trying({ this.pin.attempt(pin) }, otherwise = Tried.Rests(MOMENT)).let {
        when (it) {
            Tried.Right -> Opened.Yes
            is Tried.Wrong -> Opened.Wrong(it.left.toUInt())
            is Tried.Rests -> Opened.Rests(it.wait)
        }
    }

    override fun mayAskPhone() = phone.isThere

    override fun askPhone(told: (Boolean) -> Unit) = screen.execute { phone.open(told) }

    override fun lock() = Unit

    /** Disk and keystore may fail, and a worker at a door must be able to go on. */
    private fun <T> trying(work: () -> T, otherwise: T): T = try {
        work()
    } catch (_: GeneralSecurityException) {
        otherwise
    } catch (_: ProviderException) {
        otherwise
    } catch (_: IOException) {
        otherwise
    }

    private companion object {
        val MOMENT: Duration = Duration.ofSeconds(1)
    }
}
