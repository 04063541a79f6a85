package org.doorstep.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.Diagnostics
import org.doorstep.LossView
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.Language
import org.doorstep.ui.Preferences
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfPhotosMayCost

/** What *Settings* changes and where it leads. */
interface SettingsWays {
    val preferences: Preferences

    fun prefer(preferences: Preferences)

    fun outbox()
}

@Composable
fun SettingsScreen(model: SettingsModel, banners: Banners, back: () -> Unit, ways: SettingsWays) =
    Frame(ScreenWord.SETTINGS.words, banners, back) {
        Blocks {
            TextSize(ways)
            Languages(ways)
            Network(ways)
            Block(ScreenWord.THIS_PHONE.words) { Answered(model.identity, model::read) { Lines(it) } }
            Block(ScreenWord.STORED.words) { Answered(model.stored, model::read) { Lines(it) } }
            Proof(model.proof, model::prove)
            Support(model.diagnostics, model::diagnose)
            Feedback(model)
            ChangeOfWorker(model)
            Leave(model, ways)
        }
    }

/** Sizes of the main text, in sp. */
private val sizes = listOf(
    18 to ScreenWord.TEXT_STANDARD,
    22 to ScreenWord.TEXT_LARGE,
    26 to ScreenWord.TEXT_LARGER,
    30 to ScreenWord.TEXT_LARGEST,
)

@Composable
private fun TextSize(ways: SettingsWays) = Block(ScreenWord.TEXT_SIZE.words) {
    val now = ways.preferences
    sizes.forEach { (size, word) ->
        ChoiceRow(word.words, now.mainText == size) { ways.prefer(now.copy(mainText = size)) }
    }
}

/** Each language under its own name, for whoever reads no other. */
@Composable
private fun Languages(ways: SettingsWays) = Block(ScreenWord.LANGUAGE_OF_SCREENS.words) {
    val now = ways.preferences
    Language.entries.forEach {
        ChoiceRow(it.ownName, now.language == it) { ways.prefer(now.copy(language = it)) }
    }
}

private val Language.ownName
    get() = when (this) {
        Language.CHINESE -> asIs(ScreenWord.IN_CHINESE.words.zh)
        Language.ENGLISH -> asIs(ScreenWord.IN_ENGLISH.words.en)
    }

private val mayCost = wordsOfPhotosMayCost()

@Composable
private fun Network(ways: SettingsWays) = Block(ScreenWord.NETWORK_AND_PHOTOS.words) {
    val now = ways.preferences
    TickRow(mayCost, now.photosMayCost) { ways.prefer(now.copy(photosMayCost = it)) }
    Detail(ScreenWord.PHOTOS_WAIT.words)
}

@Composable
private fun Proof(proof: Answer<Words>?, prove: () -> Unit) = Block(ScreenWord.PROOF_OF_RECORDS.words) {
    Detail(ScreenWord.PROOF_EXPLAINED.words)
    when (proof) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.PROVING.words)
        is Answer.Failed -> Problem(proof.words)
        is Answer.Here -> Line(proof.value, isStrong = true)
    }
    OtherButton(ScreenWord.PROVE.words, prove, isEnabled = proof != Answer.Awaited)
}

@Composable
private fun Support(diagnostics: Answer<Diagnostics>?, write: () -> Unit) = Block(ScreenWord.DIAGNOSTICS.words) {
    Detail(ScreenWord.DIAGNOSTICS_EXPLAINED.words)
    when (diagnostics) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.LOADING.words)
        is Answer.Failed -> Problem(diagnostics.words)
        is Answer.Here -> Written(diagnostics.value)
    }
    OtherButton(ScreenWord.WRITE_DIAGNOSTICS.words, write, isEnabled = diagnostics != Answer.Awaited)
}

/** What goes to support can be read before it goes. */
@Composable
private fun Written(diagnostics: Diagnostics) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    Line(ScreenWord.DIAGNOSTICS_WRITTEN.of(asIs(diagnostics.path)))
    if (isOpen) Detail(asIs(diagnostics.json)) else OtherButton(ScreenWord.SHOW_CONTENT.words, { isOpen = true })
}

@Composable
private fun Feedback(model: SettingsModel) = Block(ScreenWord.FEEDBACK.words) {
    Detail(ScreenWord.FEEDBACK_EXPLAINED.words)
    Field(ScreenWord.FEEDBACK_TEXT.words, model.feedback, model::type, lines = 3)
    val given = model.given
    when (given) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.FINISHING.words)
        is Answer.Failed -> Problem(given.words)
        is Answer.Here -> {
            Line(ScreenWord.FEEDBACK_THANKS.words, isStrong = true)
            Line(given.value)
        }
    }
    val isReady = model.feedback.isNotBlank() && given != Answer.Awaited
    OtherButton(ScreenWord.GIVE_FEEDBACK.words, model::giveFeedback, isEnabled = isReady)
}

/** Nothing is lost by it: each worker's store stays where it lies. */
@Composable
private fun ChangeOfWorker(model: SettingsModel) = Block(ScreenWord.CHANGE_WORKER.words) {
    Detail(ScreenWord.CHANGE_WORKER_EXPLAINED.words)
    model.others.forEach { OtherButton(asIs(it.name), { model.changeTo(it) }) }
    OtherButton(ScreenWord.ENROL.words, { model.changeTo(null) })
}

/** Two taps, and what would be lost stands beside the second. */
@Composable
private fun Leave(model: SettingsModel, ways: SettingsWays) = Block(ScreenWord.LEAVE.words) {
    when (val leaving = model.leaving) {
        Leaving.Not -> {
            Detail(ScreenWord.LEAVE_EXPLAINED.words)
            OtherButton(ScreenWord.LEAVE.words, model::leave)
        }
        is Leaving.Asked -> Asked(leaving, model, ways)
        Leaving.Wiping -> Line(ScreenWord.WIPING.words)
    }
}

@Composable
private fun Asked(asked: Leaving.Asked, model: SettingsModel, ways: SettingsWays) {
    Line(ScreenWord.REALLY_LEAVE.words, isStrong = true)
    when (val lost = asked.lost) {
        Answer.Awaited -> Detail(ScreenWord.LOADING.words)
        is Answer.Failed -> {
            Problem(lost.words)
            Warning(ScreenWord.LOSS_UNKNOWN.words)
        }
        is Answer.Here -> Lost(lost.value, ways)
    }
    asked.problem?.let { Problem(it) }
    MainButton(ScreenWord.NO_LEAVE.words, model::stay)
    OtherButton(ScreenWord.YES_LEAVE.words, model::wipe, isEnabled = asked.lost != Answer.Awaited)
}

@Composable
private fun Lost(lost: LossView, ways: SettingsWays) {
    if (lost.isNothing) return Line(lost.sentence)
    Warning(ScreenWord.WOULD_BE_LOST.words)
    lost.lines.forEach { Warning(it) }
    OtherButton(ScreenWord.SEND_FIRST.words, ways::outbox)
}

@Composable
private fun Lines(lines: List<Words>) = lines.forEach { Line(it) }
