package org.doorstep.story

import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.file.Files
import java.util.UUID
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.doorstep.*
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The main job of a phone, as an app drives it. */
class StoryTest {
    /** A phone's folder and vault; opened and opened again. */
    private class Phone(val folder: File = Files.createTempDirectory("phone").toFile()) {
        val store = File(folder, "store").path
        val vault = FileVault(File(folder, "vault"))

        fun open(log: LogSink? = null, listener: ChangeListener? = null) =
            Doorstep.open(store, vault, log, listener)

        fun enrolled(): Doorstep = open().also {
            enrol(it, hub.qr())
            assertInstanceOf(HostTask.Done::class.java, drain(it.syncSession()))
        }

        fun picture() = File(folder, "camera.jpg").apply {
            writeBytes(File("../python/picture.jpg").readBytes())
        }
    }

    private fun Doorstep.firstStop() = today().page(null, null, 1u).stops.first()

    private val unmetered = HostStatus(Network.UNMETERED, 80u, isCharging = true, photosMayCost = false)

    @Test
    fun `a day from the QR code to coverage`() {
        val phone = Phone()
        val core = phone.open()
        val confirmed = enrol(core, hub.qr())
        assertTrue(confirmed.isDemo)
        assertEquals(StaffRole.SOCIAL_WORKER, confirmed.staff.role)
        val pulled = assertInstanceOf(HostTask.Done::class.java, drain(core.syncSession()))
        assertTrue(pulled.summary.rows > 0u)

        val stop = core.firstStop()
        val home = core.register().household(stop.household)
        assertTrue(home.duties.any { it.isDueToday && it.title.zh.isNotEmpty() && it.due >= it.opens })
        val visits = core.visits()
        val draft = visits.begun(stop.household)
        val at = Coordinate(34.97, 109.0, Datum.GCJ02)
        draft.fix = visits.fix(FixDraft(at, accuracyM = 8.0, accuracyIs68Percent = true, ageMs = 500u)).fix
        draft.needs = listOf(NeedDraft(NeedKind.REHAB))
        visits.save(draft)
        assertTrue(visits.placeOf(draft.id).sentence.zh.endsWith("。"))
        val camera = phone.picture()
        core.photos().take(draft.id, camera.path, DOORPLATE)
        assertFalse(camera.exists(), "the plain file goes once the photo is sealed")
        visits.changeHousehold(draft.id, stop.household, HouseholdChange.Phone("138 0013 8000"))
        val visit = visits.finish(draft.id)
        assertEquals(visit, visits.finish(draft.id), "a second tap finishes nothing twice")

        assertEquals("13800138000", core.register().household(stop.household).phone)
        assertTrue(core.outbox().unsent() > 0u)
        val sent = assertInstanceOf(HostTask.Done::class.java, drain(core.syncSession()))
        assertEquals(2u, sent.summary.uploads, "thumbnail and working copy")
        assertEquals(0uL, core.outbox().unsent())
        drain(core.syncSession())
        assertEquals(setOf(ItemState.APPLIED), core.outbox().records(null, 200u).map { it.state }.toSet())
        assertEquals(1uL, core.proveJournal().photos)

        val report = core.coverage().count(PeriodKind.YEAR, null)
        assertTrue(report.total().visited >= 1u)
        val atHub = hub.coverage(report.period())
        report.lines(0u, 200u).filter { it.area == null && it.category == null }.forEach {
            assertEquals(atHub[it.grid], it.counts.due to it.counts.visited)
        }
        assertTrue(core.responsibilityList().ofGrid(home.grid).isNotEmpty())
        core.shutdown()
    }

    @Test
    fun `a copy of a photo is given away and tells nothing`() {
        val phone = Phone()
        val core = phone.enrolled()
        val camera = phone.picture()
        val picture = camera.readBytes()
        val secret = "GPS 34.97,109.0"
        val comment = byteArrayOf(-1, -2, 0, (secret.length + 2).toByte()) + secret.toByteArray()
        camera.writeBytes(picture.copyOfRange(0, 2) + comment + picture.copyOfRange(2, picture.size))
        val copy = File(phone.folder, "photo-001.jpg")
        val photos = core.photos()
        val draft = core.visits().begun(core.firstStop().household)
        val photo = photos.take(draft.id, camera.path, DOORPLATE).photo
        assertThrows<DoorstepException.NotFound> { photos.share(photo, copy.path) }
        assertFalse(copy.exists(), "not recorded yet")
        core.visits().finish(draft.id)
        val bytes = photos.share(photo, copy.path)
        assertEquals(bytes, copy.length().toULong())
        assertFalse(secret in String(copy.readBytes(), Charsets.ISO_8859_1))
        assertArrayEquals(picture, copy.readBytes(), "the picture as it was, without what was said beside it")
        core.shutdown()
    }

    @Test
    fun `a killed app resumes where it was`() {
        val phone = Phone()
        val household = phone.enrolled().run { firstStop().household.also { shutdown() } }
        val java = File(System.getProperty("java.home"), "bin/java").path
        val victim = ProcessBuilder(
            java, "-Djna.library.path=${System.getProperty("jna.library.path")}",
            "-cp", System.getProperty("java.class.path"), Victim::class.java.name,
            phone.folder.path, "$household", phone.picture().path,
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val saved = victim.inputStream.bufferedReader().readLine()
        assertTrue(saved?.startsWith("saved ") == true, "the app died by itself")
        victim.destroyForcibly().waitFor()

        val core = phone.open()
        val draft = core.visits().drafts().single()
        assertEquals(saved, "saved ${draft.id}")
        assertEquals("说到一半", draft.note)
        assertEquals(1, draft.photos.size)
        core.visits().finish(draft.id)
        assertInstanceOf(HostTask.Done::class.java, drain(core.syncSession()))
        assertEquals(0uL, core.outbox().unsent())
        core.shutdown()
    }

    @Test
    fun `without a network recording goes on and nothing is sent`() {
        val core = Phone().enrolled()
        val session = core.syncSession()
        session.hostChanged(HostStatus(Network.OFFLINE, 80u, isCharging = false, photosMayCost = false))
        core.visits().run { finish(begun(core.firstStop().household).id) }
        val held = assertInstanceOf(HostTask.Hold::class.java, drain(session))
        assertEquals(Cause.NO_NETWORK, held.cause)
        assertTrue("没有网络" in held.cause.label().zh)
        assertTrue(core.outbox().unsent() > 0u)
        session.hostChanged(unmetered)
        assertInstanceOf(HostTask.Done::class.java, drain(session))
        assertEquals(0uL, core.outbox().unsent())
        core.shutdown()
    }

    @Test
    fun `the wrong key opens nothing and harms nothing`() {
        val phone = Phone()
        phone.enrolled().shutdown()
        val another = FileVault(File(phone.folder, "another vault"))
        val error = assertThrows<DoorstepException.Locked> { Doorstep.open(phone.store, another) }
        assertEquals(LockReason.WRONG_KEY, error.reason)
        assertTrue("密钥" in error.text().zh)
        assertNotNull(phone.open().identity())
    }

    @Test
    fun `bad input names the field and the reason`() {
        val phone = Phone()
        val core = phone.enrolled()
        val visits = core.visits()
        val household = core.firstStop().household
        val draft = visits.start(household)
        assertEquals("outcome", assertThrows<DoorstepException.InvalidInput> { visits.finish(draft.id) }.field)
        val phoneNumber = assertThrows<DoorstepException.InvalidInput> {
            visits.changeHousehold(draft.id, household, HouseholdChange.Phone("12"))
        }
        assertEquals("phone", phoneNumber.field)
        val resident = ResidentDraft("演示", identity = "110105194912310021")
        val identity = assertThrows<DoorstepException.InvalidInput> {
            core.register().addResident(household, resident)
        }
        assertEquals("identity", identity.field)
        val torn = File(phone.folder, "torn.jpg").apply { writeBytes(byteArrayOf(-1, -40, -1, -32)) }
        val photo = assertThrows<DoorstepException.InvalidInput> {
            core.photos().take(draft.id, torn.path, DOORPLATE)
        }
        assertEquals("photo", photo.field)
        assertTrue(torn.exists())
        val missing = assertThrows<DoorstepException.NotFound> { core.register().household(UUID(0, 7)) }
        assertTrue(missing.text().zh.isNotEmpty())
        core.shutdown()
    }

    @Test
    fun `a revoked phone wipes itself`() {
        val phone = Phone()
        val core = phone.enrolled()
        hub.run("revoke", "${core.identity()!!.device}", "--now")
        assertInstanceOf(HostTask.Wiped::class.java, drain(core.syncSession()))
        assertThrows<DoorstepException.Locked> { core.today().page(null, null, 10u) }
        assertNull(phone.open().identity(), "nothing is left of the store")
    }

    @Test
    fun `a hub of a newer protocol holds the exchange and recording goes on`() {
        val core = Phone().enrolled()
        val session = core.syncSession()
        session.begin()
        val task = assertInstanceOf(HostTask.Request::class.java, session.nextTask())
        session.answered(task.task, HttpAnswer(426u, mapOf("Doorstep-Protocol" to "2"), ByteArray(0)))
        val held = assertInstanceOf(HostTask.Hold::class.java, session.nextTask())
        assertEquals(Cause.UPGRADE_NEEDED, held.cause)
        assertEquals(DeviceState.UPGRADE_NEEDED, core.identity()!!.state)
        core.visits().run { finish(begun(core.firstStop().household).id) }
        assertTrue(core.outbox().unsent() > 0u)
        core.shutdown()
    }

    @Test
    fun `a full disk never says saved`() {
        val disk = System.getenv("DOORSTEP_SMALL_DISK")
        check(disk != null || System.getenv("CI") == null) { "CI must lend a small disk (DOORSTEP_SMALL_DISK)" }
        assumeTrue(disk != null, "no small disk: set DOORSTEP_SMALL_DISK to a file system of a few MiB")
        val folder = File(disk, "kotlin-${UUID.randomUUID()}").apply { mkdirs() }
        val core = Phone(folder).enrolled()
        val visits = core.visits()
        val draft = visits.start(core.firstStop().household)
        val filler = File(folder, "filler")
        var saved: String? = null
        val error = assertThrows<DoorstepException.StorageFull> {
            repeat(200) { round ->
                fill(filler)
                draft.note = "第${round}次" + "满".repeat(4_000)
                visits.save(draft)
                saved = draft.note
            }
        }
        assertTrue("未保存" in error.text().zh)
        assertEquals(saved, visits.drafts().single().note, "what was called saved is there, what was not is not")
        filler.delete()
        draft.note = "有空间了"
        visits.save(draft)
        assertEquals("有空间了", visits.drafts().single().note)
        core.shutdown()
        folder.deleteRecursively()
    }

    private fun fill(filler: File) = FileOutputStream(filler, true).use { file ->
        for (size in listOf(65_536, 4_096, 1)) {
            try {
                while (true) file.write(ByteArray(size))
            } catch (_: IOException) {
                // full for this size
            }
        }
    }

    @Test
    fun `listeners hear of changes and may throw or call back`() {
        val areas = LinkedBlockingQueue<Area>()
        val answers = LinkedBlockingQueue<Boolean>()
        lateinit var core: Doorstep
        core = Phone().open(
            listener = object : ChangeListener {
                override fun changed(areas_: List<Area>) {
                    areas.addAll(areas_)
                    answers.add(core.identity() != null) // re-entrant
                    throw IllegalStateException("张三") // and rude
                }
            },
        )
        enrol(core, hub.qr())
        val heard = List(5) { areas.poll(30, TimeUnit.SECONDS) }
        assertTrue(Area.TODAY in heard)
        assertEquals(true, answers.poll(30, TimeUnit.SECONDS))
        core.shutdown()
    }

    @Test
    fun `a vault that throws delays the exchange and loses nothing`() {
        val phone = Phone()
        phone.enrolled().shutdown()
        val locked = object : FileVault(File(phone.folder, "vault")) {
            override fun sign(message: ByteArray): ByteArray = throw IllegalStateException("locked: 张三")
        }
        val first = Doorstep.open(phone.store, locked)
        first.visits().run { finish(begun(first.firstStop().household).id) }
        val held = assertInstanceOf(HostTask.Hold::class.java, drain(first.syncSession()))
        assertEquals(Cause.KEY_LOCKED, held.cause)
        first.shutdown()
        val second = phone.open()
        assertInstanceOf(HostTask.Done::class.java, drain(second.syncSession()))
        assertEquals(0uL, second.outbox().unsent())
        second.shutdown()
    }

    companion object {
        private lateinit var hub: Hub

        @JvmStatic
        @BeforeAll
        fun start() {
            hub = Hub(Files.createTempDirectory("county").toFile())
        }

        @JvmStatic
        @AfterAll
        fun stop() = hub.close()
    }
}
