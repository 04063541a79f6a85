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

    /** The app's PIN has to be entered first. */
    PIN,

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
 *
 * Once a PIN was chosen ([guardByPin]), what lies wrapped in there is sealed with the PIN's key as well: nothing opens
 * it without both. A store that is open already goes on without.
 */
class DeviceVault(
    private val worker: String,
    private val file: File,
    private val safe: Safe,
    private val gate: PinGate = PinGate(),
) : KeyVault {
    private val keystore = Keystore()

    /** Looks whether the key can be had, so that nobody has to guess it from a failure. */
    fun state(): DatabaseKey = when (find()) {
        is Found.Here -> DatabaseKey.HERE
        Found.Locked -> DatabaseKey.LOCKED
        Found.NoPin -> DatabaseKey.PIN
        Found.Lost -> DatabaseKey.LOST
    }

    /** Whether the PIN is needed. */
    val isGuardedByPin: Boolean
        get() = telling { wrapped()?.hasPin == true }

    /** From now on the key opens with the PIN that opened the gate too. One that is guarded by it stays as it is. */
    @Synchronized
    fun guardByPin(): Unit = telling {
        val pin = gate.key() ?: return@telling
        val before = wrapped()?.takeIf { !it.hasPin } ?: return@telling
        val key = (find() as? Found.Here)?.key ?: return@telling
        // By now the phone's lock may guard it. Its wrapping key stays: with another, a torn write would lose both.
        val kind = wrapped()?.kind ?: before.kind
        val wrapper = keystore.secretKey(kind.alias()) ?: return@telling
        writeDurably(file, Wrapped.close(PinSeal.close(key, pin), wrapper, kind, hasPin = true).bytes())
    }

    override fun databaseKey(): ByteArray = when (val found = find()) {
        is Found.Here -> found.key
        Found.Locked, Found.NoPin -> throw HostException.KeyLocked()
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
        // Where the keystore fails, what it wrapped is gone already.
        file.delete()
        listOf(Wrapped.Kind.GUARDED.alias(), Wrapped.Kind.OPEN.alias(), deviceKey).forEach(keystore::forget)
    }

    private sealed interface Found {
        class Here(val key: ByteArray) : Found

        data object Locked : Found

        data object NoPin : Found

        data object Lost : Found
    }

    @Synchronized
    private fun find(): Found = telling {
        try {
            val bytes = file.takeIf { it.exists() }?.readBytes() ?: return@telling Found.Here(make())
            val wrapped = Wrapped.of(bytes) ?: return@telling Found.Lost
            val wrapper = wrapper(wrapped) ?: return@telling Found.Lost
            val inside = wrapped.open(wrapper)
            if (wrapped.kind == Wrapped.Kind.OPEN && safe.hasLock()) guard(inside, wrapped.hasPin)
            if (!wrapped.hasPin) return@telling Found.Here(inside)
            val pin = gate.key() ?: return@telling Found.NoPin
            // A PIN's key that does not fit is no lost key: nothing is set aside for it.
            Found.Here(PinSeal.open(inside, pin) ?: throw HostException.Failed("the PIN's key opens nothing"))
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
        val pin = gate.key()
        val inside = if (pin == null) key else PinSeal.close(key, pin)
        wrap(inside, if (safe.hasLock()) Wrapped.Kind.GUARDED else Wrapped.Kind.OPEN, hasPin = pin != null)
        return key
    }

    private fun wrapped() = file.takeIf { it.exists() }?.readBytes()?.let(Wrapped::of)

    /** The phone got a lock since: from now on the key opens with it. What fails here leaves it as it was. */
    private fun guard(inside: ByteArray, hasPin: Boolean) {
        try {
            wrap(inside, Wrapped.Kind.GUARDED, hasPin)
            keystore.forget(Wrapped.Kind.OPEN.alias())
        } catch (_: GeneralSecurityException) {
        } catch (_: ProviderException) {
        } catch (_: IOException) {
        }
    }

    /** With a new key each time: one of an earlier lock has ended with it. */
    private fun wrap(inside: ByteArray, kind: Wrapped.Kind, hasPin: Boolean) {
        val wrapper = keystore.newSecretKey(KeyProperties.KEY_ALGORITHM_AES, wrapping(kind))
        writeDurably(file, Wrapped.close(inside, wrapper, kind, hasPin).bytes())
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

/**
 * The database's key as it lies on the disk: a version, which says whether what is inside is sealed with a PIN's key
 * too, how it was wrapped, AES-256-GCM's nonce and what it gave.
 */
private class Wrapped(
    val kind: Kind,
    val hasPin: Boolean,
    private val nonce: ByteArray,
    private val sealed: ByteArray,
) {
    enum class Kind { OPEN, GUARDED }

    fun open(wrapper: SecretKey): ByteArray = Cipher.getInstance(CIPHER).run {
        init(Cipher.DECRYPT_MODE, wrapper, GCMParameterSpec(TAG_BITS, nonce))
        doFinal(sealed)
    }

    fun bytes() = byteArrayOf(if (hasPin) WITH_PIN else WITHOUT_PIN, kind.ordinal.toByte()) + nonce + sealed

    companion object {
        private const val CIPHER = "AES/GCM/NoPadding"
        private const val WITHOUT_PIN: Byte = 1
        private const val WITH_PIN: Byte = 2
        private const val NONCE_BYTES = 12
        private const val TAG_BITS = 128

        fun close(inside: ByteArray, wrapper: SecretKey, kind: Kind, hasPin: Boolean) =
            Cipher.getInstance(CIPHER).run {
                // The Keystore makes the nonce: it refuses one from outside.
                init(Cipher.ENCRYPT_MODE, wrapper)
                Wrapped(kind, hasPin, iv, doFinal(inside))
            }

        fun of(bytes: ByteArray): Wrapped? {
            val kind = bytes.getOrNull(1)?.let { Kind.entries.getOrNull(it.toInt()) } ?: return null
            if (bytes.first() !in listOf(WITHOUT_PIN, WITH_PIN) || bytes.size <= 2 + NONCE_BYTES) return null
            val nonce = bytes.copyOfRange(2, 2 + NONCE_BYTES)
            return Wrapped(kind, bytes.first() == WITH_PIN, nonce, bytes.copyOfRange(2 + NONCE_BYTES, bytes.size))
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
