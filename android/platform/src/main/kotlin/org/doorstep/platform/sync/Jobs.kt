package org.doorstep.platform.sync

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import java.time.Duration
import java.time.Instant
import org.doorstep.Cause

/**
 * When the system is to wake the app for an exchange, and under which conditions. It survives a restart of the phone.
 */
class Jobs(private val context: Context, private val now: () -> Instant = Instant::now) {
    private val scheduler = context.getSystemService(JobScheduler::class.java)

    /** Something was recorded: over any network, as soon as there is one. */
    fun soon() {
        // Scheduled anew, one that runs would be ended.
        if (scheduler.getPendingJob(SOON) == null) schedule(job(SOON).overAnyNetwork())
    }

    /** What others recorded comes without anything happening here. */
    fun regularly() {
        if (scheduler.getPendingJob(REGULAR) != null) return
        schedule(job(REGULAR).overAnyNetwork().setPeriodic(EVERY.toMillis()))
    }

    /** What an exchange that came to rest asks for. */
    fun after(standing: Standing) = when (standing) {
        is Standing.Waits -> later(Duration.between(now(), standing.until))
        is Standing.Holds -> hold(standing.cause)
        is Standing.Done -> {
            scheduler.cancel(SOON)
            scheduler.cancel(LATER)
            standing.summary.photosWait?.let(::hold) ?: scheduler.cancel(PHOTOS)
        }
        Standing.Wiped -> forget()
        // The system brings back a job that it stopped; without a session there is nothing to wake for.
        Standing.UnderWay, Standing.Stopped, Standing.None -> Unit
    }

    /** Whether something waits to be sent, as far as the system was told. */
    val areSending get() = (ALL - REGULAR).any { scheduler.getPendingJob(it) != null }

    fun forget() = ALL.forEach(scheduler::cancel)

    /** The core says what stands in the way; of that, the system can watch for a network and for the charger. */
    private fun hold(cause: Cause) = when (cause) {
        Cause.NO_NETWORK -> later(ANEW)
        Cause.WAITS_FOR_UNMETERED, Cause.WAITS_FOR_AGE ->
            photos(job(PHOTOS).setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED))
        Cause.WAITS_FOR_BATTERY -> photos(job(PHOTOS).overAnyNetwork().setRequiresCharging(true))
        // A person has to do something, or only time helps: the regular exchange sees to it.
        Cause.NO_ANSWER, Cause.NOT_THE_HUB, Cause.HUB_BUSY, Cause.UNINTELLIGIBLE, Cause.SESSION_REFUSED,
        Cause.KEY_LOCKED, Cause.UNKNOWN_DEVICE, Cause.REVOKED, Cause.UPGRADE_NEEDED, Cause.STORAGE_FULL,
        Cause.STORE_FAULT, Cause.PHOTO_TOO_LARGE, Cause.TOO_MANY_PHOTOS_WAIT, Cause.TOO_MANY_RECORDS_WAIT,
        Cause.PHOTO_ALTERED, Cause.PHOTO_RECORD_REJECTED, Cause.RECORD_TOO_LARGE, Cause.REQUEST_TOO_LARGE,
        Cause.WAITS_FOR_VISIT, Cause.WAITS_FOR_RECORD, Cause.UPLOAD_BEGINS_ANEW, Cause.CANCELLED,
        -> Unit
    }

    private fun later(wait: Duration) =
        schedule(job(LATER).overAnyNetwork().setMinimumLatency(wait.coerceAtLeast(Duration.ZERO).toMillis()))

    /** Never at once: where system and core judge the network differently they would ask each other in circles. */
    private fun photos(job: JobInfo.Builder) = schedule(job.setMinimumLatency(BETWEEN_PHOTOS.toMillis()))

    private fun job(id: Int) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java)).setPersisted(true)

    private fun JobInfo.Builder.overAnyNetwork() = setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)

    private fun schedule(job: JobInfo.Builder) {
        scheduler.schedule(job.build())
    }

    companion object {
        const val SOON = 1
        const val LATER = 2
        const val PHOTOS = 3
        const val REGULAR = 4
        private val ALL = listOf(SOON, LATER, PHOTOS, REGULAR)

        private val EVERY: Duration = Duration.ofHours(1)
        private val ANEW: Duration = Duration.ofMinutes(1)
        private val BETWEEN_PHOTOS: Duration = Duration.ofMinutes(15)
    }
}
