package org.doorstep.platform.lock

import java.io.File
import java.nio.ByteBuffer
import java.time.Duration
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class PinTest {
    @get:Rule
    val folder = TemporaryFolder()

    private var now = Duration.ofHours(1)
    private var boot = 1
    private var key = byteArrayOf(7)
    private val file by lazy { File(folder.root, "pin") }

    private fun pin() = Pin({ file }, ::seal, Uptime({ now }, { boot }), rounds = 10)

    private fun seal(message: ByteArray) = Mac.getInstance("HmacSHA256").run {
        init(SecretKeySpec(key, "HmacSHA256"))
        doFinal(message)
    }

    private fun right(digits: String) = pin().attempt(digits) as Tried.Right

    private fun chosen(digits: String = "408172") = pin().apply { choose(digits) }

    private fun wrong(times: Int) = (1..times).map { pin().attempt("000000") }.last()

    @Test
    fun `the PIN that was chosen opens, whoever starts the app`() {
        assertFalse(pin().isChosen)
        chosen()
        assertTrue(pin().isChosen)
        right("408172")
        assertEquals(Tried.Wrong(4u), pin().attempt("408173"))
    }

    @Test
    fun `a PIN that everybody tries first is not kept`() {
        for (digits in listOf("", "40817", "123456")) {
            assertThrows(digits, IllegalArgumentException::class.java) { pin().choose(digits) }
        }
        assertFalse(pin().isChosen)
    }

    @Test
    fun `the file holds neither the PIN nor what could be tried elsewhere`() {
        chosen()
        assertFalse("408172" in file.readText(Charsets.ISO_8859_1))
        key = byteArrayOf(8)
        assertEquals("another phone's key", Tried.Wrong(4u), pin().attempt("408172"))
    }

    @Test
    fun `the key that a PIN gives is the same each time, another's for another, and not on the disk`() {
        val key = pin().choose("408172")
        assertEquals(32, key.size)
        assertArrayEquals(key, right("408172").key)
        assertFalse(file.readBytes().toList().windowed(8).any { it == key.take(8) })
        assertFalse(key.contentEquals(pin().choose("408173")))
    }

    @Test
    fun `another PIN gives the same key, and the old one gives nothing any more`() {
        val key = pin().choose("408172")
        pin().change(key, "271804")
        assertEquals(Tried.Wrong(4u), pin().attempt("408172"))
        assertArrayEquals(key, right("271804").key)
        pin().change(key, "135791")
        repeat(2) { assertArrayEquals("after each try", key, right("135791").key) }
        assertFalse(file.readBytes().toList().windowed(8).any { it == key.take(8) })
        assertThrows(IllegalArgumentException::class.java) { pin().change(key, "123456") }
        right("135791")
    }

    @Test
    fun `a try is slow where it counts`() {
        assertTrue(Pin.ROUNDS >= 300_000)
        Pin({ file }, ::seal, Uptime({ now }, { boot })).choose("408172")
        val rounds = ByteBuffer.wrap(file.readBytes()).getInt(1 + 16)
        assertEquals(Pin.ROUNDS, rounds)
        right("408172")
    }

    @Test
    fun `one that an earlier version kept opens as before, and is slow to try from then on`() {
        val salt = ByteArray(16) { it.toByte() }
        val tries = ByteBuffer.allocate(16).putInt(2).putLong(0).putInt(0).array()
        file.writeBytes(byteArrayOf(1) + salt + tries + seal(salt + "408172".toByteArray()))
        assertTrue(pin().isChosen)
        assertEquals(Tried.Wrong(2u), pin().attempt("408173"))
        val key = right("408172").key
        assertEquals("as this version keeps it", 2, file.readBytes().first().toInt())
        assertArrayEquals(key, right("408172").key)
        assertEquals(Tried.Wrong(4u), pin().attempt("408173"))
    }

    @Test
    fun `two who choose the same have different files`() {
        chosen()
        val first = file.readBytes().toList()
        chosen()
        assertFalse(first == file.readBytes().toList())
    }

    @Test
    fun `five wrong ones rest for a minute, and then each for twice as long`() {
        chosen()
        assertEquals(Tried.Wrong(1u), wrong(4))
        assertEquals(Tried.Rests(Duration.ofMinutes(1)), wrong(1))
        assertEquals("not even the right one", Tried.Rests(Duration.ofMinutes(1)), pin().attempt("408172"))
        now += Duration.ofSeconds(59)
        assertEquals(Tried.Rests(Duration.ofSeconds(1)), pin().attempt("408172"))
        now += Duration.ofSeconds(1)
        assertEquals(Tried.Rests(Duration.ofMinutes(2)), wrong(1))
        now += Duration.ofMinutes(2)
        right("408172")
        assertEquals("from the beginning", Tried.Wrong(4u), wrong(1))
    }

    @Test
    fun `neither a restart of the app nor of the phone shortens the wait`() {
        chosen()
        wrong(5)
        now += Duration.ofSeconds(30)
        assertEquals(Tried.Rests(Duration.ofSeconds(30)), pin().attempt("408172"))
        boot = 2
        now = Duration.ofSeconds(20)
        assertEquals(Tried.Rests(Duration.ofMinutes(1)), pin().attempt("408172"))
        now += Duration.ofMinutes(1)
        right("408172")
    }

    @Test
    fun `a try counts before its answer is known`() {
        chosen()
        val torn = Pin({ file }, { throw IllegalStateException("killed") }, Uptime({ now }, { boot }), rounds = 10)
        repeat(4) { assertThrows(IllegalStateException::class.java) { torn.attempt("000000") } }
        assertEquals(Tried.Rests(Duration.ofMinutes(1)), wrong(1))
    }

    @Test
    fun `what is no PIN's file holds none`() {
        file.writeBytes(byteArrayOf(1, 2, 3))
        assertFalse(pin().isChosen)
        file.writeBytes(byteArrayOf(9))
        assertFalse(pin().isChosen)
        file.writeBytes(ByteArray(0))
        assertFalse(pin().isChosen)
    }
}
