package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextInput
import org.doorstep.HandedOverView
import org.doorstep.ScreenWord
import org.doorstep.ui.coverage.Part
import org.doorstep.ui.coverage.Span
import org.doorstep.wordsOfDay
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A home that a colleague is to call at. */
@OptIn(ExperimentalTestApi::class)
class HandOverTest {
    private val core = chiefsPhone()
    private val platform = TestPlatform()
    private val window = Window(412, 6000)

    private val stop = core.stops().first { it.handedOver == null }

    private fun handed(): HandedOverView? = core.register().household(stop.household).handedOver

    private fun atHome(work: DesktopComposeUiTest.(Finger) -> Unit) =
        shown(core.app(platform = platform).apply { stop(stop.household) }, Look(), window) { work(Finger(this)) }

    private fun DesktopComposeUiTest.say(words: String) =
        onNode(hasContentDescription(ScreenWord.HAND_OVER_NOTE.words.zh)).performTextInput(words)

    @Test
    fun `a home is handed to a colleague with what they must know, and taken back`() = atHome { finger ->
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        say("院里有狗")
        finger.tap(FELLOW)
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        val handed = checkNotNull(handed())
        assertEquals(FELLOW to "院里有狗", handed.to to handed.note)
        assertTrue(shows(ScreenWord.HANDED_TO.of(asIs(FELLOW), wordsOfDay(handed.until)).zh) && shows("院里有狗"))
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(shows(ScreenWord.HANDED_TO.of(asIs(FELLOW), wordsOfDay(handed.until)).zh), "in the day's list too")
        finger.tap("院里有狗")
        finger.tap(ScreenWord.TAKE_BACK.words.zh)
        assertNull(handed())
        assertFalse(shows(ScreenWord.TAKE_BACK.words.zh))
    }

    @Test
    fun `nothing is handed over before somebody is chosen, nor after one step back`() = atHome { finger ->
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        assertNull(handed())
        finger.tap(FELLOW)
        finger.tap(ScreenWord.BACK.words.zh)
        assertTrue(shows(ScreenWord.TO_DO.words.zh))
        assertNull(handed())
    }

    @Test
    fun `a refusal is shown as it is, and what was entered stays`() = atHome { finger ->
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        finger.tap(FELLOW)
        say("狗".repeat(201))
        finger.tap(ScreenWord.HAND_OVER.words.zh)
        assertTrue(shows("200"), "in the core's words")
        assertNull(handed())
        assertTrue(shows(ScreenWord.HAND_OVER_TO.words.zh))
    }

    @Test
    fun `who is to call at a home reads who asked, until when and what to know`() {
        val mine = core.stops().single { it.handedOver?.toMe == true }
        val until = checkNotNull(core.register().household(mine.household).handedOver).until
        val words = ScreenWord.HANDED_TO_YOU.of(asIs(FELLOW), wordsOfDay(until)).zh
        shown(core.app(), Look(), window) {
            assertTrue(shows(words) && shows(HANDED_NOTE))
            Finger(this).tap(mine.greeting)
            assertTrue(shows(words) && shows(HANDED_NOTE))
        }
    }

    @Test
    fun `from the homes behind a figure the way leads to the call, the way and the hand-over`() {
        val grid = core.register().household(stop.household).grid
        shown(core.app(platform = platform).apply { homes(Part(asIs("网格"), grid), Span()) }, Look(), window) {
            val finger = Finger(this)
            finger.tap(stop.greeting)
            finger.tap("13900000001")
            finger.tap(ScreenWord.SHOW_THE_WAY.words.zh)
            assertEquals(listOf("13900000001") to listOf(stop.place), platform.dialled to platform.ways)
            assertTrue(shows(ScreenWord.HAND_OVER.words.zh))
        }
    }

    @Test
    fun `a home behind a figure is handed over from the list`() {
        val grid = core.register().household(stop.household).grid
        val before = core.stops().count { it.handedOver?.toMe == false }
        shown(core.app().apply { homes(Part(asIs("网格"), grid), Span()) }, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.HAND_OVER.words.zh)
            finger.tap(FELLOW)
            finger.tap(ScreenWord.HAND_OVER.words.zh)
            assertTrue(shows(ScreenWord.TAKE_BACK.words.zh))
        }
        assertEquals(before + 1, core.stops().count { it.handedOver?.toMe == false })
    }

    @Test
    fun `where the phone has no dialler or no map a tap says so, until it has`() = atHome { finger ->
        platform.hasOtherApps = false
        finger.tap("13900000001")
        assertTrue(shows(ScreenWord.NO_DIALLER.words.zh))
        finger.tap(ScreenWord.SHOW_THE_WAY.words.zh)
        assertTrue(shows(ScreenWord.NO_MAP_APP.words.zh))
        platform.hasOtherApps = true
        finger.tap(ScreenWord.SHOW_THE_WAY.words.zh)
        assertFalse(shows(ScreenWord.NO_MAP_APP.words.zh))
    }

    @Test
    fun `who leads no grid hands nothing over`() {
        val core = hamlet()
        shown(core.app().apply { stop(core.quietStop().household) }, Look(), window) {
            assertFalse(shows(ScreenWord.HAND_OVER.words.zh))
        }
        shown(core.app().apply { homes(Part(asIs("网格")), Span()) }, Look(), window) {
            assertFalse(shows(ScreenWord.HAND_OVER.words.zh))
        }
    }
}
