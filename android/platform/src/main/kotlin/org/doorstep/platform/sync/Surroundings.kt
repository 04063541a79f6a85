package org.doorstep.platform.sync

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.ConnectivityManager
import android.net.Network as SystemNetwork
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.Build
import org.doorstep.HostStatus
import org.doorstep.Network

/** Network and battery, as far as they decide what may be sent. */
class Surroundings(private val context: Context) {
    private val connectivity = context.getSystemService(ConnectivityManager::class.java)

    fun status(photosMayCost: Boolean): HostStatus {
        // What was broadcast last; nothing is registered by this.
        val battery = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED))
        return HostStatus(network(), battery.percent(), battery.isCharging(), photosMayCost)
    }

    /** `changed` is called from a thread of the system, as long as the process lives. */
    fun watch(changed: () -> Unit) {
        connectivity.registerDefaultNetworkCallback(
            object : ConnectivityManager.NetworkCallback() {
                private var last: Network? = null

                override fun onLost(network: SystemNetwork) {
                    last = null
                    changed()
                }

                override fun onCapabilitiesChanged(network: SystemNetwork, capabilities: NetworkCapabilities) {
                    // It comes for every change of the signal too.
                    val now = capabilities.kind()
                    if (now != last) changed()
                    last = now
                }
            },
        )
        val power = IntentFilter().apply {
            addAction(Intent.ACTION_POWER_CONNECTED)
            addAction(Intent.ACTION_POWER_DISCONNECTED)
        }
        context.registerReceiver(
            object : BroadcastReceiver() {
                override fun onReceive(context: Context, intent: Intent) = changed()
            },
            power,
        )
    }

    private fun network() =
        connectivity.activeNetwork?.let(connectivity::getNetworkCapabilities)?.kind() ?: Network.OFFLINE
}

/**
 * Whether the system could reach its own test address (`NET_CAPABILITY_VALIDATED`) is not asked: where that address is
 * out of reach the hub need not be, and whoever else answers in its place is found out by the core.
 */
private fun NetworkCapabilities.kind() = when {
    !hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) -> Network.OFFLINE
    hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) -> Network.UNMETERED
    Build.VERSION.SDK_INT >= Build.VERSION_CODES.R &&
        hasCapability(NetworkCapabilities.NET_CAPABILITY_TEMPORARILY_NOT_METERED) -> Network.UNMETERED
    else -> Network.METERED
}

/** A phone that tells nothing of its battery holds up no photo. */
private fun Intent?.percent(): UByte {
    val level = this?.getIntExtra(BatteryManager.EXTRA_LEVEL, -1) ?: -1
    val scale = this?.getIntExtra(BatteryManager.EXTRA_SCALE, -1) ?: -1
    return if (level < 0 || scale <= 0) 100u else (level * 100 / scale).coerceIn(0, 100).toUByte()
}

private fun Intent?.isCharging() = (this?.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) ?: 0) != 0
