package org.doorstep.platform.sync

import java.time.Instant
import java.util.concurrent.Executor
import org.doorstep.Cause
import org.doorstep.DoorstepException
import org.doorstep.HostStatus
import org.doorstep.HostTask
import org.doorstep.HttpAnswer
import org.doorstep.HttpMethod
import org.doorstep.HttpRequest
import org.doorstep.HubAddress
import org.doorstep.Network
import org.doorstep.Summary
import org.doorstep.SyncSessionInterface
import org.doorstep.Thing
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Whether the courier does what a session asks for, and nothing else. That it gets there, the hub's own tests tell. */
class CourierTest {
    private val request = HttpRequest(HttpMethod.POST, "https://hub.example/v1/ops", emptyMap(), "{}", ByteArray(32))
    private val answer = HttpAnswer(200u, emptyMap(), ByteArray(0))
    private val done = HostTask.Done(Summary(1u, 1uL, 0uL, 0u, 0u, 0u, null))
    private val status = HostStatus(Network.METERED, 55u, isCharging = false, photosMayCost = true)

    /** Hands out these tasks in turn, and the last for ever. */
    private inner class Session(vararg tasks: HostTask) : SyncSessionInterface {
        val heard = mutableListOf<String>()
        val tasks = ArrayDeque(tasks.toList())

        override fun begin() = heard("begin")

        override fun sendNow() = heard("sendNow")

        override fun nextTask() = if (tasks.size > 1) tasks.removeFirst() else tasks.first()

        override fun answered(task: String, answer: HttpAnswer) = heard("$task: ${answer.status}")

        override fun noAnswer(task: String) = heard("$task: nothing")

        override fun woke() = heard("woke")

        override fun hostChanged(status: HostStatus) = heard("${status.network} ${status.batteryPercent}")

        override fun cancel() = heard("cancel")

        override fun hub() = HubAddress("https://hub.example", ByteArray(32))

        private fun heard(what: String) {
            heard += what
        }
    }

    private inner class Carried(var answer: HttpAnswer?) : Carrier {
        val sent = mutableListOf<String>()
        var meanwhile: () -> Unit = {}

        override fun send(request: HttpRequest) = carried(request.url)

        override fun upload(request: HttpRequest, file: String, offset: ULong) = carried("$file from $offset")

        override fun stop() {
            answer = null
        }

        private fun carried(what: String): HttpAnswer? {
            sent += what
            meanwhile()
            return answer
        }
    }

    private val carrier = Carried(answer)
    private val told = mutableListOf<Standing>()
    private val waits = mutableListOf<Pair<Instant, () -> Unit>>()
    private val queue = ArrayDeque<Runnable>()

    private fun courier(session: () -> SyncSessionInterface) = Courier(
        session, carrier, { status }, Executor(queue::add), { until, work -> waits += until to work }, told::add,
    )

    private fun run() {
        while (queue.isNotEmpty()) queue.removeFirst().run()
    }

    @Test
    fun `every task is done and reported, with how network and battery stand said first`() {
        val upload = HostTask.Upload("upload/7", request, "/sealed.age", 1_000uL, 5_000uL)
        val session = Session(HostTask.Request("ops/1", request), upload, done)
        var rested: Standing? = null
        courier { session }.exchange { rested = it }
        run()
        assertEquals(listOf("METERED 55", "begin", "ops/1: 200", "upload/7: 200"), session.heard)
        assertEquals(listOf(request.url, "/sealed.age from 1000"), carrier.sent)
        assertEquals(Standing.Done(done.summary), rested)
        assertEquals(listOf(Standing.UnderWay, Standing.UnderWay, Standing.Done(done.summary)), told)
    }

    @Test
    fun `no answer is reported as none`() {
        carrier.answer = null
        val session = Session(HostTask.Request("ops/1", request), HostTask.Hold(Cause.NO_NETWORK))
        courier { session }.exchange()
        run()
        assertEquals("ops/1: nothing", session.heard.last())
        assertEquals(Standing.Holds(Cause.NO_NETWORK), told.last())
    }

    @Test
    fun `a wait wakes the session when its time comes, unless another exchange was first`() {
        val until = Instant.parse("2026-06-01T08:00:00Z")
        val session = Session(HostTask.Wait(until, Cause.NO_ANSWER), HostTask.Wait(until, Cause.NO_ANSWER), done)
        val courier = courier { session }
        courier.exchange()
        run()
        assertEquals(until, waits.single().first)
        courier.exchange()
        run()
        waits.first().second()
        run()
        assertTrue("the first wait is over", "woke" !in session.heard)
        waits[1].second()
        run()
        assertTrue("the session came to rest meanwhile", "woke" !in session.heard)
    }

    @Test
    fun `a wait that nothing interrupted goes on`() {
        val session = Session(HostTask.Wait(Instant.EPOCH, Cause.HUB_BUSY), HostTask.Request("ops/1", request), done)
        courier { session }.exchange()
        run()
        waits.single().second()
        run()
        assertEquals(listOf("METERED 55", "begin", "woke", "ops/1: 200"), session.heard)
        assertEquals(Standing.Done(done.summary), told.last())
    }

    @Test
    fun `two who ask at once are served by one exchange`() {
        val session = Session(done)
        val courier = courier { session }
        val rested = mutableListOf<Standing>()
        courier.exchange(rested::add)
        courier.exchange(rested::add)
        run()
        assertEquals(listOf("METERED 55", "begin"), session.heard)
        assertEquals(2, rested.size)
        courier.exchange(rested::add)
        run()
        assertEquals(3, rested.size)
    }

    @Test
    fun `an exchange that is stopped reports what it has in hand and asks for nothing more`() {
        val session = Session(HostTask.Request("ops/1", request), HostTask.Request("ops/2", request), done)
        val courier = courier { session }
        carrier.meanwhile = courier::stop
        courier.exchange()
        run()
        assertEquals(listOf("METERED 55", "begin", "ops/1: nothing", "cancel"), session.heard)
        assertEquals(Standing.Stopped, told.last())
        carrier.meanwhile = {}
        courier.exchange()
        run()
        assertEquals(Standing.Done(done.summary), told.last())
    }

    @Test
    fun `while another thread has the session it is asked again`() {
        val session = Session(HostTask.Answers, done)
        var rested: Standing? = null
        courier { session }.exchange { rested = it }
        run()
        assertEquals(null, rested)
        waits.single().second()
        run()
        assertEquals(Standing.Done(done.summary), rested)
    }

    @Test
    fun `a phone that is not enrolled has nothing to carry, and can be asked again`() {
        var session: SyncSessionInterface? = null
        val courier = courier { session ?: throw DoorstepException.NotFound(Thing.ENROLMENT) }
        courier.exchange()
        courier.hostChanged()
        run()
        assertEquals(listOf(Standing.None, Standing.None), told)
        session = Session(done)
        courier.exchange()
        run()
        assertEquals(Standing.Done(done.summary), told.last())
    }

    @Test
    fun `who waits for an exchange hears of its end before anybody plans the next`() {
        val order = mutableListOf<String>()
        val courier = Courier(
            { Session(done) }, carrier, { status }, Executor(queue::add), { _, _ -> }, { order += "told" },
        )
        courier.exchange { order += "rested" }
        run()
        assertEquals(listOf("rested", "told"), order)
    }
}
