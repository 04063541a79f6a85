package org.doorstep.platform.keys

import java.security.SecureRandom
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** The key that the app's PIN gives, in memory alone and only while the app is unlocked. */
class PinGate {
    private var key: ByteArray? = null

    @Synchronized
    fun open(key: ByteArray) {
        shut()
        this.key = key.copyOf()
    }

    @Synchronized
    fun shut() {
        key?.fill(0)
        key = null
    }

    /** None while the app is locked. */
    @Synchronized
    internal fun key(): ByteArray? = key?.copyOf()
}

/** What a PIN's key seals: AES-256-GCM's nonce and what it gave. */
internal object PinSeal {
    private const val CIPHER = "AES/GCM/NoPadding"
    private const val NONCE_BYTES = 12
    private const val TAG_BITS = 128

    fun close(what: ByteArray, pin: ByteArray): ByteArray {
        val nonce = ByteArray(NONCE_BYTES).also(SecureRandom()::nextBytes)
        return nonce + cipher(Cipher.ENCRYPT_MODE, pin, nonce).doFinal(what)
    }

    /** None where another key closed it. */
    fun open(sealed: ByteArray, pin: ByteArray): ByteArray? = try {
        val nonce = sealed.copyOf(NONCE_BYTES)
        cipher(Cipher.DECRYPT_MODE, pin, nonce).doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES)
    } catch (_: AEADBadTagException) {
        null
    }

    private fun cipher(mode: Int, pin: ByteArray, nonce: ByteArray) = Cipher.getInstance(CIPHER).apply {
        init(mode, SecretKeySpec(pin, "AES"), GCMParameterSpec(TAG_BITS, nonce))
    }
}
