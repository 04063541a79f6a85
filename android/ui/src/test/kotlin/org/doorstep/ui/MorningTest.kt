package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextInput
import java.io.File
import java.nio.file.Files
import java.util.concurrent.CountDownLatch
import org.doorstep.Area
import org.doorstep.Cause
import org.doorstep.ConsentState
import org.doorstep.Doorstep
import org.doorstep.HostStatus
import org.doorstep.HostTask
import org.doorstep.HouseholdId
import org.doorstep.Network
import org.doorstep.PeriodKind
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.StaffRole
import org.doorstep.StopView
import org.doorstep.VisitOutcome
import org.doorstep.story.FileVault
import org.doorstep.story.Hub
import org.doorstep.story.drain
import org.doorstep.story.send
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

/** A worker's morning through the screens, over the real core and against a live hub. */
@OptIn(ExperimentalTestApi::class)
class MorningTest {
    private val folder = Files.createTempDirectory("morning").toFile()
    private val window = Window(412, 12_000)

    @Test
    fun `a morning from the hub's code to the manager's figures`() {
        assumeTrue(listOf("DOORSTEP_BIN", "CI").any { System.getenv(it) != null }, "no hub: set DOORSTEP_BIN")
        try {
            Hub(folder).use(::morning)
        } finally {
            folder.deleteRecursively()
        }
    }

    private fun morning(hub: Hub) {
        val home = File(folder, "worker")
        val (first, second) = Phone(home).run {
            enrol(hub, StaffRole.SOCIAL_WORKER)
            listOf(core.stopWithPhoto(), core.stopWithoutPhoto()).also { core.shutdown() }
        }
        killedAtTheDoor(home, first.household)
        Phone(home).run {
            finish(first)
            visitOffline(second)
            drainFromOutbox()
            seeCoverage(hub)
            core.shutdown()
        }
        Phone(File(folder, "manager")).run {
            enrol(hub, StaffRole.SUPERVISOR)
            seeCoverage(hub)
            core.shutdown()
        }
    }

    private fun Phone.enrol(hub: Hub, role: StaffRole) = shown(app, Look(), window) {
        val finger = Finger(this)
        onNode(hasContentDescription(PhoneWord.CODE_TEXT.words.zh)).performTextInput(hub.qr(role.label().zh))
        finger.tap(PhoneWord.READ_CODE.words.zh)
        finger.tap(PhoneWord.ENROL_NOW.words.zh)
        assertTrue(shows(PhoneWord.ENROLLED.words.zh))
        finger.tap(PhoneWord.TO_TODAY.words.zh)
        // Nothing need be due for a supervisor's own visits.
        core.stops().firstOrNull()?.let { assertTrue(shows(it.greeting), "the first exchange brought the day") }
        assertTrue(core.coverage().count(PeriodKind.YEAR, null).total().due > 0u, "and what is due")
    }

    /** The process dies while a visit with its photo is on the screen. */
    private fun killedAtTheDoor(home: File, household: HouseholdId) {
        val victim = ProcessBuilder(
            File(System.getProperty("java.home"), "bin/java").path,
            "-Djna.library.path=${System.getProperty("jna.library.path")}",
            "-Djava.awt.headless=true", "-Dskiko.renderApi=SOFTWARE",
            "-cp", System.getProperty("java.class.path"), DyingApp::class.java.name, home.path, "$household",
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val said = victim.inputStream.bufferedReader().lineSequence().firstOrNull { it == DyingApp.AT_THE_DOOR }
        victim.destroyForcibly().waitFor()
        assertEquals(DyingApp.AT_THE_DOOR, said, "the app died by itself")
    }

    private fun Phone.finish(stop: StopView) = shown(app, Look(), window) {
        val finger = Finger(this)
        // Visits in progress come first.
        finger.tap(stop.greeting)
        assertTrue(shows(DyingApp.NOTE) && shows(ScreenWord.PHOTOS_TAKEN.of(figure(1)).zh))
        finger.tap(ScreenWord.FINISH.words.zh)
        assertTrue(shows(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh))
    }

    private fun Phone.visitOffline(stop: StopView) {
        network = Network.OFFLINE
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            onNode(hasContentDescription(ScreenWord.COMPANION.words.zh)).performTextInput("张师傅")
            finger.tap(ScreenWord.FINISH.words.zh)
            assertTrue(shows(ScreenWord.FINISHED.of(asIs(stop.greeting)).zh), "no visit waits for a network")
        }
    }

    private fun Phone.drainFromOutbox() = shown(app, Look(), window) {
        val finger = Finger(this)
        finger.tap(ScreenWord.OUTBOX.words.zh)
        finger.tap(ScreenWord.SEND_NOW.words.zh)
        assertTrue(shows(Cause.NO_NETWORK.label().zh), "why it waits")
        assertTrue(core.outbox().unsent() > 0uL)
        network = Network.UNMETERED
        finger.tap(ScreenWord.SEND_NOW.words.zh)
        assertEquals(0uL, core.outbox().unsent())
        // What became of a photo that is there whole, the hub says in the next exchange.
        finger.tap(ScreenWord.SEND_NOW.words.zh)
        assertTrue(shows(ScreenWord.ALL_SENT.words.zh))
        finger.tap(ScreenWord.BACK.words.zh)
    }

    /** Both visits stand in the figures, and phone and hub agree on them. */
    private fun Phone.seeCoverage(hub: Hub) {
        carry()
        val report = core.coverage().count(PeriodKind.YEAR, null)
        val atHub = hub.coverage(report.period())
        val lines = report.lines(0u, 200u).filter { it.area == null && it.category == null }
        lines.forEach { assertEquals(atHub[it.grid], it.counts.due to it.counts.visited, it.gridName) }
        val visited = report.total().visited
        assertTrue(visited >= 2u, "$visited")
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.MENU.words.zh)
            finger.tap(ScreenWord.COVERAGE.words.zh)
            finger.tap(ScreenWord.OTHER_LENGTH.words.zh)
            finger.tap(ScreenWord.BY_YEAR.words.zh)
            assertTrue(shows(ScreenWord.COUNT_VISITED.of(figure(visited)).zh))
            lines.forEach { assertTrue(shows(it.gridName), it.gridName) }
        }
    }

    /** The app on a phone whose network comes and goes. */
    internal class Phone(folder: File) {
        var network = Network.UNMETERED

        private val vault = FileVault(File(folder, "vault"))
        val core: Doorstep = Doorstep.open(File(folder, "store").path, vault)
        private val outside = TestPlatform { request -> if (network == Network.OFFLINE) null else send(request) }
        val app = core.app(
            platform = object : Platform by outside {
                override fun sendNow() = carry()
            },
        )

        /** Exchanges what may go, and tells the screens why the rest waits. */
        fun carry() {
            val session = core.syncSession()
            session.hostChanged(HostStatus(network, 80u, isCharging = true, photosMayCost = false))
            val rest = drain(session)
            app.held((rest as? HostTask.Hold)?.cause)
            app.changed(Area.entries)
        }
    }
}

/** An app that is killed in the middle of a visit: PHONE HOUSEHOLD. */
@OptIn(ExperimentalTestApi::class)
object DyingApp {
    const val AT_THE_DOOR = "at the door"
    const val NOTE = "说到一半"

    @JvmStatic
    fun main(args: Array<String>) {
        val phone = MorningTest.Phone(File(args[0]))
        val stop = phone.core.stops().first { "${it.household}" == args[1] }
        shown(phone.app, Look(), Window(412, 12_000)) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap(ScreenWord.START.words.zh)
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            onNode(hasContentDescription(ScreenWord.COMPANION.words.zh)).performTextInput("张师傅")
            onNode(hasContentDescription(ScreenWord.NOTE.words.zh)).performTextInput(NOTE)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ConsentState.GRANTED.label().zh)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ScreenWord.USE_PHOTO.words.zh)
            check(shows(ScreenWord.PHOTO_SEALED.words.zh))
            println(AT_THE_DOOR)
            CountDownLatch(1).await() // for the kill
        }
    }
}
