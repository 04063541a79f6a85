package org.doorstep.ui.stop

import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.VisitId
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Dial
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.stops.HandedLines
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** Where *Stop* leads. */
interface StopWays {
    fun visit(visit: VisitTo)

    fun addPerson(household: HouseholdId)
}

@Composable
fun StopScreen(model: StopModel, banners: Banners, back: () -> Unit, ways: StopWays) = Frame(
    model.home.value?.greeting?.let(::asIs) ?: ScreenWord.HOUSEHOLD.words,
    banners,
    back,
    foot = {
        model.home.value?.let {
            val words = if (it.isBeingVisited) ScreenWord.RESUME.words else ScreenWord.START.words
            Foot {
                model.apps.problem?.let { Problem(it) }
                MainButton(words, { ways.visit(VisitTo(model.household)) })
            }
        }
    },
) { Answered(model.home, model::read) { Home(model, it, ways) } }

@Composable
private fun Home(model: StopModel, home: Home, ways: StopWays) = Blocks {
    home.lock?.let { Warning(it) }
    Card {
        Line(home.address)
        home.safetyNote?.let { Warning(line(ScreenWord.SAFETY.words, asIs(it))) }
        home.handed?.let { HandedLines(it) }
        Dial(ScreenWord.PHONE.words, home.phone) { model.call() }
        if (home.place != null) OtherButton(ScreenWord.SHOW_THE_WAY.words, { model.showTheWay() })
    }
    if (home.mayHandOver) HandOverPart(model.handOver, isHanded = home.handed != null)
    Block(ScreenWord.TO_DO.words) {
        if (home.toDo.isEmpty()) Line(ScreenWord.NOTHING_DUE.words)
        Apart(home.toDo) { Duty(it) }
    }
    if (home.otherDuties.isNotEmpty()) Block(ScreenWord.OTHER_DUTIES.words) { Apart(home.otherDuties) { Duty(it) } }
    Lines(ScreenWord.OPEN_NEEDS.words, home.needs)
    Lines(ScreenWord.WHO_LIVES_HERE.words, home.people)
    if (home.mayAddPerson) OtherButton(ScreenWord.ADD_PERSON.words, { ways.addPerson(model.household) })
    if (home.lock == null) Block(ScreenWord.LAST_VISITS.words) {
        if (home.visits.isEmpty()) Line(ScreenWord.NEVER_VISITED.words)
        home.visits.forEach { LastVisit(it) { finished -> ways.visit(VisitTo(model.household, finished)) } }
    }
}

@Composable
private fun LastVisit(visit: LastVisit, correct: (VisitId) -> Unit) {
    val putRight = ScreenWord.WAS_PUT_RIGHT.words.takeIf { visit.wasPutRight }
    Line(line(wordsOfDay(visit.on), visit.how, putRight))
    visit.correctable?.let { OtherButton(ScreenWord.PUT_RIGHT.words, { correct(it) }) }
}

@Composable
private fun Duty(duty: Duty) {
    Line(duty.title, isStrong = true)
    duty.task?.let { Line(it) }
    Detail(line(duty.state, ScreenWord.DUE.of(wordsOfDay(duty.due))))
    Detail(ScreenWord.OPENS.of(wordsOfDay(duty.opens)))
    duty.photo?.let { Detail(line(ScreenWord.PHOTO.words, it)) }
    duty.basis?.let { Detail(line(ScreenWord.BASIS.words, it)) }
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
