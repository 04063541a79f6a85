package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import org.doorstep.EntryField
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is known of a home and who lives there, put right and added at its door. */
@OptIn(ExperimentalTestApi::class)
class RegisterTest {
    private val core = hamlet()
    private val stop = core.stopWithPlace()
    private val platform = TestPlatform().apply { whereabouts = fixAt(stop.place) }
    private val window = Window(412, 9000)

    private fun shownIn(app: AppModel, work: DesktopComposeUiTest.(Finger) -> Unit) =
        shown(app, Look(), window) { work(Finger(this)) }

    private fun app() = core.app(platform = platform)

    private fun visiting(work: DesktopComposeUiTest.(Finger) -> Unit) =
        shownIn(app().apply { visit(stop.household) }, work)

    private fun DesktopComposeUiTest.field(words: Words) = onNode(hasContentDescription(words.zh))

    private fun home() = core.register().household(stop.household)

    @Test
    fun `a phone that changed is put right in a visit, also when the app is killed in its middle`() {
        val phone = EntryField.HOME_PHONE.label()
        visiting { finger ->
            finger.tap(ScreenWord.PARTICULARS.words.zh)
            field(phone).performTextReplacement("13900000009")
            assertTrue(shows(ScreenWord.CHANGED_NOW.words.zh))
        }
        visiting { finger ->
            assertTrue(shows("13900000009") && shows(ScreenWord.CHANGED_NOW.words.zh))
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertEquals("13900000009", home().phone)
    }

    @Test
    fun `what the core does not take is told beside its field, and stops the finish`() = visiting { finger ->
        val before = home().visits.size
        val phone = EntryField.HOME_PHONE.label()
        finger.tap(VisitOutcome.NO_CHANGE.label().zh)
        finger.tap(ScreenWord.PARTICULARS.words.zh)
        field(phone).performTextReplacement("1390")
        assertFalse(shows(ScreenWord.CHANGED_NOW.words.zh))
        finger.tap(ScreenWord.FINISH.words.zh)
        assertEquals(before, home().visits.size)
        field(phone).performTextReplacement("13900000009")
        finger.tap(ScreenWord.FINISH.words.zh)
        assertEquals(before + 1, home().visits.size)
        assertEquals("13900000009", home().phone)
    }

    @Test
    fun `the home's place is recorded where the phone is`() {
        val unplaced = core.stops().first { one ->
            one.place == null && core.visits().drafts().none { it.household == one.household }
        }
        shownIn(app().apply { visit(unplaced.household) }) { finger ->
            finger.tap(ScreenWord.HOME_IS_HERE.words.zh)
            assertTrue(shows(ScreenWord.CHANGED_NOW.words.zh))
            finger.tap(VisitOutcome.NO_CHANGE.label().zh)
            finger.tap(ScreenWord.FINISH.words.zh)
        }
        assertNotNull(core.register().household(unplaced.household).place)
    }

    @Test
    fun `somebody on no list is added to a home, once they have a name`() =
        shownIn(app().apply { stop(stop.household) }) { finger ->
            finger.tap(ScreenWord.ADD_PERSON.words.zh)
            field(EntryField.RELATION.label()).performTextInput("孙女")
            finger.tap(ScreenWord.SAVE.words.zh)
            assertTrue(shows(ScreenWord.SAVE.words.zh), "a name is missing")
            field(EntryField.NAME.label()).performTextInput("王小雨")
            finger.tap(ScreenWord.SAVE.words.zh)
            assertTrue(shows(line(asIs("王小雨"), asIs("孙女")).zh) && shows(ScreenWord.WHO_LIVES_HERE.words.zh))
            assertTrue(home().residents.any { it.name == "王小雨" })
        }

    @Test
    fun `a home on no list is added in a grid, with its place, and leads to itself`() {
        val grid = core.responsibilityList().grids(null, 200u).last()
        shownIn(app().apply { menu() }) { finger ->
            finger.tap(ScreenWord.ADD_HOME.words.zh)
            field(EntryField.GREETING.label()).performTextInput("新来的孙家")
            field(EntryField.ADDRESS.label()).performTextInput("演示村9组1号")
            finger.tap(ScreenWord.IN_WHICH_GRID.words.zh)
            finger.tap(grid.name)
            finger.tap(ScreenWord.HOME_IS_HERE.words.zh)
            finger.tap(ScreenWord.SAVE.words.zh)
            assertTrue(shows(ScreenWord.TO_DO.words.zh) && shows("演示村9组1号"))
        }
        val found = core.register().search("孙家", null, 10u).hits.single()
        val added = core.register().household(found.household)
        assertEquals(grid.grid to stop.place, added.grid to added.place)
    }

    @Test
    fun `where no place can be had that is said, and the home is saved without one`() {
        platform.whereabouts = null
        shownIn(app().apply { addHome() }) { finger ->
            finger.tap(ScreenWord.HOME_IS_HERE.words.zh)
            assertTrue(shows(ScreenWord.NO_PLACE_FOR_HOME.words.zh))
            field(EntryField.GREETING.label()).performTextInput("新来的孙家")
            field(EntryField.ADDRESS.label()).performTextInput("演示村9组1号")
            finger.tap(ScreenWord.IN_WHICH_GRID.words.zh)
            finger.tap(core.responsibilityList().grids(null, 200u).last().name)
            finger.tap(ScreenWord.SAVE.words.zh)
        }
        val found = core.register().search("孙家", null, 10u).hits.single()
        assertNull(core.register().household(found.household).place)
    }

    @Test
    fun `a volunteer adds no home`() = shownIn(volunteersPhone().app().apply { menu() }) {
        assertFalse(shows(ScreenWord.ADD_HOME.words.zh))
    }

    @Test
    fun `while homes are locked nothing of them is put right`() =
        shownIn(forsaken().run { app().apply { visit(quietStop().household) } }) {
            assertFalse(shows(ScreenWord.PARTICULARS.words.zh))
        }
}
