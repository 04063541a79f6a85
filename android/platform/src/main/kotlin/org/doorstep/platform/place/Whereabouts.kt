package org.doorstep.platform.place

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import java.time.Duration
import java.time.Instant
import org.doorstep.Coordinate
import org.doorstep.Datum
import org.doorstep.FixDraft

/**
 * Asks once, at a door, and never follows anybody. What can be had within ten seconds is good enough: a visit waits for
 * no satellite. `allow` asks the worker, where that was not settled before. All on the main thread.
 */
class Whereabouts(
    private val context: Context,
    private val allow: (permissions: List<String>, told: () -> Unit) -> Unit,
) {
    private val manager = context.getSystemService(LocationManager::class.java)
    private val clock = Handler(Looper.getMainLooper())
    private val waiting = mutableListOf<(FixDraft?) -> Unit>()
    private val enough = Runnable(::tell)
    private var best: Location? = null

    private val listener = object : LocationListener {
        override fun onLocationChanged(location: Location) = heard(location)

        // Before Android 11 the system calls these too, and an interface of it had no bodies for them.
        override fun onProviderEnabled(provider: String) = Unit

        override fun onProviderDisabled(provider: String) = Unit

        @Deprecated("as the system's")
        override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit
    }

    /** None where no place can be had, in time or at all. */
    fun ask(answered: (FixDraft?) -> Unit) {
        waiting += answered
        if (waiting.size > 1) return
        if (isAllowed()) listen() else allow(PERMISSIONS) { if (isAllowed()) listen() else tell() }
    }

    /** The rough place is better than none. */
    private fun isAllowed() =
        PERMISSIONS.any { context.checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED }

    private fun listen() {
        best = null
        clock.postDelayed(enough, PATIENCE.toMillis())
        val asked = SOURCES.filter { it in manager.allProviders && manager.isProviderEnabled(it) && request(it) }
        if (asked.isEmpty()) tell()
    }

    private fun request(provider: String) = try {
        manager.requestLocationUpdates(provider, 0, 0f, listener, Looper.getMainLooper())
        true
    } catch (_: SecurityException) {
        // Before Android 12 satellites want the permission for the exact place.
        false
    }

    private fun heard(location: Location) {
        val radius = location.radius() ?: return
        val known = best?.takeIf { it.age() <= FRESH }?.radius()
        if (known == null || radius <= known) best = location
        // Well within any fence: there is nothing to gain by waiting.
        if (radius <= GOOD_M && location.age() <= FRESH) tell()
    }

    private fun tell() {
        clock.removeCallbacks(enough)
        manager.removeUpdates(listener)
        val fix = best?.toFix()
        best = null
        val all = waiting.toList()
        waiting.clear()
        all.forEach { it(fix) }
    }

    private companion object {
        val PERMISSIONS = listOf(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)

        /** All that a phone may have without anybody's services. */
        val SOURCES = listOf(LocationManager.GPS_PROVIDER, "fused", LocationManager.NETWORK_PROVIDER)

        val PATIENCE: Duration = Duration.ofSeconds(10)
        val FRESH: Duration = Duration.ofSeconds(10)
        const val GOOD_M = 10f
    }
}

/** Zero or nonsense is unknown, never perfect. */
private fun Location.radius() = accuracy.takeIf { hasAccuracy() && it > 0 && it.isFinite() }

/** By the clock that counts from the phone's start and that nobody can set. */
private fun Location.age(): Duration =
    Duration.ofNanos(SystemClock.elapsedRealtimeNanos() - elapsedRealtimeNanos).coerceAtLeast(Duration.ZERO)

/**
 * For the core, which adds which run of the phone it was. What the system does not know is absent. The datum is WGS-84,
 * which Android's own providers give everywhere; accuracy is the radius of 68 %.
 */
fun Location.toFix() = FixDraft(
    at = Coordinate(latitude, longitude, Datum.WGS84),
    accuracyM = radius()?.toDouble(),
    accuracyIs68Percent = true,
    ageMs = age().toMillis().toULong(),
    altitudeM = altitude.takeIf { hasAltitude() },
    speedMps = speed.toDouble().takeIf { hasSpeed() },
    // Only satellites tell the time by themselves.
    gpsTime = if (provider == LocationManager.GPS_PROVIDER && time > 0) Instant.ofEpochMilli(time) else null,
    isMock = isInvented(),
)

@Suppress("DEPRECATION") // before Android 12 there was only this
private fun Location.isInvented() = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) isMock else isFromMockProvider
