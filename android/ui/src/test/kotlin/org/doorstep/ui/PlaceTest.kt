package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import org.doorstep.Coordinate
import org.doorstep.Datum
import org.doorstep.FencePlace
import org.doorstep.FixDraft
import org.doorstep.FixFlag
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.wordsOfDistance
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Where a worker stands: asked for at a door and for the way, told in the core's words, and never in the way. */
@OptIn(ExperimentalTestApi::class)
class PlaceTest {
    private val core = hamlet()
    private val platform = TestPlatform()
    private val window = Window(412, 8000)
    private val stop = core.stopWithPlace()

    private fun draft() = core.visits().drafts().single { it.household == stop.household }

    private fun place() = core.visits().placeOf(draft().id)

    private fun atDoor() = core.app(platform = platform).apply { visit(stop.household) }

    private fun Finger.finishes() {
        tap(VisitOutcome.NO_CHANGE.label().zh)
        tap(ScreenWord.FINISH.words.zh)
        assertTrue(core.visits().drafts().none { it.household == stop.household })
        assertEquals(VisitOutcome.NO_CHANGE, core.register().household(stop.household).visits.first().outcome)
    }

    @Test
    fun `a place is asked for once at the door, kept with the visit and judged`() {
        platform.whereabouts = fixAt(stop.place)
        shown(atDoor(), Look(), window) {
            assertEquals(stop.place, draft().fix?.at)
            assertEquals(FencePlace.INSIDE, place().fence)
            assertTrue(shows(place().sentence.zh))
            val finger = Finger(this)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(place().sentence.zh))
            assertEquals(1, platform.locates)
            finger.finishes()
        }
    }

    @Test
    fun `a better place is asked for only when the worker wants it`() {
        val away = checkNotNull(stop.place).run { copy(lat = lat + 0.01) }
        platform.whereabouts = fixAt(away)
        shown(atDoor(), Look(), window) {
            assertEquals(FencePlace.OUTSIDE, place().fence)
            platform.whereabouts = fixAt(stop.place)
            Finger(this).tap(ScreenWord.LOCATE_AGAIN.words.zh)
            assertEquals(2, platform.locates)
            assertEquals(FencePlace.INSIDE, place().fence)
            assertTrue(shows(place().sentence.zh))
        }
        core.app(platform = platform).visit(stop.household)
        assertEquals(2, platform.locates, "a visit that has its place asks for none")
    }

    @Test
    fun `an invented place is handed on as that, told, and stops no visit`() {
        platform.whereabouts = fixAt(stop.place, isMock = true)
        shown(atDoor(), Look(), window) {
            assertTrue(checkNotNull(draft().fix).isMock)
            assertTrue(FixFlag.MOCK in place().flags, "${place().flags}")
            assertTrue(shows(place().sentence.zh))
            Finger(this).finishes()
        }
    }

    @Test
    fun `a phone that does not know where it is stops no visit, and is asked once`() =
        shown(atDoor(), Look(), window) {
            assertNull(draft().fix)
            assertTrue(shows(place().sentence.zh))
            val finger = Finger(this)
            finger.tap(ScreenWord.TAKE_PHOTO.words.zh)
            finger.tap(ScreenWord.BACK.words.zh)
            assertEquals(1, platform.locates)
            finger.finishes()
        }

    @Test
    fun `a receiver's empty answer is none, and the worker is told why`() {
        val empty = fixAt(Coordinate(0.0, 0.0, Datum.WGS84))
        platform.whereabouts = empty
        shown(atDoor(), Look(), window) {
            assertNull(draft().fix)
            assertTrue(shows(checkNotNull(core.visits().fix(empty).fault).zh))
            Finger(this).finishes()
        }
    }

    @Test
    fun `an answer that comes after other taps loses none of them`() {
        val late = LateAnswer()
        shown(core.app(platform = late).apply { visit(stop.household) }, Look(), window) {
            assertTrue(shows(ScreenWord.LOCATING.words.zh))
            Finger(this).tap(VisitOutcome.COMPLETED.label().zh)
            late.come(stop.place)
            waitForIdle()
            assertEquals(VisitOutcome.COMPLETED, draft().outcome)
            assertEquals(stop.place, draft().fix?.at)
            assertFalse(shows(ScreenWord.LOCATING.words.zh))
        }
    }

    /** A phone that is asked where it is and tells it later. */
    private class LateAnswer : Platform by TestPlatform() {
        private var waiting: (FixDraft?) -> Unit = {}

        override fun locate(answered: (FixDraft?) -> Unit) {
            waiting = answered
        }

        fun come(place: Coordinate?) = waiting(fixAt(place))
    }

    @Test
    fun `the day's stops stand as they lie from here, with how far they are, and in their own order again`() {
        val here = checkNotNull(core.stops().last { it.place != null }.place)
        platform.whereabouts = fixAt(here)
        val way = core.today().onFoot(null, here, null)
        val begun = core.visits().drafts().map { it.household }
        val shown = way.filter { it.household !in begun }
        assertNotEquals(core.stops().map { it.household }, way.map { it.household }, "another order")
        shown(core.app(platform = platform), Look(), window) {
            val finger = Finger(this)
            assertEquals(0, platform.locates, "nobody is followed")
            finger.tap(ScreenWord.NEAREST_FIRST.words.zh)
            val tops = shown.map { stop -> topOf(stop.greeting) }
            assertEquals(tops.sorted(), tops)
            shown.mapNotNull { it.metres }.forEach { assertTrue(shows(wordsOfDistance(it).zh)) }
            finger.tap(ScreenWord.AS_LISTED.words.zh)
            shown.mapNotNull { it.metres }.forEach { assertFalse(shows(wordsOfDistance(it).zh + " ·")) }
            assertEquals(1, platform.locates)
        }
    }

    @Test
    fun `where no place can be had the day stays as it was, and says so`() =
        shown(core.app(platform = platform), Look(), window) {
            Finger(this).tap(ScreenWord.NEAREST_FIRST.words.zh)
            assertTrue(shows(ScreenWord.NO_PLACE_NOW.words.zh))
            assertTrue(shows(stop.greeting) && shows(ScreenWord.NEAREST_FIRST.words.zh))
        }
}
