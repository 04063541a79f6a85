package org.doorstep.platform.keys

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.ProviderException
import java.security.SecureRandom
import java.security.Signature
import java.security.UnrecoverableKeyException
import java.security.spec.ECGenParameterSpec
import java.time.Duration
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import org.doorstep.HostException
import org.doorstep.KeyVault

/** What the vault needs to know of its phone. */
data class Safe(
    /** Whether the phone has a lock of its own: a pattern, a number or a password. */
    val hasLock: () -> Boolean,
    /** Whether keys can lie in a chip of their own (StrongBox). */
    val hasChip: Boolean = false,
)

/** Whether the key of the database can be had. */
enum class DatabaseKey {
    HERE,

    /** The phone has to be unlocked first. */
    LOCKED,

    /** For good. What it encrypted is to be set aside. */
    LOST,
}

/**
 * Keys that stay on this phone and in no backup. The database's lies in `file`, wrapped by a key of the Android
 * Keystore; the device's own is made there, in a chip of its own where the phone has one, and never leaves it.
 *
 * Where the phone has a lock, the wrapping key opens for [OPEN_FOR] after the phone was last unlocked: records go out
 * while it lies in a pocket, and of one that was lost nothing can be read the day after. The price is the system's
 * rule that such a key ends with the lock: whoever takes the phone's lock off loses the key ([DatabaseKey.LOST]). The
 * signing key asks for nothing, since it opens no record.
 */
class DeviceVault(private val worker: String, private val file: File, private val safe: Safe) : KeyVault {
    private val keystore = Keystore()

    /** Looks whether the key can be had, so that nobody has to guess it from a failure. */
    fun state(): DatabaseKey = when (find()) {
        is Found.Here -> DatabaseKey.HERE
        Found.Locked -> DatabaseKey.LOCKED
        Found.Lost -> DatabaseKey.LOST
    }

    override fun databaseKey(): ByteArray = when (val found = find()) {
        is Found.Here -> found.key
        Found.Locked -> throw HostException.KeyLocked()
        Found.Lost -> throw HostException.Failed("the key of the database is lost")
    }

    override fun publicKey(): ByteArray = telling {
        devicePrivateKey()
        keystore.publicKey(deviceKey) ?: throw HostException.Failed("the device's key has no public half")
    }

    override fun sign(message: ByteArray): ByteArray = telling {
        Signature.getInstance("SHA256withECDSA").run {
            initSign(devicePrivateKey())
            update(message)
            sign()
        }
    }

    /** Moves the wrapped key beside what it encrypted: should it open again one day, nothing was thrown away. */
    @Synchronized
    fun setAside(beside: File) {
        beside.mkdirs()
        if (file.exists() && !file.renameTo(File(beside, file.name))) throw HostException.Failed("key file: not moved")
    }

    /** After a wipe: without its key nothing that might be left of the store can be read. */
    @Synchronized
    fun forget() {
        listOf(Wrapped.Kind.GUARDED.alias(), Wrapped.Kind.OPEN.alias(), deviceKey).forEach(keystore::forget)
        file.delete()
    }

    private sealed interface Found {
        class Here(val key: ByteArray) : Found

        data object Locked : Found

        data object Lost : Found
    }

    @Synchronized
    private fun find(): Found = telling {
        try {
            val bytes = file.takeIf { it.exists() }?.readBytes() ?: return@telling Found.Here(make())
            val wrapped = Wrapped.of(bytes) ?: return@telling Found.Lost
            val wrapper = wrapper(wrapped) ?: return@telling Found.Lost
            val key = wrapped.open(wrapper)
            if (wrapped.kind == Wrapped.Kind.OPEN && safe.hasLock()) guard(key)
            Found.Here(key)
        } catch (_: UserNotAuthenticatedException) {
            Found.Locked
        } catch (_: KeyPermanentlyInvalidatedException) {
            Found.Lost
        } catch (_: AEADBadTagException) {
            // Not what this key wrapped: the Keystore was reset, and made another one since.
            Found.Lost
        }
    }

    private fun wrapper(wrapped: Wrapped): SecretKey? = try {
        keystore.secretKey(wrapped.kind.alias())
    } catch (gone: UnrecoverableKeyException) {
        // Until Android 11 a key that ended with the phone's lock fails like this; without a lock it has ended.
        if (wrapped.kind == Wrapped.Kind.GUARDED && !safe.hasLock()) null else throw gone
    }

    private fun make(): ByteArray {
        val key = ByteArray(KEY_BYTES).also(SecureRandom()::nextBytes)
        wrap(key, if (safe.hasLock()) Wrapped.Kind.GUARDED else Wrapped.Kind.OPEN)
        return key
    }

    /** The phone got a lock since: from now on the key opens with it. What fails here leaves it as it was. */
    private fun guard(key: ByteArray) {
        try {
            wrap(key, Wrapped.Kind.GUARDED)
            keystore.forget(Wrapped.Kind.OPEN.alias())
        } catch (_: GeneralSecurityException) {
        } catch (_: ProviderException) {
        } catch (_: IOException) {
        }
    }

    /** With a new key each time: one of an earlier lock has ended with it. */
    private fun wrap(key: ByteArray, kind: Wrapped.Kind) {
        val wrapper = keystore.newSecretKey(KeyProperties.KEY_ALGORITHM_AES, wrapping(kind))
        writeDurably(file, Wrapped.close(key, wrapper, kind).bytes())
    }

    private fun wrapping(kind: Wrapped.Kind): KeyGenParameterSpec {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        return KeyGenParameterSpec.Builder(kind.alias(), purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BYTES * 8)
            .apply { if (kind == Wrapped.Kind.GUARDED) opensWithThePhone() }
            .build()
    }

    @Suppress("DEPRECATION") // before Android 11 there was only this
    private fun KeyGenParameterSpec.Builder.opensWithThePhone() {
        setUserAuthenticationRequired(true)
        val seconds = OPEN_FOR.seconds.toInt()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            val ways = KeyProperties.AUTH_DEVICE_CREDENTIAL or KeyProperties.AUTH_BIOMETRIC_STRONG
            setUserAuthenticationParameters(seconds, ways)
        } else {
            setUserAuthenticationValidityDurationSeconds(seconds)
        }
    }

    @Synchronized
    private fun devicePrivateKey(): PrivateKey = keystore.privateKey(deviceKey) ?: newDeviceKey()

    private fun newDeviceKey(): PrivateKey {
        if (safe.hasChip && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            try {
                return newDeviceKey(signing().setIsStrongBoxBacked(true).build())
            } catch (_: ProviderException) {
                // The chip is full or does not know this curve: StrongBoxUnavailableException, and on some phones any.
            }
        }
        return newDeviceKey(signing().build())
    }

    private fun newDeviceKey(how: KeyGenParameterSpec): PrivateKey =
        KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, Keystore.NAME).run {
            initialize(how)
            generateKeyPair().private
        }

    private fun signing() = KeyGenParameterSpec.Builder(deviceKey, KeyProperties.PURPOSE_SIGN)
        .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
        .setDigests(KeyProperties.DIGEST_SHA256)

    private val deviceKey = "doorstep.device.$worker"

    private fun Wrapped.Kind.alias() = when (this) {
        Wrapped.Kind.OPEN -> "doorstep.database.$worker"
        Wrapped.Kind.GUARDED -> "doorstep.database.guarded.$worker"
    }

    companion object {
        /** A working day, with the way there and back. */
        val OPEN_FOR: Duration = Duration.ofHours(12)

        private const val KEY_BYTES = 32
    }
}

/** The database's key as it lies on the disk: a version, how it was wrapped, AES-256-GCM's nonce and what it gave. */
private class Wrapped(val kind: Kind, private val nonce: ByteArray, private val sealed: ByteArray) {
    enum class Kind { OPEN, GUARDED }

    fun open(wrapper: SecretKey): ByteArray = Cipher.getInstance(CIPHER).run {
        init(Cipher.DECRYPT_MODE, wrapper, GCMParameterSpec(TAG_BITS, nonce))
        doFinal(sealed)
    }

    fun bytes() = byteArrayOf(VERSION, kind.ordinal.toByte()) + nonce + sealed

    companion object {
        private const val CIPHER = "AES/GCM/NoPadding"
        private const val VERSION: Byte = 1
        private const val NONCE_BYTES = 12
        private const val TAG_BITS = 128

        fun close(key: ByteArray, wrapper: SecretKey, kind: Kind) = Cipher.getInstance(CIPHER).run {
            // The Keystore makes the nonce: it refuses one from outside.
            init(Cipher.ENCRYPT_MODE, wrapper)
            Wrapped(kind, iv, doFinal(key))
        }

        fun of(bytes: ByteArray): Wrapped? {
            val kind = bytes.getOrNull(1)?.let { Kind.entries.getOrNull(it.toInt()) } ?: return null
            if (bytes.first() != VERSION || bytes.size <= 2 + NONCE_BYTES) return null
            return Wrapped(kind, bytes.copyOfRange(2, 2 + NONCE_BYTES), bytes.copyOfRange(2 + NONCE_BYTES, bytes.size))
        }
    }
}

/** What a failing Keystore may tell: the kind of failure, whose message might hold anything, is enough. */
private inline fun <T> telling(work: () -> T): T = try {
    work()
} catch (_: UserNotAuthenticatedException) {
    throw HostException.KeyLocked()
} catch (failed: GeneralSecurityException) {
    throw HostException.Failed("keystore: ${failed.javaClass.simpleName}")
} catch (failed: ProviderException) {
    throw HostException.Failed("keystore: ${failed.javaClass.simpleName}")
} catch (failed: IOException) {
    throw HostException.Failed("key file: ${failed.javaClass.simpleName}")
}
