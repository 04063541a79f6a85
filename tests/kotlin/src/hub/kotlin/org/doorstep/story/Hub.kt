package org.doorstep.story

import java.io.File
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.TimeUnit

/** A live hub in a process of its own, filled with the invented township. */
class Hub(folder: File, scale: String = "0.02") : AutoCloseable {
    private val data = File(folder, "hub")
    private val lists = File(folder, "lists")
    private val port = ServerSocket(0).use { it.localPort }
    private val process: Process

    init {
        run("init", "--name", "演示县", "--demo", "--url", "https://127.0.0.1:$port", "--listen", "127.0.0.1:$port")
        run("sample", "$lists", "--scale", scale)
        run("import", "grids", "$lists/grids.geojson")
        run("import", "staff", "$lists/staff.csv")
        run("import", "responsibilities", "$lists/responsibilities.csv")
        run("import", "rules", "$lists/rules.toml")
        run("import", "households", "$lists/households.csv", "--residents", "$lists/residents.csv")
        process = ProcessBuilder(BINARY, "--folder", "$data", "serve", "--log", "warn").inheritIO().start()
        while (runCatching { Socket("127.0.0.1", port).close() }.isFailure) {
            check(process.isAlive) { "the hub ended by itself" }
            Thread.sleep(50) // a process of its own obeys no clock of ours
        }
    }

    /** Runs a command of the hub's program. */
    fun run(vararg args: String): String {
        val process = ProcessBuilder(BINARY, "--folder", "$data", *args).start()
        val out = process.inputStream.readBytes().decodeToString()
        val complaint = process.errorStream.readBytes().decodeToString()
        check(process.waitFor() == 0) { "doorstep ${args.joinToString(" ")}: $complaint" }
        return out
    }

    /** The QR of the first worker of this role who answers for grids. */
    fun qr(role: String = "社会工作者"): String {
        val busy = File(lists, "responsibilities.csv").readLines().mapNotNull { it.split(',').getOrNull(1) }
        val staff = File(lists, "staff.csv").readLines().map { it.split(',') }
        return run("--json", "enrol", staff.first { role in it && it[0] in busy }[0])
    }

    /** How many households the township has. */
    fun homes(): Int = File(lists, "households.csv").useLines { it.count() - 1 }

    /** Due and visited by grid. */
    fun coverage(period: String): Map<String, Pair<UInt, UInt>> {
        val line = Regex("\"due\": (\\d+),[^{}]*\"key\": \"(\\d+)\",[^{}]*\"visited\": (\\d+)")
        return line.findAll(run("--json", "coverage", "--period", period)).associate {
            val (due, grid, visited) = it.destructured
            grid to (due.toUInt() to visited.toUInt())
        }
    }

    override fun close() {
        process.destroy()
        process.waitFor(30, TimeUnit.SECONDS)
    }

    private companion object {
        val BINARY: String = System.getenv("DOORSTEP_BIN") ?: "doorstep"
    }
}
