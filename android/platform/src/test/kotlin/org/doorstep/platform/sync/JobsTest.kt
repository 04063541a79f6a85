package org.doorstep.platform.sync

import android.app.Application
import android.app.job.JobInfo
import android.app.job.JobScheduler
import java.time.Duration
import java.time.Instant
import org.doorstep.Cause
import org.doorstep.Summary
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class JobsTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val scheduler = context.getSystemService(JobScheduler::class.java)
    private val now = Instant.parse("2026-06-01T08:00:00Z")
    private val jobs = Jobs(context) { now }

    private fun job(id: Int): JobInfo? = scheduler.getPendingJob(id)

    private fun done(photosWait: Cause? = null) = Standing.Done(Summary(1u, 1uL, 0uL, 0u, 0u, 0u, photosWait))

    @Test
    fun `records go over any network, as soon as there is one, also after a restart of the phone`() {
        jobs.soon()
        val job = checkNotNull(job(Jobs.SOON))
        assertEquals(JobInfo.NETWORK_TYPE_ANY, job.networkType)
        assertEquals(0, job.minLatencyMillis)
        assertFalse(job.isRequireCharging)
        assertTrue(job.isPersisted)
        assertEquals(SyncJob::class.java.name, job.service.className)
    }

    @Test
    fun `what is planned already is not planned anew, which would end it if it ran`() {
        jobs.soon()
        jobs.regularly()
        val (soon, regular) = listOf(job(Jobs.SOON), job(Jobs.REGULAR))
        jobs.soon()
        jobs.regularly()
        assertSame(soon, job(Jobs.SOON))
        assertSame(regular, job(Jobs.REGULAR))
    }

    @Test
    fun `what others recorded is asked for once an hour`() {
        jobs.regularly()
        val job = checkNotNull(job(Jobs.REGULAR))
        assertTrue(job.isPeriodic)
        assertEquals(Duration.ofHours(1).toMillis(), job.intervalMillis)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, job.networkType)
    }

    @Test
    fun `a wait ends when the core says`() {
        jobs.after(Standing.Waits(now + Duration.ofMinutes(7), Cause.HUB_BUSY))
        assertEquals(Duration.ofMinutes(7).toMillis(), job(Jobs.LATER)?.minLatencyMillis)
        jobs.after(Standing.Waits(now - Duration.ofMinutes(7), Cause.HUB_BUSY))
        assertEquals("long past", 0L, job(Jobs.LATER)?.minLatencyMillis)
    }

    @Test
    fun `photos wait for a network that costs nothing`() {
        for (cause in listOf(Cause.WAITS_FOR_UNMETERED, Cause.WAITS_FOR_AGE)) {
            jobs.forget()
            jobs.after(done(cause))
            assertEquals("$cause", JobInfo.NETWORK_TYPE_UNMETERED, job(Jobs.PHOTOS)?.networkType)
            assertEquals("$cause", false, job(Jobs.PHOTOS)?.isRequireCharging)
        }
    }

    @Test
    fun `or for the charger`() {
        jobs.after(done(Cause.WAITS_FOR_BATTERY))
        assertEquals(true, job(Jobs.PHOTOS)?.isRequireCharging)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, job(Jobs.PHOTOS)?.networkType)
    }

    @Test
    fun `photos never ask the system at once, which may judge the network otherwise`() {
        jobs.after(done(Cause.WAITS_FOR_UNMETERED))
        assertTrue(checkNotNull(job(Jobs.PHOTOS)).minLatencyMillis >= Duration.ofMinutes(15).toMillis())
    }

    @Test
    fun `once all is sent nothing is planned but the regular exchange`() {
        jobs.regularly()
        jobs.soon()
        jobs.after(Standing.Holds(Cause.NO_NETWORK))
        jobs.after(done(Cause.WAITS_FOR_UNMETERED))
        jobs.after(done())
        assertEquals(listOf(Jobs.REGULAR), scheduler.allPendingJobs.map { it.id })
    }

    @Test
    fun `where only a person can help the system is asked for nothing`() {
        for (cause in listOf(Cause.REVOKED, Cause.UPGRADE_NEEDED, Cause.UNKNOWN_DEVICE, Cause.STORAGE_FULL)) {
            jobs.after(Standing.Holds(cause))
            assertTrue("$cause", scheduler.allPendingJobs.isEmpty())
        }
        jobs.after(Standing.Holds(Cause.NO_NETWORK))
        assertNotNull(job(Jobs.LATER))
    }

    @Test
    fun `a phone that was wiped wakes for nothing`() {
        jobs.regularly()
        jobs.soon()
        jobs.after(Standing.Wiped)
        assertTrue(scheduler.allPendingJobs.isEmpty())
        assertNull(job(Jobs.REGULAR))
    }
}
