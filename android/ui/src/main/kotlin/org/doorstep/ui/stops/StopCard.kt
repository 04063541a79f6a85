package org.doorstep.ui.stops

import androidx.compose.runtime.Composable
import org.doorstep.ScreenWord
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** A stop in a list. */
@Composable
fun StopCard(stop: Stop, onTap: () -> Unit) = Card(onTap) {
    Line(asIs(stop.greeting), isStrong = true)
    Detail(line(stop.distance, stop.address))
    stop.safetyNote?.let { Warning(line(ScreenWord.SAFETY.words, asIs(it))) }
    stop.handed?.let { HandedLines(it) }
    stop.tasks.forEach { Task(it) }
}

/** Whom a home is handed to, and what they must know. */
@Composable
internal fun HandedLines(handed: Handed) {
    Line(handed.words, isStrong = true)
    handed.note?.let { Line(it) }
}

@Composable
private fun Task(task: Task) {
    Line(task.what)
    task.missedSince?.let { Warning(ScreenWord.OVERDUE.of(wordsOfDay(it))) }
    Detail(line(ScreenWord.DUE.of(wordsOfDay(task.due)), task.attempted))
}
