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
import org.doorstep.platform.keys.writeDurably

/** What came of a try. */
sealed interface Tried {
    data object Right : Tried

    data class Wrong(val left: Int) : Tried

    /** Nothing was tried: too many were wrong. */
    data class Rests(val wait: Duration) : Tried
}

/** How long the phone runs since its start, which nobody can set, and which start it was. */
data class Uptime(val now: () -> Duration, val boot: () -> Int)

/**
 * The app's own PIN: digits, of which `file` holds what `seal` makes with a key that never leaves the phone's
 * keystore. So nobody can try them elsewhere; here, after [FREE] wrong ones each further try waits twice as long, up
 * to an hour. Tries are counted on the disk before the answer is given, and a restart of the phone begins the wait
 * anew.
 */
class Pin(private val file: () -> File, private val seal: (ByteArray) -> ByteArray, private val uptime: Uptime) {
    val isChosen get() = record() != null

    @Synchronized
    fun choose(digits: String) {
        require(isGood(digits))
        val salt = ByteArray(SALT_BYTES).also(SecureRandom()::nextBytes)
        write(Record(salt, tag(salt, digits)))
    }

    @Synchronized
    fun attempt(digits: String): Tried {
        val record = record() ?: return Tried.Wrong(0)
        val wait = record.wait()
        if (wait > Duration.ZERO) return Tried.Rests(wait)
        val wrong = record.wrong + 1
        write(record.copy(wrong = wrong, restUntil = uptime.now() + rest(wrong), boot = uptime.boot()))
        if (!MessageDigest.isEqual(tag(record.salt, digits), record.tag)) {
            return if (wrong < FREE) Tried.Wrong(FREE - wrong) else Tried.Rests(rest(wrong))
        }
        write(Record(record.salt, record.tag))
        return Tried.Right
    }

    private data class Record(
        val salt: ByteArray,
        val tag: ByteArray,
        val wrong: Int = 0,
        val restUntil: Duration = Duration.ZERO,
        val boot: Int = 0,
    )

    private fun Record.wait(): Duration = when {
        wrong < FREE -> Duration.ZERO
        boot != uptime.boot() -> {
            val until = uptime.now() + rest(wrong)
            write(copy(restUntil = until, boot = uptime.boot()))
            rest(wrong)
        }
        else -> (restUntil - uptime.now()).coerceAtLeast(Duration.ZERO)
    }

    private fun tag(salt: ByteArray, digits: String) = seal(salt + digits.toByteArray())

    private fun write(record: Record) {
        val bytes = ByteArrayOutputStream()
        DataOutputStream(bytes).use {
            it.writeByte(VERSION)
            it.write(record.salt)
            it.writeInt(record.wrong)
            it.writeLong(record.restUntil.toMillis())
            it.writeInt(record.boot)
            it.write(record.tag)
        }
        writeDurably(file(), bytes.toByteArray())
    }

    /** A file that is none of ours holds no PIN. */
    private fun record(): Record? = try {
        file().takeIf { it.exists() }?.readBytes()?.let { bytes ->
            DataInputStream(ByteArrayInputStream(bytes)).use { from ->
                if (from.readByte().toInt() != VERSION) return null
                val salt = ByteArray(SALT_BYTES).also(from::readFully)
                val (wrong, until, boot) = Triple(from.readInt(), from.readLong(), from.readInt())
                Record(salt, from.readBytes(), wrong, Duration.ofMillis(until), boot)
            }
        }
    } catch (_: EOFException) {
        null
    }

    companion object {
        private val LENGTHS = 6..12

        /** How many wrong ones in a row cost nothing but themselves. */
        const val FREE = 5

        private const val VERSION = 1
        private const val SALT_BYTES = 16
        private val FIRST_REST: Duration = Duration.ofMinutes(1)
        private val LONGEST_REST: Duration = Duration.ofHours(1)

        /** Digits, long enough, and neither one of them over and over nor all in their order, which is tried first. */
        fun isGood(digits: String): Boolean {
            if (digits.length !in LENGTHS || digits.any { it !in '0'..'9' }) return false
            val steps = digits.zipWithNext { one, next -> next - one }.toSet()
            return steps.size > 1 || steps.single() !in -1..1
        }

        internal fun rest(wrong: Int): Duration = when {
            wrong < FREE -> Duration.ZERO
            // Six doublings pass an hour.
            else -> FIRST_REST.multipliedBy(1L shl (wrong - FREE).coerceAtMost(6)).coerceAtMost(LONGEST_REST)
        }
    }
}
