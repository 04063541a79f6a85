package org.doorstep.platform

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.graphics.Bitmap
import android.os.Build
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import android.provider.Settings
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.ImageBitmap
import java.io.File
import java.io.IOException
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.platform.files.Camera
import org.doorstep.platform.files.HandOver
import org.doorstep.platform.files.ZxingCodes
import org.doorstep.platform.keys.DatabaseKey
import org.doorstep.platform.keys.DeviceVault
import org.doorstep.platform.keys.PinGate
import org.doorstep.platform.keys.Safe
import org.doorstep.platform.lock.DeviceLock
import org.doorstep.platform.lock.DevicePins
import org.doorstep.platform.lock.Elsewhere
import org.doorstep.platform.lock.Pin
import org.doorstep.platform.lock.PinKey
import org.doorstep.platform.lock.Uptime
import org.doorstep.platform.place.Outside
import org.doorstep.platform.place.Whereabouts
import org.doorstep.platform.sound.DeviceRecorder
import org.doorstep.platform.sync.Courier
import org.doorstep.platform.sync.Exchanges
import org.doorstep.platform.sync.HttpsCarrier
import org.doorstep.platform.sync.Jobs
import org.doorstep.platform.sync.Standing
import org.doorstep.platform.sync.Surroundings
import org.doorstep.setAside
import org.doorstep.ui.CoreThread
import org.doorstep.ui.lock.LockModel

/** All that Android lends to the core and to the screens, put together. One for the process; on the main thread. */
class AndroidPhone(private val context: Context, drawn: (Bitmap) -> ImageBitmap) : Exchanges {
    private val main = Handler(Looper.getMainLooper())
    private val screen = Executor { main.post(it) }
    private val background = oneThread("doorstep.store")
    private val core = oneThread("doorstep.core")
    private val queue = oneThread("doorstep.courier")
    private val sending = oneThread("doorstep.request")

    private val folders = Folders(File(context.noBackupFilesDir, "doorstep"))
    private val elsewhere = Elsewhere(folders, ::changeTo)
    private val surroundings = Surroundings(context)
    private val jobs = Jobs(context)
    private val notices = Notices(context)

    /** What the activity in front does for others. A picture that comes too late is swept away. */
    val errands: Errands = Errands { camera.sweep() }

    private val camera: Camera = Camera(context, errands)
    private val handOver = HandOver(context, errands)
    private val recorder = DeviceRecorder(context, errands::ask)
    private val outward =
        Outward(camera, handOver, Outside(errands), Whereabouts(context, errands::ask), recorder, screen, drawn)
    private val deviceLock = DeviceLock(context, errands)

    /** Of the worker who has the phone now. */
    @Volatile
    private var gate = PinGate()

    /** Whether somebody looks at the app, and whether the worker is to be asked for notices. */
    private var isInFront = false
    private var wantsNotices = false

    /** Why the phone did not go to another worker, until that was told. */
    @Volatile
    private var unchanged: IOException? = null

    val opening = Opening(background, screen, { KeptPreferences(context, folders.current().id).read() }, ::open)

    var lock by mutableStateOf(newLock())
        private set

    init {
        opening.begin()
        surroundings.watch { screen.execute { opened { it.courier.hostChanged() } } }
    }

    /** The app comes to the front: battery and network may have changed, and the worker sees for themselves. */
    fun inFront() {
        isInFront = true
        lock.check()
        background.execute(::sweep)
        notices.clear()
        if (wantsNotices) askForNotices()
        opening.returned()
        opened { it.courier.exchange() }
    }

    /** Nobody is heard, and nothing played, behind another app. */
    fun away() {
        isInFront = false
        recorder.end()
        recorder.silence()
    }

    /** Opens the phone's own lock, and with it the store that waits for it. */
    fun unlock() = deviceLock.open { isOpened -> if (isOpened) opening.begin() }

    override fun exchange(rested: (Standing) -> Unit) {
        background.execute(::sweep)
        opening.whenOpen { exchange(it, rested) }
    }

    private fun exchange(opened: Opened?, rested: (Standing) -> Unit) {
        if (opened == null) {
            if (opening.state == Opening.State.Locked || opening.state is Opening.State.Pin && jobs.areSending) notice()
            rested(Standing.None)
        } else {
            opened.courier.exchange { standing -> screen.execute { rested(standing) } }
        }
    }

    override fun endExchange() {
        // Who looks at the app waits for its exchange.
        if (!isInFront) opened { it.courier.stop() }
    }

    private fun opened(work: (Opened) -> Unit) {
        (opening.state as? Opening.State.Open)?.let { work(it.opened) }
    }

    private fun open(relay: Relay): Opened {
        unchanged?.let {
            unchanged = null
            throw it
        }
        camera.sweep()
        recorder.sweep()
        sweep()
        endWipes()
        val worker = whole()
        val kept = KeptPreferences(context, worker.id)
        val vault = vault(worker)
        when (vault.state()) {
            DatabaseKey.HERE -> Unit
            DatabaseKey.LOCKED -> throw PhoneLocked()
            DatabaseKey.PIN -> throw PinNeeded(kept.read())
            DatabaseKey.LOST -> vault.setAside(File(setAside(worker.store.path)))
        }
        val store = Doorstep.open(worker.store.path, vault, Logcat, relay)
        jobs.regularly()
        val courier = courier(store, kept, relay)
        val recorded = Recorded(store)
        relay.alsoTell = { areas ->
            if (recorded.isNew(areas)) recorded(courier)
            if (Area.ENROLMENT in areas) store.named(worker)
        }
        val wipe = Wipe({ trying { worker.beginWipe() } }, { background.execute { forget(worker) } })
        val platform = DevicePlatform(courier, HttpsCarrier(), sending, kept, outward, ZxingCodes, elsewhere, wipe)
        val thread = CoreThread(store, core, screen)
        return Opened(thread, platform, kept.read(), courier) {
            courier.stop()
            thread.shut()
        }
    }

    /** Those of before, whoever began them; what cannot be ended now is tried again at the next start. */
    private fun endWipes() = folders.wiping().forEach { worker ->
        // Nobody else's wipe takes the PIN that was just entered.
        if (worker.id == folders.current().id) forget(worker) else remove(worker)
    }

    /**
     * Of whoever has the phone now. One whose wipe cannot be ended stays shut, since what is recorded there next would
     * go with what is left; nobody else is shut out by it: a new one is begun beside it.
     */
    private fun whole() = folders.current().takeUnless { it.isWiping } ?: folders.choose(null)

    private fun courier(store: Doorstep, kept: KeptPreferences, relay: Relay) = Courier(
        session = store::syncSession,
        carrier = HttpsCarrier(),
        status = { surroundings.status(kept.read().photosMayCost) },
        queue = queue,
        later = { until, work ->
            val wait = Duration.between(Instant.now(), until).coerceAtLeast(Duration.ZERO)
            queue.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS)
        },
        tell = { standing ->
            relay.stands(standing)
            jobs.after(standing)
            if (standing is Standing.Holds && standing.cause.asksTheWorker()) screen.execute(::notice)
        },
    )

    /** At once while the process lives, and by the system should it end. */
    private fun recorded(courier: Courier) {
        jobs.soon()
        courier.exchange()
    }

    /** On a full disk everything stays as it is, and is told. */
    private fun changeTo(worker: String?) {
        background.execute {
            try {
                folders.choose(worker)
            } catch (failed: IOException) {
                unchanged = failed
            }
        }
        lockAnew()
        opening.beginAnew()
    }

    /** Of whoever has the phone now, whose PIN goes with the rest. */
    private fun forget(worker: WorkerFolder) {
        // Before anything: whatever is opened next, however fast, is not sealed with it.
        gate.shut()
        remove(worker)
        screen.execute(::lockAnew)
    }

    /**
     * All of a worker whose wipe was ordered: what the core did not take, which is the whole store where the process
     * ended before the core's part ([WorkerFolder.forget]), and what lies around it. What does not go now, goes at the
     * next start.
     */
    private fun remove(worker: WorkerFolder) {
        trying { worker.beginWipe() }
        val steps = listOf<() -> Unit>(
            { vault(worker).forget() },
            { PinKey(worker.id).forget() },
            { worker.forget() },
            { KeptPreferences(context, worker.id).forget() },
            { camera.sweep() },
            { recorder.sweep() },
            { handOver.sweep(Instant.MAX) },
        )
        if (steps.map(::trying).all { it }) trying { worker.endWipe() }
    }

    /** Whoever was to read what was handed on has had the time for it. */
    private fun sweep() = handOver.sweep(Instant.now() - HandOver.LENT_FOR)

    private fun lockAnew() {
        gate.shut()
        gate = PinGate()
        lock = newLock()
    }

    private fun notice() {
        if (isInFront) return
        wantsNotices = !notices.areAllowed
        notices.show()
    }

    /** Only once there was one that could not be shown. */
    private fun askForNotices() {
        wantsNotices = false
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            errands.ask(listOf(Manifest.permission.POST_NOTIFICATIONS)) { }
        }
    }

    /** Of the worker who has the phone now. */
    private fun newLock(): LockModel {
        val pin = Pin({ folders.current().pin }, { PinKey(folders.current().id).seal(it) }, uptime())
        val current = { vault(folders.current()) }
        val pins = DevicePins(pin, deviceLock, screen, gate, current, { opening.pinEntered() }, elsewhere, ::sweep)
        return LockModel(pins, background, screen, ::running)
    }

    private fun vault(worker: WorkerFolder) =
        DeviceVault(worker.id, worker.key, Safe({ deviceLock.isThere }, hasChip()), gate)

    private fun uptime() = Uptime(::running) {
        Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, 0)
    }

    private fun hasChip() = Build.VERSION.SDK_INT >= Build.VERSION_CODES.P &&
        context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
}

/** Whether it was done. What fails here fails for itself, whatever a vendor's keystore throws: the rest goes on. */
private fun trying(work: () -> Unit): Boolean = try {
    work()
    true
} catch (_: Exception) {
    false
}

/** Counts on while the phone sleeps and cannot be set. */
private fun running() = Duration.ofMillis(SystemClock.elapsedRealtime())

private fun oneThread(name: String) =
    Executors.newSingleThreadScheduledExecutor { work -> Thread(work, name).apply { isDaemon = true } }

/** So that another worker who shares the phone finds it. */
private fun Doorstep.named(worker: WorkerFolder) {
    identity()?.let { worker.name = it.staff.name }
}
