package org.doorstep.platform

import android.Manifest
import android.app.Application
import android.app.KeyguardManager
import android.app.NotificationManager
import android.app.job.JobScheduler
import java.io.File
import java.time.Duration
import org.doorstep.platform.files.Place
import org.doorstep.platform.keys.DeviceVault
import org.doorstep.platform.keys.FakeKeystore
import org.doorstep.platform.keys.Safe
import org.doorstep.platform.lock.Elsewhere
import org.doorstep.platform.sync.Jobs
import org.doorstep.platform.sync.Standing
import org.doorstep.ui.Answer
import org.doorstep.ui.Preferences
import org.doorstep.ui.Worker
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.lock.Lock
import org.doorstep.ui.settings.Leaving
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.voice.Speech
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import org.robolectric.shadows.ShadowSystemClock

/** All of it together, over the real core: only the keystore is a test's. */
@RunWith(RobolectricTestRunner::class)
class AndroidPhoneTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val base = File(context.noBackupFilesDir, "doorstep")
    private val phones = mutableListOf<AndroidPhone>()

    @get:Rule
    val keystore = FakeKeystore

    @Before
    fun begin() = shadowOf(context.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(true)

    @After
    fun end() = phones.forEach { it.opened()?.shut?.invoke() }

    private fun phone() = AndroidPhone(context) { error("nobody draws") }.also(phones::add)

    private fun AndroidPhone.opened() = (opening.state as? Opening.State.Open)?.opened

    private fun AndroidPhone.close() = opened()!!.shut()

    /** The store is opened by another thread, which tells the main one. */
    private fun until(what: String, isSo: () -> Boolean) {
        val end = System.nanoTime() + Duration.ofMinutes(2).toNanos()
        while (!isSo()) {
            check(System.nanoTime() < end) { "in vain: $what" }
            ShadowLooper.idleMainLooper()
            Thread.sleep(5)
        }
    }

    private fun settled() = phone().also { until("it opens") { it.opening.state != Opening.State.UnderWay } }

    private val app get() = (phones.last().opening.state as Opening.State.Open).app

    @Test
    fun `a new phone opens an empty store with keys of its own, out of every backup, and asks to be enrolled`() {
        settled()
        until("it asks") { app.page is EnrolModel }
        assertEquals(2, FakeKeystore.entries.size)
        assertTrue(FakeKeystore.entries.values.any { it.spec.isUserAuthenticationRequired })
        val worker = base.listFiles()!!.single { it.isDirectory }
        assertTrue(File(worker, "database.key").isFile)
        assertTrue(File(worker, "store").list()!!.isNotEmpty())
        assertNotNull(context.getSystemService(JobScheduler::class.java).getPendingJob(Jobs.REGULAR))
    }

    @Test
    fun `the next start opens the same store`() {
        settled().close()
        settled()
        assertEquals(1, base.listFiles()!!.count { it.isDirectory })
        assertEquals(2, FakeKeystore.entries.size)
    }

    @Test
    fun `a picture and a voice that a killed app left in clear are gone when it begins`() {
        val left = listOf(Place.CAMERA.folder(context), File(context.noBackupFilesDir, "voice"))
            .map { folder -> File(folder.apply { mkdirs() }, "left.jpg").apply { writeText("a home") } }
        settled()
        assertEquals(emptyList<File>(), left.filter { it.exists() })
    }

    @Test
    fun `what was handed on more than an hour ago goes when the app comes back, what may still be read stays`() {
        val phone = settled()
        val out = Place.OUT.folder(context).apply { mkdirs() }
        val (old, new) = listOf("old.xlsx", "new.xlsx").map { File(out, it).apply { writeText("rows") } }
        old.setLastModified(System.currentTimeMillis() - Duration.ofMinutes(61).toMillis())
        phone.inFront()
        until("it goes") { !old.exists() }
        assertTrue(new.exists())
    }

    @Test
    fun `who finds their name on the lock is asked for their own PIN, and sees nothing of who had the phone`() {
        val phone = settled()
        until("it asks") { app.page is EnrolModel }
        val before = app
        val folders = Folders(base)
        val mine = folders.current().apply { name = "李娜" }
        folders.choose(null).name = "王芳"
        folders.choose(mine.id)
        phone.lock.changeTo(Elsewhere(folders) { }.workers().single())
        until("the other store opens") { phone.opened() != null && app !== before }
        assertEquals("王芳", folders.current().name)
        until("its own PIN is asked for") { phone.lock.isNew }
    }

    @Test
    fun `nobody is heard behind another app`() {
        val phone = settled()
        shadowOf(context).grantPermissions(Manifest.permission.RECORD_AUDIO)
        val told = mutableListOf<Speech>()
        phone.opened()!!.platform.recorder.begin(told::add)
        assertTrue(told.isEmpty())
        phone.away()
        assertEquals(listOf<Speech>(Speech.Nothing), told)
    }

    @Test
    fun `a job on a phone that nobody unlocked ends, and says no more than that the app wants to be opened`() {
        settled().close()
        FakeKeystore.isLocked = true
        val phone = phone()
        var rested: Standing? = null
        phone.exchange { rested = it }
        until("the job ends") { rested != null }
        assertEquals(Standing.None, rested)
        assertEquals(Opening.State.Locked, phone.opening.state)
        val notices = shadowOf(context.getSystemService(NotificationManager::class.java))
        assertEquals(1, notices.allNotifications.size)
        FakeKeystore.isLocked = false
        phone.inFront()
        until("it opens") { phone.opened() != null }
        assertEquals(0, notices.allNotifications.size)
    }

    @Test
    fun `a job on a phone that is not enrolled has nothing to do`() {
        val phone = phone()
        var rested: Standing? = null
        phone.exchange { rested = it }
        until("the job ends") { rested != null }
        assertEquals(Standing.None, rested)
        assertTrue(shadowOf(context.getSystemService(NotificationManager::class.java)).allNotifications.isEmpty())
    }

    @Test
    fun `what a lost key encrypted is set aside with it, and the phone begins anew`() {
        settled().close()
        FakeKeystore.takeLockOff()
        settled()
        until("it asks") { app.page is EnrolModel }
        val worker = base.listFiles()!!.single { it.isDirectory }
        val keys = worker.walk().filter { it.name == "database.key" }.toList()
        assertEquals("the new one and the lost one", 2, keys.size)
    }

    @Test
    fun `another worker's store has other keys, and a lock of its own`() {
        val phone = settled()
        val first = phone.lock
        phone.opened()!!.platform.changeTo(null)
        until("it opens") { base.listFiles()!!.count { it.isDirectory } == 2 && phone.opened() != null }
        assertEquals(4, FakeKeystore.entries.size)
        assertFalse("a lock of its own", first === phone.lock)
    }

    @Test
    fun `a wipe forgets the keys, and the app begins anew once somebody comes back`() {
        val phone = settled()
        until("it asks") { app.page is EnrolModel }
        val before = phone.opening.state
        app.settings()
        val settings = app.page as SettingsModel
        settings.leave()
        until("what would be lost is known") { (settings.leaving as? Leaving.Asked)?.lost is Answer.Here }
        settings.wipe()
        until("no key is left") { FakeKeystore.entries.isEmpty() }
        phone.inFront()
        until("it opens") { phone.opening.state != before && phone.opened() != null }
        assertEquals(2, FakeKeystore.entries.size)
    }

    private fun AndroidPhone.enter(pin: String) {
        pin.forEach(lock::type)
        until("it is a PIN") { lock.isReady }
        lock.enter()
    }

    /** A phone whose worker chose a PIN. */
    private fun guarded() = settled().also { phone ->
        until("a PIN can be chosen") { phone.lock.lock == Lock.Choosing() }
        repeat(2) { phone.enter("408172") }
        until("it is kept") { phone.lock.lock == Lock.Open }
    }

    @Test
    fun `a PIN is chosen once, asked for after two minutes, and opens the store at the next start`() {
        val phone = guarded()
        phone.away()
        ShadowSystemClock.advanceBy(Duration.ofMinutes(2))
        phone.inFront()
        assertEquals(Lock.Closed(isIdle = true), phone.lock.lock)
        assertNotNull("what was recorded goes out behind the lock", phone.opened())
        phone.close()
        val again = settled()
        until("it asks") { again.lock.lock == Lock.Closed(isIdle = false) }
        assertTrue("${again.opening.state}", again.opening.state is Opening.State.Pin)
        again.enter("408173")
        until("it is wrong") { (again.lock.lock as? Lock.Closed)?.triesLeft == 4u }
        assertTrue(again.opening.state is Opening.State.Pin)
        again.enter("408172")
        until("it opens") { again.opened() != null && again.lock.lock == Lock.Open }
    }

    @Test
    fun `a job that finds a store behind its PIN sends nothing, and tells the worker only where something waits`() {
        guarded().close()
        val phone = settled()
        var rested: Standing? = null
        fun job() {
            rested = null
            phone.exchange { rested = it }
            until("the job ends") { rested != null }
            assertEquals(Standing.None, rested)
        }
        val notices = shadowOf(context.getSystemService(NotificationManager::class.java))
        job()
        assertEquals(0, notices.allNotifications.size)
        Jobs(context).soon()
        job()
        assertEquals(1, notices.allNotifications.size)
        phone.enter("408172")
        until("it opens") { phone.opened() != null }
    }

    @Test
    fun `a worker's choices hold before the PIN too`() {
        val phone = guarded()
        phone.opened()!!.platform.keep(Preferences(mainText = 30))
        phone.close()
        assertEquals(30, (settled().opening.state as Opening.State.Pin).preferences.mainText)
    }

    @Test
    fun `who forgot the PIN begins anew beside what it guards, and changes back with it`() {
        guarded().close()
        val before = base.listFiles()!!.single { it.isDirectory }.name
        val phone = settled()
        phone.lock.beginAnew()
        until("another opens") { phone.opened() != null && phone.lock.lock == Lock.Choosing() }
        until("it asks") { app.page is EnrolModel }
        phone.opened()!!.platform.changeTo(Worker(before, ""))
        until("it waits for its PIN") { phone.opening.state is Opening.State.Pin && phone.lock.lock is Lock.Closed }
        phone.enter("408172")
        until("it opens") { phone.opened() != null }
    }

    /** Of a phone whose process ended after `work` nothing is left at the next start, neither the PIN nor the store. */
    private fun endsIn(work: Opened.() -> Unit) {
        val phone = guarded()
        val worker = base.listFiles()!!.single { it.isDirectory }
        val recorded = File(worker, "store/recorded").apply { writeText("a home") }
        phone.opened()!!.work()
        phone.close()
        assertTrue("the phone did its part", File(worker, "pin").exists())
        val again = settled()
        until("a PIN can be chosen") { again.lock.lock == Lock.Choosing() }
        until("it opens") { again.opened() != null }
        assertFalse(recorded.exists() || File(worker, "pin").exists() || File(worker, "wiping").exists())
        assertEquals("new ones alone", 2, FakeKeystore.entries.size)
    }

    @Test
    fun `who begins anew at once after a wipe has a store that the old PIN does not guard`() {
        val phone = guarded()
        val before = phone.opened()!!
        var isOver = false
        before.core.ask({ it.wipe() }) { isOver = it is Answer.Here }
        until("the core's part is over") { isOver }
        before.platform.wiped()
        // The screen's thread does nothing else in between.
        phone.opening.begin()
        until("it opens") { phone.opened().let { it != null && it !== before } }
        until("a PIN can be chosen") { phone.lock.lock == Lock.Choosing() }
        val vault = Folders(base).current().run { DeviceVault(id, key, Safe({ true })) }
        assertFalse("no PIN seals the new key", vault.isGuardedByPin)
    }

    @Test
    fun `a process that ends between the core's part of a wipe and the phone's leaves no PIN`() = endsIn {
        var isOver = false
        val settings = SettingsModel(core, platform) { isOver = true }
        settings.leave()
        until("what would be lost is known") { (settings.leaving as? Leaving.Asked)?.lost is Answer.Here }
        settings.wipe()
        until("the core's part is over") { isOver }
    }

    @Test
    fun `nor does one that ends before the core's part`() = endsIn { platform.wipeBegins() }

    @Test
    fun `nor one that ends once the core obeyed the hub`() {
        val phone = guarded()
        val worker = base.listFiles()!!.single { it.isDirectory }
        var isOver = false
        phone.opened()!!.core.ask({ it.wipe() }) { isOver = it is Answer.Here }
        until("the core's part is over") { isOver }
        phone.close()
        val again = settled()
        until("a PIN can be chosen") { again.lock.lock == Lock.Choosing() }
        assertFalse(File(worker, "pin").exists())
    }

    @Test
    fun `nor one that ends while the core obeys the hub`() {
        guarded().close()
        val worker = base.listFiles()!!.single { it.isDirectory }
        File(worker, "store/doorstep.wiping").createNewFile()
        val again = settled()
        until("a PIN can be chosen") { again.lock.lock == Lock.Choosing() }
        until("it opens") { again.opened() != null }
        assertFalse(File(worker, "pin").exists() || File(worker, "store/doorstep.wiping").exists())
        assertEquals("new ones alone", 2, FakeKeystore.entries.size)
    }

    @Test
    fun `a wipe that cannot be ended shuts its own store alone, and is tried again at each start`() {
        guarded().close()
        val worker = base.listFiles()!!.single { it.isDirectory }
        val recorded = File(worker, "store/recorded").apply { writeText("a home") }
        val mine = Folders(base).current()
        val other = Folders(base).choose(null).apply { name = "李娜" }
        Folders(base).choose(mine.id)
        File(worker, "wiping").createNewFile()
        FakeKeystore.isStuck = true
        val phone = settled()
        assertNotNull("${phone.opening.state}", phone.opened())
        assertFalse("it is not recorded in", Folders(base).current().id in listOf(worker.name, other.id))
        until("a PIN of one's own can be chosen") { phone.lock.lock == Lock.Choosing() }
        assertEquals(listOf(Worker(other.id, "李娜")), phone.opened()!!.platform.otherWorkers())
        until("it can be enrolled") { app.page is EnrolModel }
        assertTrue(File(worker, "wiping").exists())
        phone.close()
        FakeKeystore.isStuck = false
        val current = Folders(base).current().id
        val again = settled()
        assertNotNull("${again.opening.state}", again.opened())
        assertEquals(current, Folders(base).current().id)
        assertFalse(recorded.exists() || File(worker, "wiping").exists())
    }

    @Test
    fun `a wipe that another worker's process left comes to its end too, and nobody's PIN goes with it`() {
        val phone = guarded()
        val mine = Folders(base).current()
        phone.opened()!!.platform.changeTo(null)
        until("another opens") { Folders(base).current().id != mine.id && phone.opened() != null }
        val other = Folders(base).current()
        phone.close()
        Folders(base).choose(mine.id)
        other.beginWipe()
        val again = settled()
        assertFalse("of the other nothing is left", other.isWiping || other.key.exists() || other.store.exists())
        until("it asks") { again.lock.lock == Lock.Closed(isIdle = false) }
        again.enter("408172")
        until("it opens") { again.opened() != null && again.lock.lock == Lock.Open }
    }

    @Test
    fun `a change of worker that cannot be written is told, and the phone stays whose it was`() {
        val phone = settled()
        val current = File(base, "current").readText()
        File(base, "current.new").mkdirs()
        phone.opened()!!.platform.changeTo(null)
        until("it is told") { phone.opening.state is Opening.State.Failed }
        phone.opening.begin()
        until("it opens") { phone.opened() != null }
        assertEquals(current, File(base, "current").readText())
        assertEquals(2, FakeKeystore.entries.size)
    }

    @Test
    fun `after a wipe the PIN is gone with the rest`() {
        val phone = guarded()
        phone.opened()!!.platform.wiped()
        until("a PIN can be chosen") { phone.lock.lock == Lock.Choosing() }
    }
}
