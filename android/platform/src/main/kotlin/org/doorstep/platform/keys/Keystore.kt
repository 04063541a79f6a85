package org.doorstep.platform.keys

import android.security.keystore.KeyGenParameterSpec
import java.security.KeyStore
import java.security.PrivateKey
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/** The Android Keystore: keys by name, which are used where they lie. */
internal class Keystore {
    private val keys: KeyStore by lazy { KeyStore.getInstance(NAME).apply { load(null) } }

    fun secretKey(name: String) = keys.getKey(name, null) as SecretKey?

    fun newSecretKey(algorithm: String, how: KeyGenParameterSpec): SecretKey =
        KeyGenerator.getInstance(algorithm, NAME).run {
            init(how)
            generateKey()
        }

    fun privateKey(name: String) = keys.getKey(name, null) as PrivateKey?

    /** In DER, as Java writes it. */
    fun publicKey(name: String): ByteArray? = keys.getCertificate(name)?.publicKey?.encoded

    /** One that is not there is forgotten already. */
    fun forget(name: String) = keys.deleteEntry(name)

    companion object {
        const val NAME = "AndroidKeyStore"
    }
}
