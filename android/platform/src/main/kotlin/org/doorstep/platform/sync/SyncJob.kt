package org.doorstep.platform.sync

import android.app.job.JobParameters
import android.app.job.JobService

/** Who runs an exchange for the system; the application is one. */
interface Exchanges {
    /** `rested` is called on the main thread. */
    fun exchange(rested: (Standing) -> Unit)

    /** The system wants it to end. */
    fun endExchange()
}

/** The system's call for an exchange, with its conditions met. */
class SyncJob : JobService() {
    private val running = mutableSetOf<Int>()

    override fun onStartJob(job: JobParameters): Boolean {
        running += job.jobId
        (application as Exchanges).exchange {
            if (running.remove(job.jobId)) jobFinished(job, it == Standing.Stopped)
        }
        return true
    }

    /** Its conditions no longer hold, or its time is over: to be called again when they do. */
    override fun onStopJob(job: JobParameters): Boolean {
        running -= job.jobId
        (application as Exchanges).endExchange()
        return true
    }
}
