package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import java.time.Duration
import org.doorstep.ConsentState
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.ui.lock.Lock
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.lock.Opened
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.photo.Shooting
import org.doorstep.wordsOfSpan
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Nothing of a home is on the screen when nobody uses it. */
@OptIn(ExperimentalTestApi::class)
class LockTest {
    private val core = hamlet()
    private val window = Window(412, 6000)
    private val stop = core.quietStop()
    private var uptime = Duration.ofHours(1)

    private fun lock(pins: TestPins) = LockModel(pins, AtOnce, AtOnce) { uptime }

    private fun guarded(pins: TestPins, work: DesktopComposeUiTest.(LockModel) -> Unit) {
        val lock = lock(pins)
        shown(core.app(), Look(), window, lock) { work(lock) }
    }

    private fun Finger.enter(pin: String) = pin.forEach { tap("$it") }

    private fun pass(time: Duration) {
        uptime += time
    }

    @Test
    fun `a phone begins locked and opens with its PIN alone`() = guarded(TestPins("2580")) {
        val finger = Finger(this)
        assertFalse(shows(stop.greeting))
        finger.enter("2581")
        finger.tap(PhoneWord.UNLOCK.words.zh)
        assertTrue(shows(PhoneWord.WRONG_PIN.of(figure(4)).zh))
        assertFalse(shows(stop.greeting))
        finger.enter("2580")
        finger.tap(PhoneWord.UNLOCK.words.zh)
        assertTrue(shows(stop.greeting))
    }

    @Test
    fun `it locks after two minutes without a touch, and not before`() {
        val pins = TestPins("2580")
        guarded(pins) { lock ->
            val finger = Finger(this)
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            pass(Duration.ofSeconds(119))
            finger.tap(stop.greeting)
            pass(Duration.ofSeconds(119))
            lock.check()
            assertEquals(Lock.Open, lock.lock)
            pass(Duration.ofSeconds(1))
            lock.check()
            waitForIdle()
            assertTrue(shows(PhoneWord.LOCKED_IDLE.of(wordsOfSpan(LockModel.IDLE)).zh))
            assertFalse(shows(stop.greeting))
            assertTrue(pins.isLocked)
        }
    }

    @Test
    fun `a PIN that cannot be kept opens nothing, and is told`() {
        val pins = TestPins(null).apply { unkept = ScreenWord.UNEXPECTED.words }
        guarded(pins) { lock ->
            val finger = Finger(this)
            finger.choose("2580")
            assertFalse(shows(stop.greeting))
            assertTrue(lock.isNew && shows(ScreenWord.UNEXPECTED.words.zh))
            pins.unkept = null
            finger.choose("2580")
            assertTrue(shows(stop.greeting))
        }
    }

    private fun Finger.choose(pin: String) = listOf(PhoneWord.CHOOSE_PIN, PhoneWord.REPEAT_PIN).forEach {
        enter(pin)
        tap(it.words.zh)
    }

    @Test
    fun `what stands in the way of looking at a PIN is told, and the next try is free`() {
        val pins = TestPins("2580").apply { answer = Opened.Failed(ScreenWord.UNEXPECTED.words) }
        guarded(pins) {
            val finger = Finger(this)
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            assertTrue(shows(ScreenWord.UNEXPECTED.words.zh))
            pins.answer = null
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            assertTrue(shows(stop.greeting))
        }
    }

    @Test
    fun `whom a voice leads hears how much of a PIN was typed`() = guarded(TestPins("2580")) {
        Finger(this).enter("25")
        onNode(hasContentDescription("2")).assertExists()
    }

    @Test
    fun `it tells by itself that it fell`() {
        var falls = 0
        val lock = lock(TestPins("2580")).apply { give("2580") }
        lock.fell = { falls += 1 }
        pass(LockModel.IDLE)
        repeat(2) { lock.check() }
        assertEquals(1, falls)
    }

    @Test
    fun `a touch that comes too late opens nothing`() = guarded(TestPins("2580")) { lock ->
        Finger(this).run {
            enter("2580")
            tap(PhoneWord.UNLOCK.words.zh)
        }
        pass(Duration.ofMinutes(3))
        lock.touched()
        assertTrue(lock.lock is Lock.Closed)
    }

    @Test
    fun `typing counts as a touch, and what was typed is there again after the lock`() {
        val app = core.app().apply { visit(stop.household) }
        val lock = lock(TestPins("2580"))
        shown(app, Look(), window, lock) {
            val finger = Finger(this)
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            repeat(3) {
                pass(Duration.ofSeconds(90))
                onNode(hasContentDescription(ScreenWord.NOTE.words.zh)).performTextInput("门")
                assertEquals(Lock.Open, lock.lock)
            }
            pass(Duration.ofMinutes(2))
            lock.check()
            waitForIdle()
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            assertTrue(shows("门门门"))
        }
    }

    @Test
    fun `a PIN is chosen once it was typed twice alike`() {
        val pins = TestPins(null)
        guarded(pins) {
            val finger = Finger(this)
            fun choose(pin: String, word: PhoneWord) {
                finger.enter(pin)
                finger.tap(word.words.zh)
            }
            choose("2580", PhoneWord.CHOOSE_PIN)
            choose("2588", PhoneWord.REPEAT_PIN)
            assertTrue(shows(PhoneWord.PINS_DIFFER.words.zh))
            assertEquals(null, pins.pin)
            choose("2580", PhoneWord.CHOOSE_PIN)
            choose("2580", PhoneWord.REPEAT_PIN)
            assertTrue(shows(stop.greeting))
            assertEquals("2580", pins.pin)
        }
    }

    @Test
    fun `another PIN is chosen by whoever knows the one in force`() {
        val pins = TestPins("2580")
        shown(core.app().apply { settings() }, Look(), window, lock(pins)) {
            val finger = Finger(this)
            fun give(pin: String, word: PhoneWord) {
                pin.forEach { onNode(hasText("$it") and hasClickAction()).performClick() }
                finger.tap(word.words.zh)
            }
            give("2580", PhoneWord.UNLOCK)
            finger.tap(PhoneWord.CHANGE_PIN.words.zh)
            give("2581", PhoneWord.OLD_PIN)
            assertTrue(shows(PhoneWord.WRONG_PIN.of(figure(4)).zh))
            give("2580", PhoneWord.OLD_PIN)
            give("4711", PhoneWord.CHOOSE_PIN)
            give("4712", PhoneWord.REPEAT_PIN)
            assertTrue(shows(PhoneWord.PINS_DIFFER.words.zh))
            assertEquals("2580", pins.pin)
            give("4711", PhoneWord.CHOOSE_PIN)
            give("4711", PhoneWord.REPEAT_PIN)
            assertEquals("4711", pins.pin)
            assertTrue(shows(PhoneWord.PIN_CHANGED.words.zh))
        }
    }

    @Test
    fun `the keys for another PIN have room in the largest text`() {
        val window = Window(360, 9000)
        shown(core.app().apply { settings() }, Look(Language.ENGLISH, 30), window, lock(TestPins("2580"))) {
            "2580".forEach { onNode(hasText("$it") and hasClickAction()).performClick() }
            Finger(this).run {
                tap(PhoneWord.UNLOCK.words.en)
                tap(PhoneWord.CHANGE_PIN.words.en)
            }
            onNode(hasText("7")).assertExists()
            assertEquals(emptyList<String>(), faults(window, 48))
        }
    }

    @Test
    fun `what the vault would not take cannot be entered`() {
        val lock = lock(TestPins("2580"))
        "258".forEach(lock::type)
        assertFalse(lock.isReady)
        lock.enter()
        assertEquals("258", lock.typed)
        lock.type('0')
        assertTrue(lock.isReady)
        lock.erase()
        assertFalse(lock.isReady)
    }

    @Test
    fun `too many tries are told with how long to wait, and end when that is over`() {
        val pins = TestPins("2580").apply { answer = Opened.Rests(Duration.ofMinutes(5)) }
        guarded(pins) { lock ->
            val finger = Finger(this)
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            assertTrue(shows(PhoneWord.PIN_RESTS.of(wordsOfSpan(Duration.ofMinutes(5))).zh))
            pass(Duration.ofMinutes(3))
            lock.check()
            waitForIdle()
            assertTrue(shows(PhoneWord.PIN_RESTS.of(wordsOfSpan(Duration.ofMinutes(2))).zh))
            pass(Duration.ofMinutes(2))
            lock.check()
            pins.answer = null
            waitForIdle()
            finger.enter("2580")
            finger.tap(PhoneWord.UNLOCK.words.zh)
            assertTrue(shows(stop.greeting))
        }
    }

    @Test
    fun `who has another PIN or none may begin anew, asked twice, and sees nothing of what it guards`() {
        val pins = TestPins("2580")
        guarded(pins) {
            val finger = Finger(this)
            finger.tap(PhoneWord.CHANGE_WORKER.words.zh)
            assertTrue(shows(PhoneWord.BEGIN_ANEW_EXPLAINED.words.zh))
            assertFalse(pins.hasBegunAnew)
            finger.tap(PhoneWord.BEGIN_ANEW.words.zh)
            assertTrue(pins.hasBegunAnew && pins.isLocked)
            assertFalse(shows(stop.greeting))
        }
    }

    @Test
    fun `who else has a store on the phone finds their name, and sees nothing before their own PIN`() {
        val pins = TestPins("2580", others = listOf(colleague))
        guarded(pins) {
            val finger = Finger(this)
            assertFalse(shows(colleague.name))
            finger.tap(PhoneWord.CHANGE_WORKER.words.zh)
            finger.tap(colleague.name)
            assertEquals(listOf(colleague), pins.changes)
            assertTrue(pins.isLocked && !pins.hasBegunAnew)
            assertFalse(shows(stop.greeting))
        }
    }

    @Test
    fun `the names of who shares the phone have room in the largest text`() {
        val window = Window(360, 9000)
        val pins = TestPins("2580", others = listOf(colleague))
        shown(core.app(), Look(Language.ENGLISH, 30), window, lock(pins)) {
            Finger(this).tap(PhoneWord.CHANGE_WORKER.words.en)
            onNode(hasText(colleague.name)).assertExists()
            assertEquals(emptyList<String>(), faults(window))
        }
    }

    @Test
    fun `a picture that nobody kept does not wait behind the lock, and a sealed one stays`() {
        val platform = TestPlatform()
        val app = core.asking().atPhoto(platform) {
            choose(ConsentState.GRANTED)
            take()
            keep(isStamped = false)
            choose(ConsentState.GRANTED)
            take()
        }
        val model = app.page as PhotoModel
        val lock = lock(TestPins("2580"))
        shown(app, Look(), window, lock) {
            Finger(this).run {
                enter("2580")
                tap(PhoneWord.UNLOCK.words.zh)
            }
        }
        assertEquals(Shooting.Asking, model.shooting)
        assertTrue(platform.pictures.none { it.exists() })
        assertEquals(1, model.photos.value?.kept?.size)
    }

    @Test
    fun `what was wrong with a PIN is seen in the largest text without scrolling`() {
        val phone = Window(360, 800)
        val wrong = lock(TestPins("2580")).apply { give("2581") }
        val differs = lock(TestPins(null)).apply { give("2580", "2588") }
        val told = listOf(wrong to PhoneWord.WRONG_PIN.of(figure(4)), differs to PhoneWord.PINS_DIFFER.words)
        told.forEach { (lock, words) ->
            Language.entries.forEach { language ->
                shown(core.app(), Look(language, 30), phone, lock) {
                    onNode(hasText(words.inLanguage(language))).assertIsDisplayed()
                }
            }
        }
    }

    private fun LockModel.give(vararg pins: String) = pins.forEach { pin ->
        pin.forEach(::type)
        enter()
    }

    @Test
    fun `the phone's own lock opens it where the vault allows that`() {
        val pins = TestPins("2580", phoneOpens = true)
        guarded(pins) {
            Finger(this).tap(PhoneWord.UNLOCK_AS_PHONE.words.zh)
            assertTrue(shows(stop.greeting))
        }
        guarded(TestPins("2580")) { assertFalse(shows(PhoneWord.UNLOCK_AS_PHONE.words.zh)) }
    }
}
