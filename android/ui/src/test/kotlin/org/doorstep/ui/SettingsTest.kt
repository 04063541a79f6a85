package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performTextInput
import java.io.File
import org.doorstep.DoorstepException
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.wordsOfPhotosMayCost
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a worker sets, proves and wipes. */
@OptIn(ExperimentalTestApi::class)
class SettingsTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)

    private fun settings() = core.app(platform = platform).apply { settings() }

    @Test
    fun `what is chosen is in force at once and is kept`() {
        val app = settings()
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.TEXT_LARGEST.words.zh)
            finger.tap(wordsOfPhotosMayCost().zh)
            finger.tap(PhoneWord.IN_ENGLISH.words.en)
            assertTrue(shows(ScreenWord.SETTINGS.words.en))
        }
        assertEquals(Preferences(Language.ENGLISH, 30, photosMayCost = true), platform.kept)
        assertEquals(platform.kept, app.preferences)
    }

    @Test
    fun `the phone's code stands where its worker looks for it, once the phone is enrolled`() {
        shown(settings(), Look(), window) { assertTrue(shows(core.shortCode())) }
        shown(newPhone().app().apply { settings() }, Look(), window) {
            assertFalse(shows(PhoneWord.PHONE_CODE.words.zh))
        }
    }

    @Test
    fun `the journal is proved from the first record to the last`() = shown(settings(), Look(), window) {
        Finger(this).tap(PhoneWord.PROVE.words.zh)
        val proof = core.proveJournal()
        assertTrue(proof.records > 0uL)
        assertTrue(shows(PhoneWord.PROVED_SOUND.of(asIs("${proof.records}"), asIs("${proof.photos}")).zh))
    }

    @Test
    fun `the file for support can be read before it is handed on, and names no home`() =
        shown(settings(), Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.WRITE_DIAGNOSTICS.words.zh)
            val file = File(platform.diagnosticsFile())
            assertTrue(shows(PhoneWord.DIAGNOSTICS_WRITTEN.of(asIs(file.name)).zh))
            finger.tap(PhoneWord.SHOW_CONTENT.words.zh)
            assertTrue(shows(file.readText()))
            assertTrue(platform.handedOn.isEmpty())
            finger.tap(PhoneWord.HAND_ON_FILE.words.zh)
            assertEquals(listOf(file.path), platform.handedOn)
            core.stops().forEach { assertFalse(file.readText().contains(it.greeting)) }
        }

    @Test
    fun `what a worker says of the app waits to be sent like any record, and is sent once`() =
        shown(settings(), Look(), window) {
            val finger = Finger(this)
            val before = core.outbox().unsent()
            onNodeWithText(PhoneWord.GIVE_FEEDBACK.words.zh).assertIsNotEnabled()
            onNode(hasContentDescription(PhoneWord.FEEDBACK_TEXT.words.zh)).performTextInput("字太小")
            finger.tap(PhoneWord.GIVE_FEEDBACK.words.zh)
            assertEquals(before + 1uL, core.outbox().unsent())
            assertTrue(shows(PhoneWord.FEEDBACK_SAVED.words.zh))
            assertTrue(shows(PhoneWord.FEEDBACK_THANKS.words.zh))
            onNodeWithText(PhoneWord.GIVE_FEEDBACK.words.zh).assertIsNotEnabled()
        }

    @Test
    fun `another worker has a store of their own, and this one's stays`() = shown(settings(), Look(), window) {
        val finger = Finger(this)
        finger.tap(colleague.name)
        finger.tap(ScreenWord.ENROL.words.zh)
        assertEquals(listOf(colleague, null), platform.changes)
        assertFalse(platform.isWiped)
        assertTrue(core.stops().isNotEmpty())
    }

    @Test
    fun `who asks to leave is told what would be lost, and stays as long as nobody says yes`() =
        shown(settings(), Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.LEAVE.words.zh)
            assertTrue(shows(PhoneWord.WOULD_BE_LOST.words.zh))
            core.wouldBeLost().lines.forEach { assertTrue(shows(it.zh), it.zh) }
            assertTrue(shows(PhoneWord.RECORDS_UNSENT.of(asIs("${core.outbox().unsent()}")).zh))
            assertTrue(shows(PhoneWord.VISITS_BEGUN.of(asIs("${core.visits().drafts().size}")).zh))
            finger.tap(PhoneWord.NO_LEAVE.words.zh)
            assertFalse(shows(PhoneWord.REALLY_LEAVE.words.zh))
            assertTrue(core.stops().isNotEmpty())
        }

    @Test
    fun `who leaves leaves nothing behind`() {
        val app = settings()
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.LEAVE.words.zh)
            finger.tap(PhoneWord.YES_LEAVE.words.zh)
            assertTrue(shows(PhoneWord.WIPED.words.zh))
        }
        assertTrue(platform.isWiped)
        assertFalse(app.back(), "nothing to go back to")
        assertThrows(DoorstepException::class.java) { core.stops() }
    }

    @Test
    fun `who shares a phone that was wiped finds the way to their own store`() {
        val app = settings().apply { wiped() }
        shown(app, Look(), window) {
            Finger(this).tap(colleague.name)
            assertEquals(listOf<Worker?>(colleague), platform.changes)
        }
        shown(core.app(platform = TestPlatform(others = emptyList())).apply { wiped() }, Look(), window) {
            assertFalse(shows(PhoneWord.CHANGE_WORKER.words.zh))
        }
    }

    @Test
    fun `nothing is wiped before what would be lost was told`() {
        val later = Later()
        val app = core.app(background = later, platform = platform).apply { settings() }
        later.runAll()
        val model = app.page as SettingsModel
        model.wipe()
        model.leave()
        model.wipe()
        later.runAll()
        assertFalse(platform.isWiped)
        assertTrue(core.stops().isNotEmpty())
        model.wipe()
        later.runAll()
        assertTrue(platform.isWiped)
    }

    @Test
    fun `the phone marks a wipe while the store is still whole`() {
        var stops = 0
        platform.wipeBegins = { stops = core.stops().size }
        shown(settings(), Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.LEAVE.words.zh)
            finger.tap(PhoneWord.YES_LEAVE.words.zh)
        }
        assertTrue(stops > 0)
    }

    @Test
    fun `a wipe that fails is told and tried again, and no way leads back to what is left`() {
        val disk = FullDisk(core)
        val app = disk.app(platform = platform).apply { settings() }
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(PhoneWord.LEAVE.words.zh)
            assertTrue(shows(colleague.name))
            disk.isFull = true
            finger.tap(PhoneWord.YES_LEAVE.words.zh)
            assertTrue(shows(DoorstepException.StorageFull().text().zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(app.page is SettingsModel)
            assertFalse(shows(colleague.name) || shows(PhoneWord.CHANGE_WORKER.words.zh), "nor elsewhere")
            disk.isFull = false
            finger.tap(PhoneWord.YES_LEAVE.words.zh)
            assertTrue(shows(PhoneWord.WIPED.words.zh))
        }
        assertTrue(platform.isWiped)
    }
}
