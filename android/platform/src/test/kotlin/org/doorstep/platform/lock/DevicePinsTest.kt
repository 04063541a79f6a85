package org.doorstep.platform.lock

import android.app.Activity
import android.app.Application
import android.app.KeyguardManager
import java.io.File
import java.security.ProviderException
import java.time.Duration
import java.util.concurrent.Executor
import org.doorstep.platform.Errands
import org.doorstep.platform.Folders
import org.doorstep.platform.keys.DatabaseKey
import org.doorstep.platform.keys.DeviceVault
import org.doorstep.platform.keys.FakeKeystore
import org.doorstep.platform.keys.PinGate
import org.doorstep.platform.keys.Safe
import org.doorstep.ui.Worker
import org.doorstep.ui.lock.Lock
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.lock.Opened
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** The lock of the screens over a PIN that a keystore seals. */
@RunWith(RobolectricTestRunner::class)
class DevicePinsTest {
    @get:Rule
    val folder = TemporaryFolder()

    @get:Rule
    val keystore = FakeKeystore

    private val context: Application = RuntimeEnvironment.getApplication()
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private val errands = Errands().apply { inFront(activity) }
    private val atOnce = Executor { it.run() }
    private var now = Duration.ofDays(1)
    private val file by lazy { File(folder.root, "pin") }
    private val pins by lazy {
        val pin = Pin({ file }, PinKey("worker-1")::seal, Uptime({ now }, { 1 }), rounds = 10)
        val elsewhere = Elsewhere(folders) { changes += it }
        val phone = DeviceLock(context, errands)
        DevicePins(pin, phone, atOnce, gate, ::vault, { openings += 1 }, elsewhere) { falls += 1 }
    }
    private val folders by lazy { Folders(File(folder.root, "workers")) }
    private val changes = mutableListOf<String?>()
    private var falls = 0
    private val gate = PinGate()
    private var openings = 0

    private fun vault() = DeviceVault("worker-1", File(folder.root, "database.key"), Safe({ false }), gate)

    private fun lock() = LockModel(pins, atOnce, atOnce) { now }

    private fun LockModel.enter(digits: String) {
        digits.forEach(::type)
        enter()
    }

    private fun hasLock(isSo: Boolean) =
        shadowOf(context.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(isSo)

    @Test
    fun `what was chosen opens the next start, and two idle minutes shut it`() {
        lock().apply {
            enter("408172")
            enter("408172")
            assertEquals(Lock.Open, lock)
        }
        val lock = lock()
        assertEquals(Lock.Closed(isIdle = false), lock.lock)
        lock.enter("408173")
        assertEquals(4u, (lock.lock as Lock.Closed).triesLeft)
        lock.enter("408172")
        assertEquals(Lock.Open, lock.lock)
        now += Duration.ofMinutes(2)
        lock.check()
        assertEquals(Lock.Closed(isIdle = true), lock.lock)
    }

    @Test
    fun `who else has a store here is found by name, and the way leads to that one or to an empty one`() {
        val first = folders.current().apply { name = "李娜" }
        folders.choose(null).name = "王芳"
        assertEquals(listOf(Worker(first.id, "李娜")), pins.others())
        pins.changeTo(pins.others().single())
        pins.beginAnew()
        assertEquals(listOf(first.id, null), changes)
    }

    @Test
    fun `what wants to know that the lock fell is told`() {
        pins.lock()
        assertEquals(1, falls)
    }

    @Test
    fun `too many tries rest, and the right one waits too`() {
        pins.choose("408172")
        repeat(5) { pins.open("408173") }
        assertEquals(Opened.Rests(Duration.ofMinutes(1)), pins.open("408172"))
        now += Duration.ofMinutes(1)
        assertEquals(Opened.Yes, pins.open("408172"))
    }

    @Test
    fun `a changed PIN opens the store that the old one guarded`() {
        pins.choose("408172")
        val key = vault().databaseKey()
        assertEquals(Opened.Wrong(4u), pins.change("408173", "271804"))
        assertEquals(Opened.Yes, pins.change("408172", "271804"))
        assertTrue(vault().isGuardedByPin)
        assertArrayEquals("an open store goes on", key, vault().databaseKey())
        pins.lock()
        assertEquals(DatabaseKey.PIN, vault().state())
        assertTrue(pins.open("408172") is Opened.Wrong)
        assertEquals(DatabaseKey.PIN, vault().state())
        assertEquals(Opened.Yes, pins.open("271804"))
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a PIN that cannot be kept leaves the old one in force`() {
        pins.choose("408172")
        FakeKeystore.failure = ProviderException("busy")
        assertTrue(pins.change("408172", "271804") is Opened.Failed)
        FakeKeystore.failure = null
        assertEquals(Opened.Yes, pins.open("408172"))
    }

    @Test
    fun `the key that seals a PIN asks for nothing, and is each worker's own`() {
        pins.choose("408172")
        val (name, entry) = FakeKeystore.entries.entries.single { ".pin." in it.key }
        assertTrue("worker-1" in name)
        assertFalse(entry.spec.isUserAuthenticationRequired)
        PinKey("worker-1").forget()
        assertFalse(name in FakeKeystore.entries)
    }

    @Test
    fun `a first PIN that cannot be kept is not chosen`() {
        FakeKeystore.failure = ProviderException("busy")
        assertNotNull(pins.choose("408172"))
        FakeKeystore.failure = null
        assertFalse(pins.isChosen())
        assertNull(pins.choose("408172"))
        assertTrue(pins.isChosen())
    }

    @Test
    fun `a keystore that fails opens nothing and ends nothing`() {
        pins.choose("408172")
        FakeKeystore.failure = ProviderException("busy")
        assertTrue(pins.isChosen())
        assertTrue(pins.open("408172") is Opened.Failed)
        FakeKeystore.failure = null
        assertEquals(Opened.Yes, pins.open("408172"))
    }

    @Test
    fun `the PIN that is chosen guards the key of the store, and the right one gives it back`() {
        val key = vault().databaseKey()
        pins.choose("408172")
        assertTrue(vault().isGuardedByPin)
        assertArrayEquals("the app is open", key, vault().databaseKey())
        pins.lock()
        assertEquals(DatabaseKey.PIN, vault().state())
        assertTrue(pins.open("408173") is Opened.Wrong)
        assertEquals(DatabaseKey.PIN, vault().state())
        val before = openings
        assertEquals(Opened.Yes, pins.open("408172"))
        assertArrayEquals(key, vault().databaseKey())
        assertEquals("a store that waited can be opened", before + 1, openings)
    }

    @Test
    fun `a PIN that was chosen before it guarded the key guards it after the next right try`() {
        val key = vault().databaseKey()
        Pin({ file }, PinKey("worker-1")::seal, Uptime({ now }, { 1 }), rounds = 10).choose("408172")
        assertEquals(DatabaseKey.HERE, vault().state())
        pins.open("408172")
        pins.lock()
        assertEquals(DatabaseKey.PIN, vault().state())
        pins.open("408172")
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a lost file of the PIN lets nobody choose another`() {
        vault().databaseKey()
        pins.choose("408172")
        pins.lock()
        file.delete()
        assertTrue(pins.isChosen())
        assertTrue(pins.open("408172") is Opened.Wrong)
        assertEquals(DatabaseKey.PIN, vault().state())
    }

    @Test
    fun `the phone's own lock does not stand for a PIN that guards the key`() {
        hasLock(true)
        vault().databaseKey()
        val lock = lock()
        assertTrue(lock.mayAskPhone)
        lock.enter("408172")
        lock.enter("408172")
        now += Duration.ofMinutes(2)
        lock.check()
        assertFalse(lock.mayAskPhone)
        val answers = mutableListOf<Boolean>()
        pins.askPhone(answers::add)
        assertEquals(listOf(false), answers)
    }

    @Test
    fun `the phone's own lock may be asked where there is one, and its answer is what counts`() {
        hasLock(false)
        assertFalse(pins.mayAskPhone())
        hasLock(true)
        assertTrue(pins.mayAskPhone())
        val answers = mutableListOf<Boolean>()
        for (result in listOf(Activity.RESULT_CANCELED, Activity.RESULT_OK)) {
            pins.askPhone(answers::add)
            errands.back(shadowOf(activity).nextStartedActivityForResult.requestCode, result)
        }
        assertEquals(listOf(false, true), answers)
    }

    @Test
    fun `a phone without a lock, or without anybody in front, opens nothing`() {
        hasLock(false)
        val answers = mutableListOf<Boolean>()
        pins.askPhone(answers::add)
        hasLock(true)
        errands.gone(activity)
        pins.askPhone(answers::add)
        assertEquals(listOf(false, false), answers)
    }
}
