package org.doorstep.ui.stop

import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.Words
import org.doorstep.ui.Say
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.value

@Composable
fun StopScreen(model: StopModel, banners: Banners, back: () -> Unit, visit: () -> Unit) = Frame(
    model.home.value?.greeting?.let(Say::asIs) ?: Say.household,
    banners,
    back,
    foot = {
        model.home.value?.let {
            val words = if (it.isBeingVisited) Say.resume else Say.start
            MainButton(words, visit, Modifier.padding(horizontal = 12.dp, vertical = 8.dp))
        }
    },
) { Answered(model.home, model::read) { Home(it) } }

@Composable
private fun Home(home: Home) = Blocks {
    Card {
        Line(home.address)
        home.phone?.let { Line(Say.line(Say.phone, Say.asIs(it))) }
        home.safetyNote?.let { Warning(Say.line(Say.safety, Say.asIs(it))) }
    }
    Block(Say.toDo) {
        if (home.toDo.isEmpty()) Line(Say.nothingDue)
        Apart(home.toDo) { Duty(it) }
    }
    if (home.otherDuties.isNotEmpty()) Block(Say.otherDuties) { Apart(home.otherDuties) { Duty(it) } }
    Lines(Say.openNeeds, home.needs)
    Lines(Say.whoLivesHere, home.people)
    Block(Say.lastVisits) {
        if (home.visits.isEmpty()) Line(Say.neverVisited)
        home.visits.forEach { Line(Say.line(Say.on(it.on), it.how)) }
    }
}

@Composable
private fun Duty(duty: Duty) {
    Line(duty.title, isStrong = true)
    duty.task?.let { Line(it) }
    Detail(Say.line(duty.state, Say.due(duty.due)))
    Detail(Say.from(duty.opens))
    duty.photo?.let { Detail(Say.line(Say.photo, it)) }
    duty.basis?.let { Detail(Say.line(Say.basis, Say.asIs(it))) }
}

@Composable
private fun Lines(title: Words, lines: List<Words>) {
    if (lines.isNotEmpty()) Block(title) { lines.forEach { Line(it) } }
}

/** One below the other with a line between. */
@Composable
private fun <T> Apart(all: List<T>, one: @Composable (T) -> Unit) = all.forEachIndexed { index, each ->
    if (index > 0) HorizontalDivider(Modifier.padding(vertical = 8.dp))
    one(each)
}
