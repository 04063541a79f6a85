package org.doorstep.ui.visit

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.Words
import org.doorstep.ui.Say
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.value

@Composable
fun VisitScreen(model: VisitModel, banners: Banners, back: () -> Unit) = Frame(
    Say.line(Say.visit, model.visiting.value?.greeting?.let(Say::asIs)),
    banners,
    back,
    foot = { model.visiting.value?.let { Foot(it, model::finish) } },
) {
    Answered(model.visiting, model::read) { Form(model, it) }
}

/** What stands in the way, whether all is saved, and the way out. */
@Composable
private fun Foot(visiting: Visiting, finish: () -> Unit) =
    Column(Modifier.fillMaxWidth().padding(horizontal = 12.dp, vertical = 8.dp), Arrangement.spacedBy(8.dp)) {
        visiting.problem?.let { Problem(it) }
        val isBusy = visiting.isFinishing || !visiting.isSaved
        if (visiting.problem == null) Detail(if (isBusy) Say.finishing else Say.saved)
        MainButton(Say.finish, finish, isEnabled = !visiting.isFinishing)
    }

@Composable
private fun Form(model: VisitModel, visiting: Visiting) = Blocks {
    Outcome(model, visiting)
    Work(model, visiting)
    Needs(model, visiting)
    Written(model, visiting.draft)
    Discard(model::discard)
}

@Composable
private fun Outcome(model: VisitModel, visiting: Visiting) = Block(Say.howItEnded) {
    val (draft, choices) = visiting
    var isOpen by rememberSaveable { mutableStateOf(false) }
    val another = choices.otherOutcomes.filter { it.value == draft.outcome }
    (choices.usualOutcomes + if (isOpen) choices.otherOutcomes else another).forEach { (outcome, words) ->
        ChoiceRow(words, draft.outcome == outcome) {
            isOpen = false
            model.choose(outcome)
        }
    }
    if (!isOpen) OtherButton(Say.otherOutcomes, { isOpen = true })
    if (another.isNotEmpty() || draft.nextStep != null) NextStep(model, visiting)
}

@Composable
private fun NextStep(model: VisitModel, visiting: Visiting) {
    Heading(Say.whatFollows)
    visiting.choices.nextSteps.forEach { (next, words) ->
        ChoiceRow(words, visiting.draft.nextStep == next) { model.choose(next) }
    }
}

@Composable
private fun Work(model: VisitModel, visiting: Visiting) = Block(Say.whatWasDone) {
    val draft = visiting.draft
    @Composable
    fun Rows(all: List<Choice<VisitFact>>) =
        all.forEach { (fact, words) -> TickRow(words, fact in draft.facts) { model.tick(fact, it) } }
    Rows(visiting.choices.work)
    visiting.choices.tickets.forEach { (ticket, words) ->
        TickRow(words, ticket in draft.tickets) { model.tick(ticket, it) }
    }
    Further(Say.otherWork, visiting.choices.otherWork.any { it.value in draft.facts }) {
        Rows(visiting.choices.otherWork)
    }
}

@Composable
private fun Needs(model: VisitModel, visiting: Visiting) = Block(Say.needsFound) {
    val found = visiting.draft.needs.map { it.kind }
    Further(Say.addNeed, found.isNotEmpty()) {
        visiting.choices.needs.forEach { (need, words) -> TickRow(words, need in found) { model.tick(need, it) } }
    }
}

/** What few visits need, behind a button until something of it is chosen. */
@Composable
private fun Further(words: Words, isInUse: Boolean, content: @Composable () -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (isOpen || isInUse) content() else OtherButton(words, { isOpen = true })
}

@Composable
private fun Written(model: VisitModel, draft: VisitDraft) = Card {
    Field(Say.companion, draft.companions.firstOrNull()?.name.orEmpty(), model::companion)
    Field(Say.note, draft.note.orEmpty(), model::note, lines = 2)
}

/** Two taps, since what was entered goes. */
@Composable
private fun Discard(discard: () -> Unit) {
    var isAsked by rememberSaveable { mutableStateOf(false) }
    if (!isAsked) return OtherButton(Say.discard, { isAsked = true })
    Block(Say.reallyDiscard) {
        OtherButton(Say.yesDiscard, discard)
        MainButton(Say.noDiscard, { isAsked = false })
    }
}
