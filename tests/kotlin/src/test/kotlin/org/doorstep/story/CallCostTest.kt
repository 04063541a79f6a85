package org.doorstep.story

import java.io.File
import java.nio.file.Files
import java.util.UUID
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import org.doorstep.*
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable

/** What a call costs from Kotlin on the JVM, on the phone of a whole township. DOORSTEP_BENCH=1 runs it and prints the table. */
@EnabledIfEnvironmentVariable(named = "DOORSTEP_BENCH", matches = "1")
class CallCostTest {
    /** The median cost of one call, once the JIT has seen it. */
    private fun microseconds(rounds: Int, call: () -> Unit): Double {
        repeat(rounds / 5) { call() }
        val costs = List(rounds) {
            val start = System.nanoTime()
            call()
            (System.nanoTime() - start) / 1_000.0
        }
        return costs.sorted()[rounds / 2]
    }

    @Test
    fun `call costs`() = Hub(Files.createTempDirectory("county").toFile(), scale = "1").use { hub ->
        val folder = Files.createTempDirectory("phone").toFile()
        val vault = FileVault(File(folder, "vault"))
        val heard = AtomicReference(CountDownLatch(1))
        val listener = object : ChangeListener {
            override fun changed(areas: List<Area>) = heard.get().countDown()
        }
        val store = File(folder, "store").path
        val core = Doorstep.open(store, vault, null, listener)
        enrol(core, hub.qr("督导"))
        drain(core.syncSession())
        val report = core.coverage().count(PeriodKind.YEAR, null)
        val (register, today, visits, photos) = listOf(core.register(), core.today(), core.visits(), core.photos())
        val draft = (visits as Visits).start((today as Today).page(null, null, 1u).stops.first().household)
        val picture = File("../python/picture.jpg").readBytes()
        val camera = File(folder, "camera.jpg")
        val stops = today.page(null, null, 200u).stops.size
        val lines = listOf(
            "no-op" to microseconds(5_000) { report.silentPhones() },
            "string" to microseconds(5_000) { report.period() },
            "error" to microseconds(1_000) {
                assertThrows(DoorstepException.NotFound::class.java) { (register as Register).household(UUID(0, 7)) }
            },
            "page of ${report.lines(0u, 200u).size} figures" to microseconds(500) { report.lines(0u, 200u) },
            "page of $stops stops" to microseconds(100) { today.page(null, null, 200u) },
            "photo by path" to microseconds(20) {
                camera.writeBytes(picture)
                (photos as Photos).take(draft.id, camera.path, DOORPLATE)
            },
            "save and hear of it" to microseconds(50) {
                heard.set(CountDownLatch(1))
                visits.save(draft)
                assertTrue(heard.get().await(30, TimeUnit.SECONDS))
            },
        )
        core.shutdown()
        val open = "cold open, ${hub.homes()} homes" to microseconds(10) { Doorstep.open(store, vault).shutdown() }
        (lines + open).forEach { (name, cost) -> println("  %-28s %12.1f µs".format(name, cost)) }
    }
}
