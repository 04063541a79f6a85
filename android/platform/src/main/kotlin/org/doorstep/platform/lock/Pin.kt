package org.doorstep.platform.lock

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.EOFException
import java.io.File
import java.security.MessageDigest
import java.security.SecureRandom
import java.time.Duration
import javax.crypto.SecretKeyFactory
import javax.crypto.spec.PBEKeySpec
import org.doorstep.afterWrongPins
import org.doorstep.pinIsGood
import org.doorstep.platform.keys.PinSeal
import org.doorstep.platform.keys.writeDurably

/** What came of a try. */
sealed interface Tried {
    /** With the key that the PIN gives. */
    class Right(val key: ByteArray) : Tried

    data class Wrong(val left: UInt) : Tried

    /** Nothing was tried: too many were wrong. */
    data class Rests(val wait: Duration) : Tried
}

/** How long the phone runs since its start, which nobody can set, and which start it was. */
data class Uptime(val now: () -> Duration, val boot: () -> Int)

/**
 * The app's own PIN: digits, stretched ([ROUNDS] rounds of PBKDF2) and then mixed by `seal` with a key that never
 * leaves the phone's keystore. Of that, `file` holds a tag to know the PIN by, and another part is the key that it
 * gives. So nobody can try PINs elsewhere, and each try here is slow; how many wrong ones are free and how long the
 * others rest is the core's rule. Tries are counted on the disk before the answer is given, and a restart of the phone
 * begins the wait anew.
 */
class Pin(
    private val file: () -> File,
    private val seal: (ByteArray) -> ByteArray,
    private val uptime: Uptime,
    private val rounds: Int = ROUNDS,
) {
    val isChosen get() = record() != null

    /** Answers the key that it gives. */
    @Synchronized
    fun choose(digits: String): ByteArray {
        require(pinIsGood(digits))
        val salt = ByteArray(SALT_BYTES).also(SecureRandom()::nextBytes)
        val stretched = stretch(digits, salt, rounds)
        write(Record(salt, rounds, tag(stretched)))
        return key(stretched)
    }

    /**
     * Another PIN in place of the one that gave this key. It gives the same, sealed with its own: one write, so that
     * at no moment a PIN opens nothing, and what the key sealed stays as it is.
     */
    @Synchronized
    fun change(given: ByteArray, digits: String) {
        require(pinIsGood(digits))
        val salt = ByteArray(SALT_BYTES).also(SecureRandom()::nextBytes)
        val stretched = stretch(digits, salt, rounds)
        write(Record(salt, rounds, tag(stretched), carried = PinSeal.close(given, key(stretched))))
    }

    @Synchronized
    fun attempt(digits: String): Tried {
        val record = record() ?: return Tried.Wrong(0u)
        val wait = record.wait()
        if (wait > Duration.ZERO) return Tried.Rests(wait)
        val wrong = record.wrong + 1
        val (left, rest) = afterWrongPins(wrong.toUInt())
        write(record.copy(wrong = wrong, restUntil = uptime.now() + rest, boot = uptime.boot()))
        val key = record.keyOf(digits) ?: return if (rest.isZero) Tried.Wrong(left) else Tried.Rests(rest)
        return Tried.Right(key)
    }

    /** None for a wrong one; for the right one the tries count from the beginning. */
    private fun Record.keyOf(digits: String): ByteArray? {
        if (rounds == UNSTRETCHED) {
            if (!MessageDigest.isEqual(seal(salt + digits.toByteArray()), tag)) return null
            return choose(digits)
        }
        val stretched = stretch(digits, salt, rounds)
        if (!MessageDigest.isEqual(tag(stretched), tag)) return null
        write(Record(salt, rounds, tag, carried))
        return if (carried.isEmpty()) key(stretched) else PinSeal.open(carried, key(stretched))
    }

    private data class Record(
        val salt: ByteArray,
        val rounds: Int,
        val tag: ByteArray,
        /** The key of the first PIN, sealed with this one's; empty for the first. */
        val carried: ByteArray = ByteArray(0),
        val wrong: Int = 0,
        val restUntil: Duration = Duration.ZERO,
        val boot: Int = 0,
    )

    private fun Record.wait(): Duration {
        val rest = afterWrongPins(wrong.toUInt()).rest
        if (rest.isZero) return rest
        if (boot == uptime.boot()) return (restUntil - uptime.now()).coerceAtLeast(Duration.ZERO)
        write(copy(restUntil = uptime.now() + rest, boot = uptime.boot()))
        return rest
    }

    private fun stretch(digits: String, salt: ByteArray, rounds: Int): ByteArray {
        val asked = PBEKeySpec(digits.toCharArray(), salt, rounds, KEY_BYTES * 8)
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(asked).encoded
        } finally {
            asked.clearPassword()
        }
    }

    private fun tag(stretched: ByteArray) = seal(byteArrayOf(1) + stretched)

    private fun key(stretched: ByteArray) = seal(byteArrayOf(2) + stretched)

    private fun write(record: Record) {
        val bytes = ByteArrayOutputStream()
        DataOutputStream(bytes).use {
            it.writeByte(record.version)
            it.write(record.salt)
            if (record.rounds != UNSTRETCHED) it.writeInt(record.rounds)
            it.writeInt(record.wrong)
            it.writeLong(record.restUntil.toMillis())
            it.writeInt(record.boot)
            if (record.carried.isNotEmpty()) {
                it.writeByte(record.carried.size)
                it.write(record.carried)
            }
            it.write(record.tag)
        }
        writeDurably(file(), bytes.toByteArray())
    }

    private val Record.version
        get() = when {
            rounds == UNSTRETCHED -> FIRST_VERSION
            carried.isEmpty() -> VERSION
            else -> CARRYING_VERSION
        }

    /** A file that is none of ours holds no PIN. */
    private fun record(): Record? = try {
        file().takeIf { it.exists() }?.readBytes()?.let { bytes ->
            DataInputStream(ByteArrayInputStream(bytes)).use { from ->
                val version = from.readByte().toInt()
                if (version !in FIRST_VERSION..CARRYING_VERSION) return null
                val salt = ByteArray(SALT_BYTES).also(from::readFully)
                val rounds = if (version == FIRST_VERSION) UNSTRETCHED else from.readInt()
                val (wrong, until, boot) = Triple(from.readInt(), from.readLong(), from.readInt())
                val carried = ByteArray(if (version == CARRYING_VERSION) from.readUnsignedByte() else 0)
                from.readFully(carried)
                Record(salt, rounds, from.readBytes(), carried, wrong, Duration.ofMillis(until), boot)
            }
        }
    } catch (_: EOFException) {
        null
    }

    companion object {
        /**
         * What a phone of some years ago does within about a second. Where the result can be tried elsewhere OWASP asks
         * for twice as many; here each try needs the phone's keystore as well.
         */
        const val ROUNDS = 300_000

        private const val VERSION = 2

        /** It took the place of another. */
        private const val CARRYING_VERSION = 3

        /** Its tag was made of the PIN itself; the first right try makes it anew. */
        private const val FIRST_VERSION = 1
        private const val UNSTRETCHED = 0
        private const val SALT_BYTES = 16
        private const val KEY_BYTES = 32
    }
}
