package org.doorstep.platform

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.util.concurrent.Executor
import java.util.concurrent.atomic.AtomicReference
import org.doorstep.Area
import org.doorstep.ChangeListener
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.HostException
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.platform.sync.Courier
import org.doorstep.platform.sync.Standing
import org.doorstep.ui.AppModel
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Platform
import org.doorstep.ui.Preferences
import org.doorstep.ui.settings.Gone
import org.doorstep.ui.words

/** An open store, and what was made for it. */
class Opened(
    val core: CoreThread,
    val platform: Platform,
    val preferences: Preferences,
    val courier: Courier,
    /** Closes the store, so that it or another can be opened. */
    val shut: () -> Unit,
)

/** The phone has to be unlocked before the store can be opened. */
class PhoneLocked : Exception()

/** The app's PIN has to be entered before the store can be opened; its worker wants it asked for like this. */
class PinNeeded(val preferences: Preferences) : Exception()

/**
 * From the start of the app to its first screen. Opening touches the disk, so it happens in the background; a store
 * that does not open says why, and can be tried again. All on the screen's thread.
 */
class Opening(
    private val background: Executor,
    private val screen: Executor,
    /** How whoever has the phone wants it to look, also before anything is open. */
    private val wanted: () -> Preferences = { Preferences() },
    private val open: (Relay) -> Opened,
) {
    sealed interface State {
        data object UnderWay : State

        /** The phone has to be unlocked first. */
        data object Locked : State

        /** The app's PIN has to be entered first. */
        data class Pin(val preferences: Preferences) : State

        data class Failed(val words: Words) : State

        data class Open(val opened: Opened, val app: AppModel) : State
    }

    var state: State by mutableStateOf(State.UnderWay)
        private set

    var preferences by mutableStateOf(Preferences())
        private set

    private val waiting = mutableListOf<(Opened?) -> Unit>()
    private var isUnderWay = false

    /** Whether what is being opened is another worker's by now. */
    private var isStale = false

    /** Closes what is open and opens what is to be open now. */
    fun begin() {
        if (isUnderWay) return
        isUnderWay = true
        val before = (state as? State.Open)?.opened
        state = State.UnderWay
        val relay = Relay()
        background.execute {
            val end = try {
                before?.shut?.invoke()
                look()
                val opened = open(relay)
                ({ show(opened, relay) })
            } catch (_: PhoneLocked) {
                ({ end(State.Locked, null) })
            } catch (needed: PinNeeded) {
                ({ end(State.Pin(needed.preferences), null) })
            } catch (failed: Exception) {
                ({ end(State.Failed(failed.words()), null) })
            }
            screen.execute(end)
        }
    }

    private fun look() = wanted().let { kept -> screen.execute { preferences = kept } }

    /** Another worker has the phone: whatever is open or being opened is shut, and nothing of it shown. */
    fun beginAnew() {
        isStale = isUnderWay
        begin()
    }

    /** The app is in front again: what could not be opened is tried anew, and one whose store is gone begins anew. */
    fun returned() = when (val now = state) {
        is State.Open -> if (now.app.page is Gone) begin() else Unit
        State.Locked, is State.Failed -> begin()
        is State.Pin, State.UnderWay -> Unit
    }

    /** The PIN was entered: a store that waited for it opens. */
    fun pinEntered() {
        if (state is State.Pin) begin()
    }

    /** Once a store is open; none where it cannot be opened. */
    fun whenOpen(told: (Opened?) -> Unit) {
        (state as? State.Open)?.let { return told(it.opened) }
        // Nobody but the worker brings the PIN.
        if (state is State.Pin) return told(null)
        waiting += told
        begin()
    }

    private fun show(opened: Opened, relay: Relay) {
        if (isStale) return end(State.UnderWay, opened)
        val app = AppModel(opened.core, opened.platform, opened.preferences)
        relay.reach(app)
        end(State.Open(opened, app), opened)
    }

    private fun end(state: State, opened: Opened?) {
        isUnderWay = false
        if (isStale) return startOver(opened)
        this.state = state
        val all = waiting.toList()
        waiting.clear()
        all.forEach { it(opened) }
    }

    private fun startOver(opened: Opened?) {
        isStale = false
        if (opened != null) background.execute(opened.shut)
        begin()
    }
}

private fun Exception.words(): Words = when (this) {
    is DoorstepException -> text()
    // The vault was asked before the core was.
    is HostException -> DoorstepException.Host(toString()).text()
    else -> ScreenWord.UNEXPECTED.words
}

/** Brings to the screens what the core and the courier tell from their own threads. */
class Relay : ChangeListener {
    private val app = AtomicReference<AppModel?>()

    /** Hears of the same changes. */
    @Volatile
    var alsoTell: (List<Area>) -> Unit = {}

    override fun changed(areas: List<Area>) {
        app.get()?.changed(areas)
        alsoTell(areas)
    }

    /** How sending stands: what holds it up stands above every screen. */
    fun stands(standing: Standing) {
        val app = app.get() ?: return
        when (standing) {
            Standing.UnderWay -> app.held(null)
            is Standing.Waits -> app.held(standing.cause)
            is Standing.Holds -> app.held(standing.cause)
            is Standing.Done -> app.held(standing.summary.photosWait)
            Standing.Wiped -> app.wiped()
            Standing.Stopped, Standing.None -> Unit
        }
    }

    internal fun reach(app: AppModel) = this.app.set(app)
}

/**
 * Whether something was recorded: more waits to be sent than before. That something was sent or came is heard in the
 * same way, and must not ask for an exchange in its turn.
 */
internal class Recorded(private val core: Doorstep) {
    private var unsent = count()

    @Synchronized
    fun isNew(areas: List<Area>): Boolean {
        if (Area.OUTBOX !in areas) return false
        val before = unsent
        unsent = count()
        return unsent > before
    }

    /** A store that is shut has nothing to send. */
    private fun count() = try {
        core.outbox().unsent()
    } catch (_: DoorstepException) {
        0uL
    }
}
