package org.doorstep.platform

import java.time.Instant
import java.util.concurrent.Executor
import org.doorstep.Area
import org.doorstep.Cause
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.HostException
import org.doorstep.LockReason
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.platform.sync.Standing
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Preferences
import org.doorstep.ui.settings.Gone
import org.doorstep.ui.words
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** From the start to the first screen, over the real core with invented data. */
class OpeningTest {
    @get:Rule
    val folder = TemporaryFolder()

    /** What is done on the screen's thread waits until it is let. */
    private val screen = ArrayDeque<Runnable>()
    private var failure: Exception? = null
    private val opened = mutableListOf<Doorstep>()
    private var shuts = 0
    private lateinit var relay: Relay

    private val opening = Opening(atOnce, Executor(screen::add), { Preferences(mainText = 24) }) { relay ->
        failure?.let { throw it }
        this.relay = relay
        val core = Doorstep.inMemory(folder.root.path, relay).also(opened::add)
        val courier = quietCourier(core, relay::stands)
        Opened(CoreThread(core, atOnce, atOnce), Silent, Preferences(mainText = 24), courier) {
            shuts += 1
            core.shutdown()
        }
    }

    private fun run() {
        while (screen.isNotEmpty()) screen.removeFirst().run()
    }

    private fun begun() = opening.apply {
        begin()
        run()
    }

    private val app get() = (opening.state as Opening.State.Open).app

    @Test
    fun `a store opens in the background, and then its screens are there as its worker wants them`() {
        opening.begin()
        assertEquals(Opening.State.UnderWay, opening.state)
        run()
        assertEquals(24, app.preferences.mainText)
    }

    @Test
    fun `asked twice it opens once`() {
        opening.begin()
        opening.begin()
        run()
        assertEquals(1, opened.size)
    }

    @Test
    fun `another worker who comes while a store opens sees nothing of it`() {
        opening.begin()
        opening.beginAnew()
        // How it is to look, and that it is open.
        repeat(2) { screen.removeFirst().run() }
        assertEquals(Opening.State.UnderWay, opening.state)
        assertEquals(1, shuts)
        run()
        assertEquals(2, opened.size)
        assertTrue(opening.state is Opening.State.Open)
        opening.beginAnew()
        assertEquals(Opening.State.UnderWay, opening.state)
        run()
        assertEquals(2 to 3, shuts to opened.size)
    }

    @Test
    fun `what does not open says why, and is tried again when the app comes back`() {
        failure = DoorstepException.Locked(LockReason.NEWER_SCHEMA)
        begun()
        val state = opening.state as Opening.State.Failed
        assertEquals(DoorstepException.Locked(LockReason.NEWER_SCHEMA).text(), state.words)
        failure = null
        opening.returned()
        run()
        assertTrue(opening.state is Opening.State.Open)
    }

    @Test
    fun `also a store that does not open is told of as its worker wants it`() {
        failure = DoorstepException.Locked(LockReason.NEWER_SCHEMA)
        assertEquals(24, begun().preferences.mainText)
    }

    @Test
    fun `a vault that fails and a fault of ours are told in words too`() {
        failure = HostException.Failed("keystore: ProviderException")
        begun()
        assertEquals(DoorstepException.Host("").text(), (opening.state as Opening.State.Failed).words)
        failure = IllegalStateException("张三")
        begun()
        assertEquals(ScreenWord.UNEXPECTED.words, (opening.state as Opening.State.Failed).words)
    }

    @Test
    fun `a phone that nobody unlocked is no failure`() {
        failure = PhoneLocked()
        begun()
        assertEquals(Opening.State.Locked, opening.state)
        failure = null
        opening.returned()
        run()
        assertTrue(opening.state is Opening.State.Open)
    }

    @Test
    fun `a store that waits for its PIN opens with it, and not because the app came back`() {
        failure = PinNeeded(Preferences(mainText = 30))
        begun()
        assertEquals(Opening.State.Pin(Preferences(mainText = 30)), opening.state)
        failure = null
        opening.returned()
        val told = mutableListOf<Opened?>()
        opening.whenOpen(told::add)
        run()
        assertEquals(listOf(null), told)
        assertTrue(opened.isEmpty())
        opening.pinEntered()
        run()
        assertTrue(opening.state is Opening.State.Open)
        opening.pinEntered()
        run()
        assertEquals("one that is open stays", 1, opened.size)
    }

    @Test
    fun `who needs an open store waits for it, and is told where there is none`() {
        val told = mutableListOf<Opened?>()
        failure = PhoneLocked()
        opening.whenOpen(told::add)
        run()
        assertEquals(listOf(null), told)
        failure = null
        opening.whenOpen(told::add)
        opening.whenOpen(told::add)
        run()
        opening.whenOpen(told::add)
        assertEquals(1, opened.size)
        val open = (opening.state as Opening.State.Open).opened
        told.drop(1).forEach { assertSame(open, it) }
        assertEquals(4, told.size)
    }

    @Test
    fun `beginning anew closes what is open first`() {
        begun()
        begun()
        assertEquals(1, shuts)
        assertEquals(2, opened.size)
        assertNull(runCatching { opened[0].identity() }.getOrNull())
        assertTrue(opened[1].identity() != null)
    }

    @Test
    fun `an app whose store is gone begins anew once somebody comes back, and no other does`() {
        begun()
        opening.returned()
        assertEquals(1, opened.size)
        relay.stands(Standing.Wiped)
        assertTrue(app.page is Gone)
        opening.returned()
        run()
        assertEquals(2, opened.size)
    }

    @Test
    fun `what holds up sending stands above the screens until it is over`() {
        begun()
        relay.stands(Standing.Holds(Cause.NO_NETWORK))
        assertEquals(Cause.NO_NETWORK.label(), app.banners.hold)
        relay.stands(Standing.Stopped)
        assertEquals(Cause.NO_NETWORK.label(), app.banners.hold)
        relay.stands(Standing.UnderWay)
        assertNull(app.banners.hold)
        relay.stands(Standing.Waits(Instant.EPOCH, Cause.HUB_BUSY))
        assertEquals(Cause.HUB_BUSY.label(), app.banners.hold)
    }

    @Test
    fun `a record is news, and what was sent or only saved is none`() {
        begun()
        val core = opened.single()
        val recorded = Recorded(core)
        assertFalse(recorded.isNew(listOf(Area.OUTBOX)))
        val draft = core.visits().drafts().first()
        core.visits().save(draft.copy(outcome = VisitOutcome.NO_CHANGE))
        assertFalse(recorded.isNew(listOf(Area.VISITS)))
        core.visits().finish(draft.id)
        assertTrue(recorded.isNew(listOf(Area.TODAY, Area.OUTBOX)))
        assertFalse("told once", recorded.isNew(listOf(Area.OUTBOX)))
        core.shutdown()
        assertFalse(recorded.isNew(listOf(Area.OUTBOX)))
    }
}
