package org.doorstep.platform.sync

import android.app.Application
import android.app.job.JobParameters
import android.app.job.JobService
import org.doorstep.Summary
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow
import org.robolectric.util.ReflectionHelpers

/** An application of which only exchanges are asked. */
class Exchanging : Application(), Exchanges {
    var rested: ((Standing) -> Unit)? = null
    var ends = 0

    override fun exchange(rested: (Standing) -> Unit) {
        this.rested = rested
    }

    override fun endExchange() {
        ends += 1
    }
}

@RunWith(RobolectricTestRunner::class)
@Config(application = Exchanging::class)
class SyncJobTest {
    private val app get() = RuntimeEnvironment.getApplication() as Exchanging
    private val service: JobService = Robolectric.setupService(SyncJob::class.java)
    private val job = Shadow.newInstanceOf(JobParameters::class.java).apply {
        ReflectionHelpers.setField(this, "jobId", Jobs.SOON)
    }
    private val done = Standing.Done(Summary(0u, 0uL, 0uL, 0u, 0u, 0u, null))

    @Test
    fun `a job lasts as long as its exchange`() {
        assertTrue("its work goes on elsewhere", service.onStartJob(job))
        assertFalse(shadowOf(service).isJobFinished)
        checkNotNull(app.rested)(done)
        assertTrue(shadowOf(service).isJobFinished)
        assertFalse(shadowOf(service).isRescheduleNeeded)
    }

    @Test
    fun `a job that the system stops ends its exchange and is called again`() {
        service.onStartJob(job)
        assertTrue("again, when its conditions hold", service.onStopJob(job))
        assertEquals(1, app.ends)
        checkNotNull(app.rested)(Standing.Stopped)
        assertFalse("the system ended it itself", shadowOf(service).isJobFinished)
    }

    @Test
    fun `an exchange that another job's end stopped is called again`() {
        service.onStartJob(job)
        checkNotNull(app.rested)(Standing.Stopped)
        assertTrue(shadowOf(service).isRescheduleNeeded)
    }
}
