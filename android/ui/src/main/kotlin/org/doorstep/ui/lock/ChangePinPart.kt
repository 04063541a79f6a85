package org.doorstep.ui.lock

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.doorstep.PhoneWord
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfSpan

/** Another PIN, behind a button. */
@Composable
fun ChangePinPart(lock: LockModel) = Card {
    var model by remember { mutableStateOf<ChangePin?>(null) }
    val changing = model?.changing
    if (changing == Changing.Done) Line(PhoneWord.PIN_CHANGED.words, isStrong = true)
    when (val now = model.takeIf { changing != Changing.Done }) {
        null -> OtherButton(PhoneWord.CHANGE_PIN.words, { model = lock.changePin() })
        else -> Asked(now)
    }
}

@Composable
private fun Asked(model: ChangePin) {
    when (val now = model.changing) {
        is Changing.Old -> Old(model)
        is Changing.New -> Choosing(now.choosing, model)
        Changing.Done -> Unit
    }
    model.problem?.let { Problem(it) }
    val what = (model.changing as? Changing.New)?.choosing?.what ?: PhoneWord.OLD_PIN.words
    MainButton(what, model::enter, isEnabled = model.isReady && !model.isBusy)
}

/** What was wrong with the last one, beside the button that was tapped. */
private val ChangePin.problem
    get() = when (val now = changing) {
        is Changing.Old -> now.answer?.problem
        is Changing.New -> now.choosing.problem
        Changing.Done -> null
    }

private val Opened.problem
    get() = when (this) {
        is Opened.Wrong -> PhoneWord.WRONG_PIN.of(figure(triesLeft))
        is Opened.Rests -> PhoneWord.PIN_RESTS.of(wordsOfSpan(span))
        is Opened.Failed -> why
        Opened.Yes -> null
    }

@Composable
private fun Old(model: ChangePin) {
    Heading(PhoneWord.OLD_PIN.words)
    Pad(model)
}
