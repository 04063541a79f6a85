package org.doorstep.story

import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import org.doorstep.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test

/** Eight threads on one phone: nobody waits for ever, nobody sees half a write, nothing is lost. */
class HammerTest {
    @Test
    fun `eight threads at once`() {
        val core = Doorstep.inMemory()
        val before = core.outbox().unsent()
        val homes = core.today().page(null, null, 200u).stops.map { it.household }
        val stop = AtomicBoolean(false)
        val pool = Executors.newFixedThreadPool(8)
        val writers = List(4) { thread ->
            pool.submit(Callable {
                repeat(ROUNDS) { round ->
                    val visits = core.visits()
                    val draft = visits.begun(homes[(thread * ROUNDS + round) % homes.size])
                    // One need with each visit: both stand in the journal or neither does.
                    draft.needs = listOf(NeedDraft(NeedKind.REHAB))
                    visits.save(draft)
                    visits.finish(draft.id)
                }
            })
        }
        val readers = List(3) { thread ->
            pool.submit(Callable {
                var looks = 0
                while (!stop.get()) {
                    assertEquals(0uL, (core.outbox().unsent() - before) % 2uL, "half a visit was seen")
                    when (thread) {
                        0 -> core.today().page(null, null, 200u)
                        1 -> core.coverage().count(PeriodKind.MONTH, null).use { it.total() }
                        else -> core.register().household(homes[looks % homes.size])
                    }
                    looks++
                }
                looks
            })
        }
        val syncer = pool.submit(Callable {
            val session = core.syncSession()
            while (!stop.get()) {
                session.begin()
                (session.nextTask() as? HostTask.Request)?.let { session.noAnswer(it.task) }
                session.cancel()
            }
        })
        writers.forEach { it.get(120, TimeUnit.SECONDS) }
        stop.set(true)
        readers.forEach { assertTrue(it.get(30, TimeUnit.SECONDS) > 0) }
        syncer.get(30, TimeUnit.SECONDS)
        assertEquals(before + (4 * ROUNDS * 2).toULong(), core.outbox().unsent(), "every record is there")
        core.proveJournal()
        core.shutdown()
        assertThrows(DoorstepException.Locked::class.java) { core.today().page(null, null, 1u) }
        pool.shutdown()
    }

    private companion object {
        const val ROUNDS = 25
    }
}
