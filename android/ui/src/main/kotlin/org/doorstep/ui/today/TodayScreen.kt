package org.doorstep.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.HouseholdId
import org.doorstep.SearchHitView
import org.doorstep.ui.Say
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.QuietButton
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.value

/** Where *Today* leads. */
interface TodayWays {
    fun stop(household: HouseholdId)

    fun visit(household: HouseholdId)

    fun outbox()
}

@Composable
fun TodayScreen(model: TodayModel, banners: Banners, ways: TodayWays) = Frame(
    Say.today,
    banners,
    back = null,
    foot = { OutboxButton(model.day.value?.unsent, ways::outbox) },
) {
    SearchField(model.wanted, model::search)
    when {
        model.wanted.isBlank() -> Answered(model.day, model::read) { Stops(model, it, ways) }
        else -> Answered(model.hits, { model.search(model.wanted) }) { Hits(it, ways) }
    }
}

@Composable
private fun OutboxButton(unsent: ULong?, onTap: () -> Unit) = OtherButton(
    Say.line(Say.outbox, unsent?.let(Say::unsent)),
    onTap,
    Modifier.padding(horizontal = 12.dp, vertical = 8.dp),
)

@Composable
private fun SearchField(wanted: String, onChange: (String) -> Unit) = Field(
    Say.search,
    wanted,
    onChange,
    Modifier.padding(start = 12.dp, end = 12.dp, top = 8.dp),
    beside = if (wanted.isEmpty()) null else ({ QuietButton(Say.clear, { onChange("") }) }),
)

@Composable
private fun Stops(model: TodayModel, day: Day, ways: TodayWays) = Cards(model) {
    items(day.inProgress) { Visiting(it) { ways.visit(it.household) } }
    val others = day.stops.filter { stop -> day.inProgress.none { it.household == stop.household } }
    if (day.stops.isEmpty()) item { Notice(Say.nothingToday) }
    items(others) { Stop(it) { ways.stop(it.household) } }
    if (day.next != null) item { OtherButton(Say.more, model::more) }
}

@Composable
private fun Cards(model: TodayModel, content: LazyListScope.() -> Unit) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
    content = content,
)

@Composable
private fun Visiting(visit: Visiting, onTap: () -> Unit) =
    Card(onTap, MaterialTheme.colorScheme.primaryContainer) {
        val ink = MaterialTheme.colorScheme.onPrimaryContainer
        Line(Say.inProgress, isStrong = true, ink = ink)
        Line(Say.line(Say.asIs(visit.greeting), Say.asIs(visit.address)), ink = ink)
    }

@Composable
private fun Stop(stop: Stop, onTap: () -> Unit) = Card(onTap) {
    Line(Say.asIs(stop.greeting), isStrong = true)
    Detail(stop.address)
    stop.safetyNote?.let { Warning(Say.line(Say.safety, Say.asIs(it))) }
    stop.tasks.forEach { Task(it) }
}

@Composable
private fun Task(task: Task) {
    Line(task.what)
    task.missedSince?.let { Warning(Say.overdue(it)) }
    Detail(Say.line(Say.due(task.due), task.attempted))
}

@Composable
private fun Hits(hits: List<SearchHitView>, ways: TodayWays) {
    if (hits.isEmpty()) return Notice(Say.nothingFound)
    LazyColumn(
        Modifier.fillMaxWidth(),
        contentPadding = PaddingValues(12.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        items(hits) { hit ->
            Card({ ways.stop(hit.household) }) {
                Line(Say.asIs(hit.title), isStrong = true)
                Detail(Say.asIs(hit.address))
            }
        }
    }
}
