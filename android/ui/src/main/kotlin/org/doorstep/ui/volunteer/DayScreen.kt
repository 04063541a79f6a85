package org.doorstep.ui.volunteer

import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.here
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.stops.Stop
import org.doorstep.ui.today.Cards
import org.doorstep.ui.today.Day
import org.doorstep.ui.today.Ways
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayWays
import org.doorstep.ui.value
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** A volunteer's day: to each home a name, a place and what to do. */
@Composable
fun DayScreen(model: TodayModel, banners: Banners, ways: TodayWays) = Frame(
    ScreenWord.TODAY.words,
    banners,
    back = null,
    foot = { Ways(model.day.value?.unsent, ways) },
) { Answered(model.day, model::read) { Homes(model, it, ways) } }

@Composable
private fun Homes(model: TodayModel, day: Day, ways: TodayWays) = Cards(model) {
    items(day.inProgress) { begun ->
        Card({ ways.visit(begun.visit) }, MaterialTheme.colorScheme.primaryContainer) {
            val ink = MaterialTheme.colorScheme.onPrimaryContainer
            Name(begun.greeting)
            Line(asIs(begun.address), ink = ink)
            Line(ScreenWord.IN_PROGRESS.words, isStrong = true, ink = ink)
        }
    }
    if (day.others.isEmpty() && day.inProgress.isEmpty()) item { Notice(day.nothing) }
    items(day.others) { Home(it) { ways.stop(it.household) } }
    if (day.next != null) item { OtherButton(ScreenWord.MORE.words, model::more) }
}

@Composable
private fun Home(stop: Stop, onTap: () -> Unit) = Card(onTap) {
    Name(stop.greeting)
    Line(stop.address)
    stop.safetyNote?.let { Safety(it) }
    stop.tasks.forEach { Line(it.what, isStrong = true) }
    stop.tasks.minOfOrNull { it.due }?.let { Line(ScreenWord.DUE.of(wordsOfDay(it))) }
}

/** How a home is called at its door. */
@Composable
internal fun Name(greeting: String) = Text(greeting, style = MaterialTheme.typography.headlineSmall)

@Composable
internal fun Safety(note: String) = Warning(line(ScreenWord.SAFETY.words, asIs(note)))
