package org.doorstep.platform

import android.util.Log
import org.doorstep.LogLevel
import org.doorstep.LogLine
import org.doorstep.LogSink

/** The system's log. The core's lines hold ids and codes only. */
object Logcat : LogSink {
    private const val TAG = "doorstep"

    override fun write(lines: List<LogLine>) =
        lines.forEach { Log.println(it.level.priority(), TAG, "${it.what}: ${it.how}") }

    private fun LogLevel.priority() = when (this) {
        LogLevel.INFO -> Log.INFO
        LogLevel.WARNING -> Log.WARN
        LogLevel.ERROR -> Log.ERROR
    }
}
