package org.doorstep.platform.place

import android.Manifest
import android.app.Application
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.SystemClock
import java.time.Duration
import java.time.Instant
import java.util.concurrent.TimeUnit
import org.doorstep.Coordinate
import org.doorstep.Datum
import org.doorstep.FixDraft
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import org.robolectric.shadows.ShadowSystemClock
import org.robolectric.util.ReflectionHelpers

@RunWith(RobolectricTestRunner::class)
class WhereaboutsTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val manager = context.getSystemService(LocationManager::class.java)
    private val answers = mutableListOf<FixDraft?>()

    /** What the worker says when asked. */
    private var allows = listOf(Manifest.permission.ACCESS_FINE_LOCATION)
    private var questions = 0

    private val whereabouts = Whereabouts(context) { _, told ->
        questions += 1
        shadowOf(context).grantPermissions(*allows.toTypedArray())
        told()
    }

    @Before
    fun begin() {
        ShadowSystemClock.advanceBy(Duration.ofHours(1))
        shadowOf(manager).setProviderEnabled(LocationManager.GPS_PROVIDER, true)
        shadowOf(manager).setProviderEnabled(LocationManager.NETWORK_PROVIDER, true)
    }

    private fun ask() = whereabouts.ask(answers::add)

    private fun place(provider: String, metres: Float, age: Duration = Duration.ZERO) = Location(provider).apply {
        latitude = 34.97
        longitude = 109.0
        accuracy = metres
        time = 1_780_300_800_000
        elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos() - age.toNanos()
    }

    private fun arrives(location: Location) {
        shadowOf(manager).simulateLocation(location)
        ShadowLooper.idleMainLooper()
    }

    private fun pass(seconds: Long) = ShadowLooper.idleMainLooper(seconds, TimeUnit.SECONDS)

    @Test
    fun `a place that is good enough is told at once, and nobody is followed after that`() {
        ask()
        arrives(place(LocationManager.GPS_PROVIDER, 6f))
        assertEquals(6.0, answers.single()!!.accuracyM!!, 0.0)
        assertEquals(Coordinate(34.97, 109.0, Datum.WGS84), answers.single()!!.at)
        assertTrue(shadowOf(manager).getLocationRequests(LocationManager.GPS_PROVIDER).isEmpty())
        assertTrue(shadowOf(manager).getLocationRequests(LocationManager.NETWORK_PROVIDER).isEmpty())
    }

    @Test
    fun `after ten seconds the best of all is good enough`() {
        ask()
        arrives(place(LocationManager.NETWORK_PROVIDER, 90f))
        arrives(place(LocationManager.GPS_PROVIDER, 25f))
        arrives(place(LocationManager.NETWORK_PROVIDER, 60f))
        pass(9)
        assertTrue(answers.isEmpty())
        pass(1)
        assertEquals(25.0, answers.single()!!.accuracyM!!, 0.0)
    }

    @Test
    fun `a fresh place is better than an old one that was exact`() {
        ask()
        arrives(place(LocationManager.GPS_PROVIDER, 5f, age = Duration.ofMinutes(3)))
        assertTrue("it may be of another door", answers.isEmpty())
        arrives(place(LocationManager.NETWORK_PROVIDER, 40f))
        pass(10)
        assertEquals(40.0, answers.single()!!.accuracyM!!, 0.0)
    }

    @Test
    fun `an old place is better than none, and says how old it is`() {
        ask()
        arrives(place(LocationManager.GPS_PROVIDER, 5f, age = Duration.ofMinutes(3)))
        pass(10)
        assertEquals(190_000uL, answers.single()!!.ageMs)
    }

    @Test
    fun `no satellite, no place, and nobody waits any longer`() {
        ask()
        pass(10)
        assertEquals(listOf(null), answers)
    }

    @Test
    fun `who asks meanwhile gets the same answer`() {
        ask()
        ask()
        arrives(place(LocationManager.GPS_PROVIDER, 6f))
        assertEquals(2, answers.size)
        ask()
        arrives(place(LocationManager.GPS_PROVIDER, 7f))
        assertEquals(7.0, answers.last()!!.accuracyM!!, 0.0)
    }

    @Test
    fun `a worker is asked once, and a refusal is an answer`() {
        allows = emptyList()
        ask()
        assertEquals(listOf(null), answers)
        assertEquals(1, questions)
    }

    @Test
    fun `the rough place alone is taken where only that is allowed`() {
        allows = listOf(Manifest.permission.ACCESS_COARSE_LOCATION)
        ask()
        arrives(place(LocationManager.NETWORK_PROVIDER, 2_000f))
        pass(10)
        assertEquals(2_000.0, answers.single()!!.accuracyM!!, 0.0)
    }

    @Test
    fun `where all is switched off nobody waits`() {
        shadowOf(manager).setProviderEnabled(LocationManager.GPS_PROVIDER, false)
        shadowOf(manager).setProviderEnabled(LocationManager.NETWORK_PROVIDER, false)
        ask()
        assertEquals(listOf(null), answers)
    }

    @Test
    fun `what the system does not know is absent`() {
        val bare = place(LocationManager.NETWORK_PROVIDER, 30f)
        val fix = bare.toFix()
        assertNull(fix.altitudeM)
        assertNull(fix.speedMps)
        assertNull("no satellite told the time", fix.gpsTime)
        assertFalse(fix.isMock)
        assertTrue(fix.accuracyIs68Percent)
        for (radius in listOf(0f, Float.NaN, -1f)) assertNull(bare.apply { accuracy = radius }.toFix().accuracyM)
        assertNull(bare.apply { removeAccuracy() }.toFix().accuracyM)
    }

    @Test
    fun `what it knows is told`() {
        val fix = place(LocationManager.GPS_PROVIDER, 8f, age = Duration.ofMillis(1_500)).apply {
            altitude = 812.5
            speed = 1.25f
            isMock = true
        }.toFix()
        assertEquals(812.5, fix.altitudeM!!, 0.0)
        assertEquals(1.25, fix.speedMps!!, 0.0)
        assertEquals(Instant.ofEpochMilli(1_780_300_800_000), fix.gpsTime)
        assertEquals(1_500uL, fix.ageMs)
        assertTrue(fix.isMock)
    }

    @Test
    fun `an invented place is told on older phones too`() {
        val invented = place(LocationManager.GPS_PROVIDER, 8f).apply { isMock = true }
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", Build.VERSION_CODES.O)
        assertTrue(invented.toFix().isMock)
    }
}
