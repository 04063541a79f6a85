package org.doorstep.platform.lock

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import javax.crypto.Mac
import org.doorstep.platform.keys.Keystore

/** What a PIN is sealed with: a key that never leaves the Android Keystore. */
class PinKey(worker: String) {
    private val keystore = Keystore()
    private val name = "doorstep.pin.$worker"

    fun seal(message: ByteArray): ByteArray = Mac.getInstance("HmacSHA256").run {
        init(keystore.secretKey(name) ?: keystore.newSecretKey(KeyProperties.KEY_ALGORITHM_HMAC_SHA256, spec()))
        doFinal(message)
    }

    fun forget() = keystore.forget(name)

    private fun spec() = KeyGenParameterSpec.Builder(name, KeyProperties.PURPOSE_SIGN).build()
}
