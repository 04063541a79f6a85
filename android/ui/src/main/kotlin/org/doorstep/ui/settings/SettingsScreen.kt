package org.doorstep.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.Diagnostics
import org.doorstep.LossView
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.Language
import org.doorstep.ui.Preferences
import org.doorstep.ui.asIs
import org.doorstep.ui.fileName
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
import org.doorstep.ui.lock.ChangePinPart
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.lock.Workers
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
fun SettingsScreen(model: SettingsModel, banners: Banners, back: () -> Unit, ways: SettingsWays, lock: LockModel?) =
    Frame(ScreenWord.SETTINGS.words, banners, back) {
        Blocks {
            TextSize(ways)
            Languages(ways)
            Network(ways)
            lock?.let { ChangePinPart(it) }
            Block(PhoneWord.THIS_PHONE.words) { Answered(model.identity, model::read) { Lines(it) } }
            model.code?.let { ShortCode(it) }
            Block(PhoneWord.STORED.words) { Answered(model.stored, model::read) { Lines(it) } }
            Proof(model.proof, model::prove)
            Support(model)
            Feedback(model)
            if (!model.isBeingWiped) Elsewhere(model)
            Leave(model, ways)
        }
    }

/** Sizes of the main text, in sp. */
private val sizes = listOf(
    18 to PhoneWord.TEXT_STANDARD,
    22 to PhoneWord.TEXT_LARGE,
    26 to PhoneWord.TEXT_LARGER,
    30 to PhoneWord.TEXT_LARGEST,
)

@Composable
private fun TextSize(ways: SettingsWays) = Block(PhoneWord.TEXT_SIZE.words) {
    val now = ways.preferences
    sizes.forEach { (size, word) ->
        ChoiceRow(word.words, now.mainText == size) { ways.prefer(now.copy(mainText = size)) }
    }
}

/** Each language under its own name, for whoever reads no other. */
@Composable
private fun Languages(ways: SettingsWays) = Block(PhoneWord.LANGUAGE_OF_SCREENS.words) {
    val now = ways.preferences
    Language.entries.forEach {
        ChoiceRow(it.ownName, now.language == it) { ways.prefer(now.copy(language = it)) }
    }
}

private val Language.ownName
    get() = when (this) {
        Language.CHINESE -> asIs(PhoneWord.IN_CHINESE.words.zh)
        Language.ENGLISH -> asIs(PhoneWord.IN_ENGLISH.words.en)
    }

private val mayCost = wordsOfPhotosMayCost()

@Composable
private fun Network(ways: SettingsWays) = Block(PhoneWord.NETWORK_AND_PHOTOS.words) {
    val now = ways.preferences
    TickRow(mayCost, now.photosMayCost) { ways.prefer(now.copy(photosMayCost = it)) }
    Detail(PhoneWord.PHOTOS_WAIT.words)
}

/** So that a manager can see that it was this phone that enrolled. */
@Composable
private fun ShortCode(code: String) = Block(PhoneWord.PHONE_CODE.words) {
    Line(asIs(code), isStrong = true)
    Detail(PhoneWord.COMPARE_CODE.words)
}

@Composable
private fun Proof(proof: Answer<Words>?, prove: () -> Unit) = Block(PhoneWord.PROOF_OF_RECORDS.words) {
    Detail(PhoneWord.PROOF_EXPLAINED.words)
    when (proof) {
        null -> Unit
        Answer.Awaited -> Detail(PhoneWord.PROVING.words)
        is Answer.Failed -> Problem(proof.words)
        is Answer.Here -> Line(proof.value, isStrong = true)
    }
    OtherButton(PhoneWord.PROVE.words, prove, isEnabled = proof != Answer.Awaited)
}

@Composable
private fun Support(model: SettingsModel) = Block(PhoneWord.DIAGNOSTICS.words) {
    val diagnostics = model.diagnostics
    Detail(PhoneWord.DIAGNOSTICS_EXPLAINED.words)
    when (diagnostics) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.LOADING.words)
        is Answer.Failed -> Problem(diagnostics.words)
        is Answer.Here -> Written(diagnostics.value) { model.handOnDiagnostics() }
    }
    OtherButton(PhoneWord.WRITE_DIAGNOSTICS.words, model::diagnose, isEnabled = diagnostics != Answer.Awaited)
}

/** What goes to support can be read before it goes. */
@Composable
private fun Written(diagnostics: Diagnostics, handOn: () -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    Line(PhoneWord.DIAGNOSTICS_WRITTEN.of(fileName(diagnostics.path)))
    if (isOpen) Detail(asIs(diagnostics.json)) else OtherButton(PhoneWord.SHOW_CONTENT.words, { isOpen = true })
    OtherButton(PhoneWord.HAND_ON_FILE.words, handOn)
}

@Composable
private fun Feedback(model: SettingsModel) = Block(PhoneWord.FEEDBACK.words) {
    Detail(PhoneWord.FEEDBACK_EXPLAINED.words)
    Field(PhoneWord.FEEDBACK_TEXT.words, model.feedback, model::type, lines = 3)
    val given = model.given
    when (given) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.FINISHING.words)
        is Answer.Failed -> Problem(given.words)
        is Answer.Here -> {
            Line(PhoneWord.FEEDBACK_THANKS.words, isStrong = true)
            Line(given.value)
        }
    }
    val isReady = model.feedback.isNotBlank() && given != Answer.Awaited
    OtherButton(PhoneWord.GIVE_FEEDBACK.words, model::giveFeedback, isEnabled = isReady)
}

@Composable
private fun Elsewhere(model: SettingsModel) =
    Workers(model.others, model::changeTo) { OtherButton(ScreenWord.ENROL.words, { model.changeTo(null) }) }

/** Two taps, and what would be lost stands beside the second. */
@Composable
private fun Leave(model: SettingsModel, ways: SettingsWays) = Block(PhoneWord.LEAVE.words) {
    when (val leaving = model.leaving) {
        Leaving.Not -> {
            Detail(PhoneWord.LEAVE_EXPLAINED.words)
            OtherButton(PhoneWord.LEAVE.words, model::leave)
        }
        is Leaving.Asked -> Asked(leaving, model, ways)
        Leaving.Wiping -> Line(PhoneWord.WIPING.words)
        is Leaving.Unfinished -> {
            Problem(leaving.problem)
            MainButton(PhoneWord.YES_LEAVE.words, model::wipe)
        }
    }
}

@Composable
private fun Asked(asked: Leaving.Asked, model: SettingsModel, ways: SettingsWays) {
    Line(PhoneWord.REALLY_LEAVE.words, isStrong = true)
    when (val lost = asked.lost) {
        Answer.Awaited -> Detail(ScreenWord.LOADING.words)
        is Answer.Failed -> {
            Problem(lost.words)
            Warning(PhoneWord.LOSS_UNKNOWN.words)
        }
        is Answer.Here -> Lost(lost.value, ways)
    }
    MainButton(PhoneWord.NO_LEAVE.words, model::stay)
    OtherButton(PhoneWord.YES_LEAVE.words, model::wipe, isEnabled = asked.lost != Answer.Awaited)
}

@Composable
private fun Lost(lost: LossView, ways: SettingsWays) {
    if (lost.isNothing) return Line(lost.sentence)
    Warning(PhoneWord.WOULD_BE_LOST.words)
    lost.lines.forEach { Warning(it) }
    OtherButton(PhoneWord.SEND_FIRST.words, ways::outbox)
}

@Composable
private fun Lines(lines: List<Words>) = lines.forEach { Line(it) }
