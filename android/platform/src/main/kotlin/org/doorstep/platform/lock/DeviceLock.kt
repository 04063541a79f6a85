package org.doorstep.platform.lock

import android.app.KeyguardManager
import android.content.Context
import org.doorstep.platform.Errands

/** The lock that the phone's owner set up: pattern, number, password, or what stands for them. On the main thread. */
class DeviceLock(context: Context, private val errands: Errands) {
    private val keyguard = context.getSystemService(KeyguardManager::class.java)

    /** From any thread. */
    val isThere get() = keyguard.isDeviceSecure

    /** Has it asked for, and tells whether it opened. */
    fun open(answered: (Boolean) -> Unit) {
        // Its successor wants a permission and cannot ask for the number alone before Android 11.
        @Suppress("DEPRECATION")
        val question = keyguard.createConfirmDeviceCredentialIntent(null, null) ?: return answered(false)
        if (!errands.send(question, answered)) answered(false)
    }
}
