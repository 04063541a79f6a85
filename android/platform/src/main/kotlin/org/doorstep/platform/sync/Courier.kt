package org.doorstep.platform.sync

import java.time.Instant
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.Executor
import java.util.concurrent.atomic.AtomicBoolean
import org.doorstep.Cause
import org.doorstep.HostStatus
import org.doorstep.HostTask
import org.doorstep.HttpAnswer
import org.doorstep.Summary
import org.doorstep.SyncSessionInterface
import org.doorstep.TaskName

/** How an exchange stands. */
sealed interface Standing {
    data object UnderWay : Standing

    /** Goes on by itself at this time. */
    data class Waits(val until: Instant, val cause: Cause) : Standing

    /** Goes on when network or battery change. */
    data class Holds(val cause: Cause) : Standing

    data class Done(val summary: Summary) : Standing

    /** The hub ordered the store destroyed, and it is. */
    data object Wiped : Standing

    /** The system wanted it to end. */
    data object Stopped : Standing

    /** There is no session: the phone is not enrolled, or its store is shut. */
    data object None : Standing
}

/**
 * Carries records and photos between the core and the hub: asks the core what to do next, has it done, reports, and
 * asks again, until there is nothing to do for now. It decides nothing.
 *
 * `queue` runs one thing after the other. `tell` hears of every turn, on that thread.
 */
class Courier(
    private val session: () -> SyncSessionInterface,
    private val carrier: Carrier,
    private val status: () -> HostStatus,
    private val queue: Executor,
    private val later: (Instant, () -> Unit) -> Unit,
    private val tell: (Standing) -> Unit,
) {
    private val resting = ConcurrentLinkedQueue<(Standing) -> Unit>()
    private val isAsked = AtomicBoolean()
    private val isStopped = AtomicBoolean()

    /** Which wait is the last: an earlier one that comes to its end wakes nobody. On the queue alone. */
    private var wait = 0

    /** Asks for an exchange; `rested` is called when nothing more is to be done for now. From any thread. */
    fun exchange(rested: ((Standing) -> Unit)? = null) {
        rested?.let(resting::add)
        // One that was asked for and has not begun yet does for both.
        if (isAsked.getAndSet(true)) return
        work {
            isAsked.set(false)
            isStopped.set(false)
            hostChanged(status())
            begin()
        }
    }

    /** Network, battery or what the worker chose changed. From any thread. */
    fun hostChanged() = work { hostChanged(status()) }

    /** Gives up the exchange under way. Nothing is lost. From any thread. */
    fun stop() {
        isStopped.set(true)
        carrier.stop()
    }

    /** Brings a message to the session and then does what there is to do. */
    private fun work(message: SyncSessionInterface.() -> Unit): Unit = queue.execute {
        val standing = try {
            session().run {
                message()
                perform()
            }
        } catch (_: Exception) {
            // Not enrolled, shut, or a fault of ours that the core wrote to its log: others try again.
            isAsked.set(false)
            Standing.None
        }
        if (standing == null) later(Instant.EPOCH) { work { } } else rest(standing)
    }

    /** How it stands at the end; none while another thread has the session, which is not for long. */
    private fun SyncSessionInterface.perform(): Standing? {
        while (true) {
            if (isStopped.get()) {
                cancel()
                return Standing.Stopped
            }
            when (val task = nextTask()) {
                is HostTask.Request -> {
                    tell(Standing.UnderWay)
                    report(task.task, carrier.send(task.request))
                }
                is HostTask.Upload -> {
                    tell(Standing.UnderWay)
                    report(task.task, carrier.upload(task.request, task.file, task.offset))
                }
                HostTask.Answers -> return null
                is HostTask.Wait -> return Standing.Waits(task.until, task.cause)
                is HostTask.Hold -> return Standing.Holds(task.cause)
                is HostTask.Done -> return Standing.Done(task.summary)
                HostTask.Wiped -> return Standing.Wiped
            }
        }
    }

    private fun SyncSessionInterface.report(task: TaskName, answer: HttpAnswer?) =
        if (answer == null) noAnswer(task) else answered(task, answer)

    /** Whoever waited hears of it first: what `tell` plans may end the job that waits. */
    private fun rest(standing: Standing) {
        wait += 1
        generateSequence(resting::poll).forEach { it(standing) }
        tell(standing)
        if (standing is Standing.Waits) wakeAt(standing.until)
    }

    private fun wakeAt(until: Instant) {
        val mine = wait
        later(until) { work { if (wait == mine) woke() } }
    }
}
