@file:OptIn(ExperimentalTestApi::class)

package org.doorstep.platform

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.unit.Density
import java.time.Duration
import org.doorstep.Cause
import org.doorstep.Doorstep
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.platform.sync.Standing
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Language
import org.doorstep.ui.Preferences
import org.doorstep.ui.Worker
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.lock.Pins
import org.doorstep.ui.words
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** What is on the screen before there is an app to show, and that it stands behind its lock. */
class RootTest {
    @get:Rule
    val folder = TemporaryFolder()

    private var now = Duration.ofHours(1)
    private var failure: Exception? = null
    private lateinit var core: Doorstep
    private lateinit var relay: Relay

    private val opening = Opening(atOnce, atOnce) { relay ->
        failure?.let { throw it }
        this.relay = relay
        core = Doorstep.inMemory(folder.newFolder().path, relay)
        Opened(CoreThread(core, atOnce, atOnce), Silent, Preferences(), quietCourier(core)) { core.shutdown() }
    }

    /** Its PIN is 408172. */
    private object Known : Pins {
        override fun isChosen() = true

        override fun takes(pin: String) = pin.length == 6

        override fun choose(pin: String) = null

        var entered: () -> Unit = {}

        override fun open(pin: String): org.doorstep.ui.lock.Opened {
            if (pin != "408172") return org.doorstep.ui.lock.Opened.Wrong(4u)
            entered()
            return org.doorstep.ui.lock.Opened.Yes
        }

        override fun change(old: String, new: String) = error("nobody asks")

        override fun changeTo(worker: Worker) = error("nobody asks")

        override fun beginAnew() = error("nobody asks")

        override fun mayAskPhone() = false

        override fun askPhone(told: (Boolean) -> Unit) = told(false)

        override fun lock() = Unit
    }

    private val lock = LockModel(Known, atOnce, atOnce) { now }

    private fun shown(work: DesktopComposeUiTest.() -> Unit) = runDesktopComposeUiTest(360, 1_200) {
        opening.begin()
        setContent {
            CompositionLocalProvider(LocalDensity provides Density(1f)) {
                Root(opening, lock, ::unlock, isDark = false)
            }
        }
        waitForIdle()
        work()
    }

    private fun unlock() {
        failure = null
        opening.begin()
    }

    private fun DesktopComposeUiTest.tap(words: String) {
        onAllNodes(hasText(words) and hasClickAction()).onFirst().performClick()
        waitForIdle()
    }

    private fun DesktopComposeUiTest.shows(words: String) =
        onAllNodes(hasText(words, substring = true)).fetchSemanticsNodes().isNotEmpty()

    @Test
    fun `after a wipe one tap begins anew`() = shown {
        "408172".forEach { tap("$it") }
        tap(PhoneWord.UNLOCK.words.zh)
        val before = core
        relay.stands(Standing.Wiped)
        waitForIdle()
        assertTrue(shows(PhoneWord.WIPED.words.zh))
        tap(ScreenWord.ENROL.words.zh)
        assertFalse(before === core)
        assertFalse(shows(PhoneWord.WIPED.words.zh))
    }

    @Test
    fun `nothing of a home is shown before the PIN, nor after two idle minutes`() = shown {
        val home = core.today().page(null, null, 1u).stops.first().greeting
        assertTrue(shows(PhoneWord.ENTER_PIN.words.zh))
        assertFalse(shows(home))
        "408172".forEach { tap("$it") }
        tap(PhoneWord.UNLOCK.words.zh)
        assertTrue(shows(home))
        now += Duration.ofMinutes(2)
        lock.check()
        waitForIdle()
        assertFalse(shows(home))
        assertTrue(shows(PhoneWord.ENTER_PIN.words.zh))
    }

    @Test
    fun `a phone that has to be unlocked first says so and asks for it`() {
        failure = PhoneLocked()
        shown {
            assertTrue(shows(Cause.KEY_LOCKED.label().zh))
            tap(PhoneWord.UNLOCK_AS_PHONE.words.zh)
            assertTrue(shows(PhoneWord.ENTER_PIN.words.zh))
        }
    }

    @Test
    fun `a store that its PIN guards opens once that is entered, as its worker wants it asked for`() {
        failure = PinNeeded(Preferences(Language.ENGLISH))
        Known.entered = {
            failure = null
            opening.pinEntered()
        }
        shown {
            assertTrue(shows(PhoneWord.ENTER_PIN.words.en))
            "408172".forEach { tap("$it") }
            tap(PhoneWord.UNLOCK.words.en)
            assertTrue(shows(core.today().page(null, null, 1u).stops.first().greeting))
        }
    }

    @Test
    fun `a store that does not open says why, and is tried again`() {
        failure = IllegalStateException("张三")
        shown {
            assertTrue(shows(ScreenWord.UNEXPECTED.words.zh))
            failure = null
            tap(ScreenWord.AGAIN.words.zh)
            assertTrue(shows(PhoneWord.ENTER_PIN.words.zh))
        }
    }
}
