package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.VisitOutcome
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.volunteer.DoorModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What a full disk does not take is neither lost nor passed over. */
class UnsavedTest {
    private val core = hamlet()
    private val disk = FullDisk(core)
    private val home = core.quietStop().household

    private fun Doorstep.kept() = visits().drafts().single { it.household == home }

    private val AppModel.visit get() = page as VisitModel

    private val VisitModel.shown get() = checkNotNull(visiting.value)

    @Test
    fun `of two quick changes on a full disk neither counts as saved, and both are saved once there is room`() {
        val later = Later()
        val app = disk.app(background = later)
        app.visit(home)
        later.runAll()
        disk.isFull = true
        app.visit.choose(VisitOutcome.COMPLETED)
        app.visit.note("门口要扶手")
        later.runAll()
        assertFalse(app.visit.shown.isSaved)
        assertNotNull(app.visit.shown.problem)
        app.visit.read()
        later.runAll()
        assertEquals("门口要扶手", app.visit.shown.draft.note, "the disk's older one takes no place")
        disk.isFull = false
        app.visit.read()
        later.runAll()
        assertTrue(app.visit.shown.isSaved)
        assertNull(app.visit.shown.problem)
        assertEquals(VisitOutcome.COMPLETED to "门口要扶手", core.kept().run { outcome to note })
    }

    @Test
    fun `nobody leaves a visit before all of it is saved`() {
        val app = disk.app().apply { visit(home) }
        disk.isFull = true
        app.visit.note("门口要扶手")
        repeat(2) { assertTrue(app.back()) }
        assertFalse(app.visit.shown.isSaved)
        assertNotNull(app.visit.shown.problem)
        app.photo(home)
        assertFalse(app.page is PhotoModel, "a refusal noted there would go with what is saved later")
        disk.isFull = false
        app.back()
        assertTrue(app.page is TodayModel)
        assertEquals("门口要扶手", core.kept().note)
    }

    @Test
    fun `nor does a volunteer`() {
        val volunteers = volunteersPhone()
        val disk = FullDisk(volunteers)
        val home = volunteers.quietStop().household
        val app = disk.app().apply { stop(home) }
        val door = app.page as DoorModel
        door.begin()
        disk.isFull = true
        door.nobodyOpens()
        repeat(3) { app.back() }
        assertEquals(door, app.page)
        disk.isFull = false
        app.back()
        assertTrue(app.page is TodayModel)
    }
}
