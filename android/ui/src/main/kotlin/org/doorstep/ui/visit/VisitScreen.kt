package org.doorstep.ui.visit

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.EvidenceKind
import org.doorstep.NextStep
import org.doorstep.ScreenWord
import org.doorstep.VisitDraft
import org.doorstep.VisitFact
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Dial
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.value
import org.doorstep.ui.words

@Composable
fun VisitScreen(model: VisitModel, banners: Banners, back: () -> Unit, photo: () -> Unit) = Frame(
    line(ScreenWord.VISIT.words, model.visiting.value?.greeting?.let(::asIs)),
    banners,
    back,
    foot = { model.visiting.value?.let { Ending(model, it) } },
) {
    Answered(model.visiting, model::read) { Form(model, it, photo) }
}

/** What stands in the way, whether all is saved, and the way out. */
@Composable
private fun Ending(model: VisitModel, visiting: Visiting) = Foot {
    model.apps.problem?.let { Problem(it) }
    visiting.problem?.let { Problem(it) }
    val isBusy = visiting.isFinishing || !visiting.isSaved
    if (visiting.problem == null) Detail(if (isBusy) ScreenWord.FINISHING.words else ScreenWord.SAVED.words)
    MainButton(ScreenWord.FINISH.words, model::finish, isEnabled = !visiting.isFinishing)
}

@Composable
private fun Form(model: VisitModel, visiting: Visiting, photo: () -> Unit) = Blocks(model.scroll) {
    Outcome(model, visiting)
    Place(model, visiting) {
        if (visiting.draft.fix != null) OtherButton(ScreenWord.HOME_IS_HERE.words, model::homeIsHere)
    }
    Work(model, visiting)
    Needs(model, visiting)
    ParticularsPart(model.particulars)
    Photos(model, visiting, photo)
    Written(model, visiting.draft)
    Paper(model, visiting)
    Dial(NextStep.REPORT_AT_ONCE.label(), visiting.choices.reportPhone) { model.report() }
    Discard(model::discard)
}

@Composable
private fun Outcome(model: VisitModel, visiting: Visiting) = Block(ScreenWord.HOW_IT_ENDED.words) {
    val (draft, choices) = visiting
    var isOpen by rememberSaveable { mutableStateOf(false) }
    val another = choices.otherOutcomes.filter { it.value == draft.outcome }
    (choices.usualOutcomes + if (isOpen) choices.otherOutcomes else another).forEach { (outcome, words) ->
        ChoiceRow(words, draft.outcome == outcome) {
            isOpen = false
            model.choose(outcome)
        }
    }
    if (!isOpen) OtherButton(ScreenWord.OTHER_OUTCOMES.words, { isOpen = true })
    if (draft.outcome?.asksWhatFollows() == true) Following(model, visiting)
}

@Composable
private fun Following(model: VisitModel, visiting: Visiting) {
    Heading(ScreenWord.WHAT_FOLLOWS.words)
    visiting.choices.nextSteps.forEach { (next, words) ->
        ChoiceRow(words, visiting.draft.nextStep == next) { model.choose(next) }
    }
}

@Composable
private fun Work(model: VisitModel, visiting: Visiting) = Block(ScreenWord.WHAT_WAS_DONE.words) {
    val draft = visiting.draft
    val visitors = visiting.choices.visitors
    if (visitors > 1) Detail(ScreenWord.VISITORS.of(figure(visitors)))

    @Composable
    fun Rows(all: List<Choice<VisitFact>>) =
        all.forEach { (fact, words) -> TickRow(words, fact in draft.facts) { model.tick(fact, it) } }
    Rows(visiting.choices.work)
    visiting.choices.tickets.forEach { (ticket, words) ->
        TickRow(words, ticket in draft.tickets) { model.tick(ticket, it) }
    }
    Further(ScreenWord.OTHER_WORK.words, visiting.choices.otherWork.any { it.value in draft.facts }) {
        Rows(visiting.choices.otherWork)
    }
}

@Composable
private fun Needs(model: VisitModel, visiting: Visiting) = Block(ScreenWord.NEEDS_FOUND.words) {
    val found = visiting.draft.needs.map { it.kind }
    Further(ScreenWord.ADD_NEED.words, found.isNotEmpty()) {
        visiting.choices.needs.forEach { (need, words) -> TickRow(words, need in found) { model.tick(need, it) } }
    }
}

/** Where the phone is as against the home, and another try while there is time for one. */
@Composable
internal fun Place(model: VisitModel, visiting: Visiting, further: @Composable () -> Unit = {}) {
    if (visiting.place == null && !visiting.isLocating) return
    Card {
        visiting.place?.let { Detail(it) }
        if (visiting.isLocating) Detail(ScreenWord.LOCATING.words)
        else if (model.visit.corrects == null) {
            OtherButton(ScreenWord.LOCATE_AGAIN.words, model::locate)
            further()
        }
        if (visiting.draft.hasNewPlace) Detail(ScreenWord.CHANGED_NOW.words)
    }
}

/** Asked for only where a rule says why; where none does, a worker may have a reason. */
@Composable
private fun Photos(model: VisitModel, visiting: Visiting, photo: () -> Unit) = Block(ScreenWord.PHOTO.words) {
    val draft = visiting.draft
    val isAsked = visiting.choices.photoReasons.isNotEmpty()
    visiting.choices.photoReasons.forEach { Line(it) }
    if (!isAsked) Detail(ScreenWord.NO_PHOTO_ASKED.words)
    visiting.choices.signatureReasons.forEach { Line(line(EvidenceKind.SIGNATURE.label(), it)) }
    if (draft.photos.isNotEmpty()) Line(ScreenWord.PHOTOS_TAKEN.of(figure(draft.photos.size)), isStrong = true)
    OtherButton(ScreenWord.TAKE_PHOTO.words, photo)
    if (!isAsked && !draft.photoRefused) return@Block
    TickRow(ScreenWord.PHOTO_REFUSED.words, draft.photoRefused) { model.refusePhoto(it) }
    Detail(ScreenWord.PHOTO_REFUSED_EXPLAINED.words)
}

/** What few visits need, behind a button until something of it is chosen. */
@Composable
private fun Further(words: Words, isInUse: Boolean, content: @Composable () -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (isOpen || isInUse) content() else OtherButton(words, { isOpen = true })
}

@Composable
private fun Written(model: VisitModel, draft: VisitDraft) = Card {
    Companions(model, draft.companions)
    Field(ScreenWord.NOTE.words, draft.note.orEmpty(), model::note, lines = 2)
}

/** Two taps, since what was entered goes. */
@Composable
internal fun Discard(discard: () -> Unit) {
    var isAsked by rememberSaveable { mutableStateOf(false) }
    if (!isAsked) return OtherButton(ScreenWord.DISCARD.words, { isAsked = true })
    Block(ScreenWord.REALLY_DISCARD.words) {
        OtherButton(ScreenWord.YES_DISCARD.words, discard)
        MainButton(ScreenWord.NO_DISCARD.words, { isAsked = false })
    }
}
