package org.doorstep.ui

import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.visit.VisitTo
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class CoreThreadTest {
    private val core = hamlet()
    private val background = Executors.newSingleThreadExecutor()
    private val screen = LinkedBlockingQueue<Runnable>()
    private val thread = CoreThread(core, background, screen::add)

    /** Does what waits for the screen's thread, which is this one. */
    private fun showNext() = checkNotNull(screen.poll(20, TimeUnit.SECONDS)).run()

    @Test
    fun `the core is called in the background and answers on the screen's thread`() {
        var called: Thread? = null
        var answered: Thread? = null
        thread.ask({
            called = Thread.currentThread()
            it.outbox().unsent()
        }) { answered = Thread.currentThread() }
        showNext()
        assertNotEquals(Thread.currentThread(), called)
        assertEquals(Thread.currentThread(), answered)
    }

    @Test
    fun `a core that is closed says so in both languages`() {
        core.shutdown()
        var answer: Answer<*> = Answer.Awaited
        thread.ask({ it.outbox().unsent() }) { answer = it }
        showNext()
        val words = (answer as Answer.Failed).words
        assertTrue(words.zh.isNotEmpty() && words.en.isNotEmpty())
    }

    @Test
    fun `taps that come faster than the disk are all saved before the finish`() {
        val stop = core.quietStop()
        var told: String? = null
        val visit = visit(stop.household) { told = it.zh }
        repeat(40) { visit.note("$it") }
        visit.choose(VisitOutcome.COMPLETED)
        visit.finish()
        while (told == null) showNext()
        assertEquals(VisitOutcome.COMPLETED, core.register().household(stop.household).visits.first().outcome)
        assertTrue(core.visits().drafts().none { it.household == stop.household })
    }

    @Test
    fun `what cannot be saved stays on the screen and is told`() {
        val visit = visit(core.quietStop().household) { }
        core.shutdown()
        visit.note("x")
        showNext()
        val shown = checkNotNull(visit.visiting.value)
        assertEquals("x", shown.draft.note)
        assertFalse(shown.isSaved)
        assertTrue(checkNotNull(shown.problem).zh.isNotEmpty())
    }

    @Test
    fun `a call that fails in whatever way has an answer, and the next is made`() {
        val answers = mutableListOf<Answer<*>>()
        thread.ask({ throw OutOfMemoryError() }) { answers += it }
        thread.ask({ 1 }) { answers += it }
        repeat(2) { showNext() }
        assertEquals(listOf(Answer.Failed(ScreenWord.UNEXPECTED.words), Answer.Here(1)), answers)
    }

    @Test
    fun `what was entered before the core is shut is saved`() {
        val stop = core.quietStop()
        val visit = visit(stop.household) { }
        repeat(40) { visit.note("$it") }
        thread.shut()
        repeat(40) { showNext() }
        assertTrue(checkNotNull(visit.visiting.value).isSaved)
    }

    private fun visit(household: HouseholdId, leave: (Words) -> Unit): VisitModel {
        val visit = VisitModel(thread, Silent, VisitTo(household), leave)
        visit.read()
        // The visit itself, and what is known of its home.
        repeat(2) { showNext() }
        return visit
    }
}
