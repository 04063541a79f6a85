package org.doorstep.ui.volunteer

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.NextStep
import org.doorstep.ScreenWord
import org.doorstep.Turn
import org.doorstep.WellbeingCheck
import org.doorstep.ui.Answer
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
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
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.isTextLarge
import org.doorstep.ui.line
import org.doorstep.ui.plus
import org.doorstep.ui.value
import org.doorstep.ui.visit.Discard
import org.doorstep.ui.visit.Place
import org.doorstep.ui.visit.Visiting
import org.doorstep.ui.voice.VoiceNotes
import org.doorstep.ui.words

@Composable
fun DoorScreen(model: DoorModel, banners: Banners, back: () -> Unit) = Frame(
    model.door.value?.greeting?.let(::asIs) ?: ScreenWord.HOUSEHOLD.words,
    banners,
    back,
    foot = {
        Foot {
            model.visit.apps.problem?.let { Problem(it) }
            model.problem?.let { Problem(it) }
            if (model.door is Answer.Here) model.standing.value?.let { Onwards(model, it) }
        }
    },
) {
    Answered(model.door, model::read) { door ->
        Answered(model.standing, model::begin) { standing ->
            Blocks(model.scroll) {
                when (standing) {
                    Standing.OnTheWay -> OnTheWay(door, model)
                    is Standing.Asking -> Asking(standing.visiting, model)
                    is Standing.Trying -> Trying(standing.visiting, model)
                }
            }
        }
    }
}

/** What is mostly done here. */
@Composable
private fun Onwards(model: DoorModel, standing: Standing) = when (standing) {
    Standing.OnTheWay -> MainButton(ScreenWord.I_AM_HERE.words, model::begin)
    is Standing.Asking -> {
        val visiting = standing.visiting
        val isReady = !visiting.isFinishing && model.voice.isQuiet
        OtherButton(ScreenWord.NOBODY_OPENS.words, model::nobodyOpens, isEnabled = isReady)
        if (visiting.draft.isAnswered()) MainButton(ScreenWord.FINISH.words, model::finish, isEnabled = isReady)
        else MainButton(ScreenWord.ALL_WELL.words, model::allWell, isEnabled = isReady)
    }
    is Standing.Trying -> Tried(standing.visiting, model)
}

@Composable
private fun OnTheWay(door: Door, model: DoorModel) {
    Card {
        Name(door.greeting)
        Line(door.address)
        door.safetyNotes.forEach { Safety(it) }
    }
    Dial(ScreenWord.PHONE.words, door.phone) { model.call() }
    if (door.place != null) OtherButton(ScreenWord.SHOW_THE_WAY.words, { model.showTheWay() })
    Block(ScreenWord.TO_DO.words) {
        if (door.tasks.isEmpty()) Line(ScreenWord.NOTHING_DUE.words)
        door.tasks.forEach { Line(it, isStrong = true) }
    }
}

@Composable
private fun Asking(visiting: Visiting, model: DoorModel) {
    val draft = visiting.draft

    @Composable
    fun Check(picture: Picture, check: WellbeingCheck, modifier: Modifier) =
        PictureButton(picture, check.label(), check.trouble(), draft.answer(check), modifier) { model.tap(check) }
    Two { each ->
        Check(personPicture, WellbeingCheck.PERSON, each)
        Check(mealPicture, WellbeingCheck.MEALS_AND_MEDICINE, each)
    }
    Two { each ->
        Check(homePicture, WellbeingCheck.UTILITIES, each)
        TroubleButton(WellbeingCheck.TROUBLE.label(), draft.isHard(), each) { model.tap(WellbeingCheck.TROUBLE) }
    }
    if (draft.isHard()) Needs(visiting, model)
    Work(visiting, model)
    VoiceNotes(model.voice)
    Place(model.visit, visiting)
    Report(visiting, model)
    Detail(if (visiting.isSaved) ScreenWord.SAVED.words else ScreenWord.FINISHING.words)
    Discard(model.visit::discard)
}

@Composable
private fun Report(visiting: Visiting, model: DoorModel) =
    Dial(NextStep.REPORT_AT_ONCE.label(), visiting.choices.reportPhone) { model.visit.report() }

/** Two pictures side by side, of one height; one below the other where the text is large. */
@Composable
private fun Two(content: @Composable (each: Modifier) -> Unit) =
    if (isTextLarge()) {
        Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp)) { content(Modifier.fillMaxWidth()) }
    } else {
        Row(Modifier.fillMaxWidth().height(IntrinsicSize.Min), Arrangement.spacedBy(12.dp)) {
            content(Modifier.weight(1f).fillMaxHeight())
        }
    }

@Composable
private fun Needs(visiting: Visiting, model: DoorModel) = Block(ScreenWord.WHAT_IS_HARD.words) {
    val found = visiting.draft.needs.map { it.kind }
    visiting.choices.needs.forEach { (need, words) -> TickRow(words, need in found) { model.tick(need, it) } }
}

/** What is ticked off beside the pictures. */
@Composable
private fun Work(visiting: Visiting, model: DoorModel) {
    val draft = visiting.draft
    val (tickets, work) = visiting.choices.atDoor(draft)
    if (tickets.isEmpty() && work.isEmpty()) return
    Block(ScreenWord.WHAT_WAS_DONE.words) {
        tickets.forEach { (ticket, words) ->
            TickRow(words, ticket in draft.tickets) { model.visit.tick(ticket, it) }
        }
        work.forEach { (fact, words) -> TickRow(words, fact in draft.facts) { model.visit.tick(fact, it) } }
    }
}

/** The core's steps in their order: those that were tried, the one that is next, and those that come after it. */
@Composable
private fun Trying(visiting: Visiting, model: DoorModel) {
    Block(ScreenWord.TRY_IN_TURN.words) {
        model.steps.forEachIndexed { index, rung ->
            val (step, dials) = rung.choice
            val numbered = line(figure(index + 1), step.label(), dials?.let(::asIs))
            when (rung.turn) {
                Turn.TRIED -> Line(done + numbered, isStrong = rung.isOpen)
                Turn.NEXT -> MainButton(numbered, { model.take(rung.choice) })
                Turn.LATER -> OtherButton(numbered, {}, isEnabled = false)
            }
        }
    }
    Report(visiting, model)
}

private val done = asIs("✓ ")

/** What came of the step that was tried last. */
@Composable
private fun Tried(visiting: Visiting, model: DoorModel) {
    val last = model.steps.find { it.isOpen } ?: return
    val isReady = !visiting.isFinishing
    OtherButton(ScreenWord.REACHED_NOW.words, model::reached, isEnabled = isReady)
    if (last.isLast) MainButton(ScreenWord.FINISH.words, model::giveUp, isEnabled = isReady)
    else MainButton(ScreenWord.STILL_NOBODY.words, model::inVain, isEnabled = isReady)
}
