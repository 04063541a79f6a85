package org.doorstep.platform.keys

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import java.io.InputStream
import java.io.OutputStream
import java.security.AlgorithmParameters
import java.security.Key
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.ProviderException
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.security.spec.ECGenParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.KeyGeneratorSpi
import javax.crypto.Mac
import javax.crypto.MacSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import org.junit.rules.ExternalResource

/**
 * The Android Keystore of a test, which Robolectric has none of: keys that are lent by name and never given away, what
 * each was made for, and a phone that can be locked, lose its lock or be reset.
 */
object FakeKeystore : ExternalResource() {
    class Entry(val spec: KeyGenParameterSpec, val secret: ByteArray? = null, val pair: KeyPair? = null)

    val entries: MutableMap<String, Entry> = Collections.synchronizedMap(mutableMapOf())

    /** Nobody unlocked the phone for longer than its keys wait. */
    var isLocked = false

    /** There is a chip for keys, and it has no room. */
    var isChipFull = false

    /** Thrown by whatever is asked next, until it is taken away. */
    var failure: RuntimeException? = null

    /** No key that is to go goes. */
    var isStuck = false

    override fun before() {
        entries.clear()
        isLocked = false
        isChipFull = false
        failure = null
        isStuck = false
        // Before those that Robolectric brings: a key that shows nothing is for nobody else.
        Security.insertProviderAt(FakeProvider(), 1)
    }

    override fun after() = Security.removeProvider(Keystore.NAME)

    /** What the system does when the phone's owner takes its lock off. */
    fun takeLockOff() {
        entries.values.removeIf { it.spec.isUserAuthenticationRequired }
    }

    /** The key itself, for whoever may use it now. */
    internal fun use(key: Key): ByteArray {
        val entry = entries[(key as LentKey).name]
        if (entry?.secret == null || !entry.secret.contentEquals(key.lent)) throw KeyPermanentlyInvalidatedException()
        if (entry.spec.isUserAuthenticationRequired && isLocked) throw UserNotAuthenticatedException()
        return entry.secret
    }
}

/** It names a key and shows nothing of it. */
class LentKey(val name: String, internal val lent: ByteArray, private val algorithm: String) : SecretKey {
    override fun getAlgorithm() = algorithm

    override fun getFormat(): String? = null

    override fun getEncoded(): ByteArray? = null
}

class FakeProvider : Provider(Keystore.NAME, "1", "a test's") {
    init {
        put("KeyStore.${Keystore.NAME}", FakeKeyStore::class.java.name)
        put("KeyGenerator.AES", NewAes::class.java.name)
        put("KeyGenerator.HmacSHA256", NewHmac::class.java.name)
        put("KeyPairGenerator.EC", NewPair::class.java.name)
        put("Cipher.AES/GCM/NoPadding", LentAes::class.java.name)
        put("Cipher.AES/GCM/NoPadding SupportedKeyClasses", LentKey::class.java.name)
        put("Mac.HmacSHA256", LentHmac::class.java.name)
        put("Mac.HmacSHA256 SupportedKeyClasses", LentKey::class.java.name)
    }
}

class FakeKeyStore : KeyStoreSpi() {
    override fun engineGetKey(alias: String, password: CharArray?): Key? {
        FakeKeystore.failure?.let { throw it }
        val entry = FakeKeystore.entries[alias] ?: return null
        return entry.secret?.let { LentKey(alias, it, "AES") } ?: entry.pair?.private
    }

    override fun engineGetCertificate(alias: String): Certificate? =
        FakeKeystore.entries[alias]?.pair?.let { JustTheKey(it.public) }

    override fun engineDeleteEntry(alias: String) {
        if (FakeKeystore.isStuck) throw IllegalStateException("stuck, in a vendor's own way")
        FakeKeystore.entries.remove(alias)
    }

    override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

    override fun engineAliases(): Enumeration<String> = Collections.enumeration(FakeKeystore.entries.keys)

    override fun engineContainsAlias(alias: String) = alias in FakeKeystore.entries

    override fun engineSize() = FakeKeystore.entries.size

    override fun engineIsKeyEntry(alias: String) = alias in FakeKeystore.entries

    override fun engineIsCertificateEntry(alias: String) = false

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

    override fun engineGetCreationDate(alias: String): Date? = null

    override fun engineGetCertificateAlias(certificate: Certificate): String? = null

    override fun engineSetKeyEntry(alias: String, key: Key?, password: CharArray?, chain: Array<Certificate>?) =
        refuse()

    override fun engineSetKeyEntry(alias: String, key: ByteArray?, chain: Array<Certificate>?) = refuse()

    override fun engineSetCertificateEntry(alias: String, certificate: Certificate?) = refuse()

    override fun engineStore(stream: OutputStream?, password: CharArray?) = refuse()

    private fun refuse(): Nothing = throw UnsupportedOperationException()
}

private class JustTheKey(private val key: PublicKey) : Certificate("X.509") {
    override fun getEncoded() = ByteArray(0)

    override fun verify(key: PublicKey?) = Unit

    override fun verify(key: PublicKey?, provider: String?) = Unit

    override fun toString() = "a certificate"

    override fun getPublicKey() = key
}

open class NewSecret(private val algorithm: String) : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

    override fun engineInit(size: Int, random: SecureRandom?) = throw UnsupportedOperationException()

    override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = params as KeyGenParameterSpec
    }

    override fun engineGenerateKey(): SecretKey {
        FakeKeystore.failure?.let { throw it }
        val secret = ByteArray(32).also(SecureRandom()::nextBytes)
        FakeKeystore.entries[spec.keystoreAlias] = FakeKeystore.Entry(spec, secret)
        return LentKey(spec.keystoreAlias, secret, algorithm)
    }
}

class NewAes : NewSecret("AES")

class NewHmac : NewSecret("HmacSHA256")

class NewPair : KeyPairGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun initialize(size: Int, random: SecureRandom?) = throw UnsupportedOperationException()

    override fun initialize(params: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = params as KeyGenParameterSpec
    }

    override fun generateKeyPair(): KeyPair {
        if (spec.isStrongBoxBacked && FakeKeystore.isChipFull) throw StrongBoxUnavailableException("full")
        val others = Security.getProviders("KeyPairGenerator.EC").first { it.name != Keystore.NAME }
        val pair = KeyPairGenerator.getInstance("EC", others).run {
            initialize(ECGenParameterSpec((spec.algorithmParameterSpec as ECGenParameterSpec).name))
            generateKeyPair()
        }
        FakeKeystore.entries[spec.keystoreAlias] = FakeKeystore.Entry(spec, pair = pair)
        return pair
    }
}

class LentAes : CipherSpi() {
    private val inner = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

    override fun engineInit(mode: Int, key: Key, random: SecureRandom?) =
        inner.init(mode, SecretKeySpec(FakeKeystore.use(key), "AES"))

    override fun engineInit(mode: Int, key: Key, params: AlgorithmParameterSpec?, random: SecureRandom?) {
        // As the real one: it makes the nonce.
        require(mode == Cipher.DECRYPT_MODE)
        inner.init(mode, SecretKeySpec(FakeKeystore.use(key), "AES"), params)
    }

    override fun engineInit(mode: Int, key: Key, params: AlgorithmParameters?, random: SecureRandom?) =
        throw UnsupportedOperationException()

    override fun engineDoFinal(input: ByteArray, offset: Int, length: Int): ByteArray =
        inner.doFinal(input, offset, length)

    override fun engineDoFinal(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int) =
        inner.doFinal(input, offset, length, output, at)

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int): ByteArray? =
        inner.update(input, offset, length)

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int) =
        inner.update(input, offset, length, output, at)

    override fun engineGetIV(): ByteArray = inner.iv

    override fun engineGetBlockSize() = inner.blockSize

    override fun engineGetOutputSize(length: Int) = inner.getOutputSize(length)

    override fun engineGetParameters(): AlgorithmParameters? = inner.parameters

    override fun engineSetMode(mode: String?) = Unit

    override fun engineSetPadding(padding: String?) = Unit
}

class LentHmac : MacSpi() {
    private val inner = Mac.getInstance("HmacSHA256", "SunJCE")

    override fun engineInit(key: Key, params: AlgorithmParameterSpec?) =
        inner.init(SecretKeySpec(FakeKeystore.use(key), "HmacSHA256"))

    override fun engineUpdate(input: Byte) = inner.update(input)

    override fun engineUpdate(input: ByteArray, offset: Int, length: Int) = inner.update(input, offset, length)

    override fun engineDoFinal(): ByteArray = inner.doFinal()

    override fun engineReset() = inner.reset()

    override fun engineGetMacLength() = inner.macLength
}
