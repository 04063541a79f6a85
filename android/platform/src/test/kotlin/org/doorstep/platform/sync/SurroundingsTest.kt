package org.doorstep.platform.sync

import android.app.Application
import android.content.Intent
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import org.doorstep.HostStatus
import org.doorstep.Network
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities

@RunWith(RobolectricTestRunner::class)
class SurroundingsTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val connectivity = context.getSystemService(ConnectivityManager::class.java)
    private val surroundings = Surroundings(context)

    private fun capabilities(vararg has: Int): NetworkCapabilities = ShadowNetworkCapabilities.newInstance().also {
        has.forEach(shadowOf(it)::addCapability)
    }

    private fun network(vararg has: Int) =
        shadowOf(connectivity).setNetworkCapabilities(connectivity.activeNetwork, capabilities(*has))

    private fun battery(level: Int, scale: Int, plugged: Int) {
        val told = Intent(Intent.ACTION_BATTERY_CHANGED)
            .putExtra(BatteryManager.EXTRA_LEVEL, level)
            .putExtra(BatteryManager.EXTRA_SCALE, scale)
            .putExtra(BatteryManager.EXTRA_PLUGGED, plugged)
        @Suppress("DEPRECATION")
        context.sendStickyBroadcast(told)
    }

    private val status get() = surroundings.status(photosMayCost = true)

    @Test
    fun `a network costs money unless it says otherwise`() {
        network(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertEquals(Network.METERED, status.network)
        network(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        assertEquals(Network.UNMETERED, status.network)
        network(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_TEMPORARILY_NOT_METERED)
        assertEquals(Network.UNMETERED, status.network)
    }

    @Test
    fun `one that leads nowhere is none, and neither is none`() {
        network(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        assertEquals(Network.OFFLINE, status.network)
        shadowOf(connectivity).setDefaultNetworkActive(false)
        shadowOf(connectivity).setActiveNetworkInfo(null)
        assertEquals(Network.OFFLINE, status.network)
    }

    @Test
    fun `the battery counts in parts of a hundred`() {
        network(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        battery(level = 39, scale = 200, plugged = 0)
        assertEquals(HostStatus(Network.METERED, 19u, isCharging = false, photosMayCost = true), status)
        battery(level = 200, scale = 200, plugged = BatteryManager.BATTERY_PLUGGED_USB)
        assertEquals(HostStatus(Network.METERED, 100u, isCharging = true, photosMayCost = true), status)
    }

    @Test
    fun `a phone that tells nothing of its battery holds up no photo`() {
        assertEquals(100, status.batteryPercent.toInt())
        battery(level = -1, scale = 0, plugged = 0)
        assertEquals(100, status.batteryPercent.toInt())
    }

    @Test
    fun `a change of the network is told once, and not each time that the signal changes`() {
        var changes = 0
        surroundings.watch { changes += 1 }
        val callback = shadowOf(connectivity).networkCallbacks.single()
        val network = connectivity.activeNetwork!!
        val mobile = capabilities(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        repeat(3) { callback.onCapabilitiesChanged(network, mobile) }
        assertEquals(1, changes)
        callback.onLost(network)
        assertEquals(2, changes)
        callback.onCapabilitiesChanged(network, mobile)
        assertEquals("it is back", 3, changes)
    }
}
