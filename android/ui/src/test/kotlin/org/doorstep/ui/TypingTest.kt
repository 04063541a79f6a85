package org.doorstep.ui

import org.doorstep.EntryField
import org.doorstep.VisitOutcome
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.register.AddModel
import org.doorstep.ui.review.ReviewModel
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.visit.Particulars
import org.doorstep.ui.visit.VisitModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is being typed outlives all that the screens hold, until it is used or given up. */
class TypingTest {
    private val core = hamlet()

    private inline fun <reified T : Page> on(open: AppModel.() -> Unit): T = core.app().apply(open).page as T

    @Test
    fun `a home that is being added`() {
        fun adding(): AddModel = on { addHome() }
        val grid = core.register().ownGrids().last()
        adding().run {
            choose(grid)
            type(EntryField.GREETING, "新来的孙家")
            type(EntryField.ADDRESS, "演示村9组1号")
            type(EntryField.FLOOR, "2")
            type(EntryField.FLOOR, "")
        }
        adding().run {
            assertEquals(mapOf(EntryField.GREETING to "新来的孙家", EntryField.ADDRESS to "演示村9组1号"), typed)
            assertEquals(grid, this.grid)
            save()
        }
        assertEquals(emptyMap<EntryField, String>(), adding().typed)
    }

    @Test
    fun `a person who is being added, to this home alone`() {
        val (home, other) = core.stops().map { it.household }
        fun adding(): AddModel = on { addPerson(home) }
        adding().type(EntryField.NAME, "王小雨")
        assertEquals(mapOf(EntryField.NAME to "王小雨"), adding().typed)
        assertEquals(emptyMap<EntryField, String>(), on<AddModel> { addPerson(other) }.typed)
        val app = core.app().apply { addPerson(home) }
        repeat(2) { app.back() }
        assertEquals(mapOf(EntryField.NAME to "王小雨"), adding().typed, "steps back take nothing")
        (app.page as AddModel).giveUp()
        app.back()
        assertFalse(app.page is AddModel)
        assertEquals(emptyMap<EntryField, String>(), adding().typed)
    }

    @Test
    fun `what a colleague must know`() {
        val core = chiefsPhone()
        val home = core.stops().first { it.handedOver == null }.household
        fun handing() = (core.app().apply { stop(home) }.page as StopModel).handOver.apply { open() }
        handing().note("院里有狗")
        handing().run {
            assertEquals("院里有狗", handing.note)
            choose(colleagues.first().first)
            handOver()
        }
        assertEquals("", handing().handing.note)
    }

    @Test
    fun `what is said of the app`() {
        fun inSettings(): SettingsModel = on { settings() }
        inSettings().type("字太小")
        inSettings().run {
            assertEquals("字太小", feedback)
            giveFeedback()
        }
        assertEquals("", inSettings().feedback)
    }

    @Test
    fun `what was said of the app is not said twice because it was read meanwhile`() {
        on<SettingsModel> { settings() }.type("字太小")
        val later = Later()
        val app = core.app(background = later)
        app.settings()
        later.runAll()
        (app.page as SettingsModel).run {
            assertEquals("字太小", feedback)
            giveFeedback()
            read()
            later.runAll()
            assertEquals("", feedback)
        }
    }

    @Test
    fun `what a supervisor notes, of each remark apart`() {
        val core = supervisorsPhone()
        val (first, second) = core.review().exceptions(null, 2u).map { it.id }
        fun reviewing() = core.app().apply { review() }.page as ReviewModel
        reviewing().run {
            openRemark(first)
            note("去了村口")
        }
        reviewing().run {
            openRemark(second)
            assertEquals("", noting?.note)
            openRemark(first)
            assertEquals("去了村口", noting?.note)
            acknowledge()
            assertNull(noting)
        }
        assertEquals(emptyMap<String, String>(), core.typed("REVIEW/$first"))
    }

    @Test
    fun `what is put right of a home and not taken`() {
        val home = core.quietStop().household
        fun visiting(): VisitModel = on { visit(home) }
        fun Particulars.floor() = all.indexOfFirst { it.entry.field == EntryField.FLOOR }
        visiting().particulars.run { type(floor(), "三楼") }
        visiting().run {
            val floor = particulars.all[particulars.floor()]
            assertEquals("三楼", floor.entry.text)
            assertNotNull(floor.problem)
            particulars.read()
            assertEquals("三楼", particulars.all[particulars.floor()].entry.text, "and no reading takes its place")
            choose(VisitOutcome.NO_CHANGE)
            finish()
            assertEquals(floor.problem, visiting.value?.problem)
            particulars.type(particulars.floor(), "3")
        }
        visiting().run {
            assertEquals("3", particulars.all[particulars.floor()].entry.text)
            assertNull(particulars.problem)
            finish()
        }
        assertTrue(core.visits().drafts().none { it.household == home })
    }

    @Test
    fun `a visit waits for the answer to what was typed last`() {
        val later = Later()
        val app = core.app(background = later)
        val home = core.quietStop().household
        app.visit(home)
        later.runAll()
        (app.page as VisitModel).run {
            choose(VisitOutcome.NO_CHANGE)
            particulars.type(particulars.all.indexOfFirst { it.entry.field == EntryField.FLOOR }, "三楼")
            finish()
            later.runAll()
            assertNotNull(visiting.value?.problem)
        }
        assertTrue(core.visits().drafts().any { it.household == home })
    }

    @Test
    fun `what cannot be kept is told`() {
        val disk = FullDisk(core)
        val adding = disk.app().apply { addHome() }.page as AddModel
        disk.isFull = true
        adding.type(EntryField.GREETING, "新来的孙家")
        assertNotNull(adding.problem)
        disk.isFull = false
        adding.type(EntryField.GREETING, "新来的孙家")
        assertNull(adding.problem)
        val home = core.stopWithPhoto().household
        core.visits().start(home)
        val atPhoto = core.app().apply { photo(home) }.page as PhotoModel
        core.shutdown()
        atPhoto.type("门口台阶塌了")
        assertNotNull(atPhoto.problem)
    }

    @Test
    fun `for what a photo is taken`() {
        val stop = core.stopWithPhoto()
        core.visits().start(stop.household)
        fun atPhoto(): PhotoModel = on { photo(stop.household) }
        val reason = atPhoto().reason
        atPhoto().type("门口台阶塌了")
        assertEquals("门口台阶塌了", atPhoto().reason?.zh)
        atPhoto().run {
            choose(checkNotNull(reason))
            assertEquals(reason, this.reason)
        }
    }
}
