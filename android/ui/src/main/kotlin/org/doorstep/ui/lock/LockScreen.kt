package org.doorstep.ui.lock

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.LARGE_TARGET
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.here
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfSpan

/** All that is on the screen while the app is locked. */
@Composable
fun LockScreen(model: LockModel) = Frame(
    if (model.lock is Lock.Closed) PhoneWord.LOCKED_NOW.words else PhoneWord.THIS_PHONE.words,
    Banners(),
    back = null,
    foot = {
        Foot {
            Onwards(model)
        }
    },
) {
    when (val lock = model.lock) {
        Lock.Open, Lock.Unknown -> Notice(ScreenWord.LOADING.words)
        is Lock.Choosing -> Blocks { Choosing(lock, model) }
        is Lock.Closed -> Blocks { Closed(lock, model) }
    }
}

@Composable
private fun Onwards(model: LockModel) = when (val lock = model.lock) {
    Lock.Open, Lock.Unknown -> Unit
    is Lock.Choosing -> Chosen(lock, model)
    is Lock.Closed -> {
        val problem = lock.problem ?: lock.triesLeft?.let { PhoneWord.WRONG_PIN.of(figure(it)) }
        problem?.let { Problem(it) }
        if (model.mayAskPhone) OtherButton(PhoneWord.UNLOCK_AS_PHONE.words, model::askPhone)
        val isReady = model.isReady && !lock.isBusy && lock.rest == null
        MainButton(PhoneWord.UNLOCK.words, model::enter, isEnabled = isReady)
    }
}

/** What is typed next. */
internal val Lock.Choosing.what
    get() = if (first == null) PhoneWord.CHOOSE_PIN.words else PhoneWord.REPEAT_PIN.words

/** Where a PIN is chosen, typed twice. */
@Composable
internal fun Choosing(lock: Lock.Choosing, model: PinTyping) {
    Heading(lock.what)
    Detail(PhoneWord.PIN_OPENS.words)
    Pad(model)
}

/** What was typed is the PIN. What was wrong with it stands where it is seen, however far the keys are scrolled. */
@Composable
internal fun Chosen(lock: Lock.Choosing, model: PinTyping) {
    lock.problem?.let { Problem(it) }
    MainButton(lock.what, model::enter, isEnabled = model.isReady && !lock.isBusy)
}

@Composable
private fun Closed(lock: Lock.Closed, model: LockModel) {
    if (lock.isIdle) Line(PhoneWord.LOCKED_IDLE.of(wordsOfSpan(LockModel.IDLE)))
    when (val rest = lock.rest) {
        null -> {
            Heading(PhoneWord.ENTER_PIN.words)
            Pad(model)
        }
        else -> Problem(PhoneWord.PIN_RESTS.of(wordsOfSpan(rest)))
    }
    Detail(PhoneWord.FORGOTTEN_PIN.words)
    Another(model)
}

/** The way past a PIN that is another's, or forgotten: to a PIN of one's own, and beside what this one guards. */
@Composable
private fun Another(model: LockModel) {
    var isAsked by rememberSaveable { mutableStateOf(false) }
    if (!isAsked) return OtherButton(PhoneWord.CHANGE_WORKER.words, { isAsked = true })
    Workers(model.others, model::changeTo)
    Card {
        Detail(PhoneWord.BEGIN_ANEW_EXPLAINED.words)
        OtherButton(PhoneWord.BEGIN_ANEW.words, model::beginAnew)
    }
}

private val rows = listOf("123", "456", "789")

/** Stands for a digit. */
private const val DOT = "●"

/** Where a first digit will stand. */
private const val BLANK = " "

/** How much was typed, told as a figure to whom a voice leads, and keys that an old finger finds. */
@Composable
internal fun Pad(model: PinTyping) = Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
    val count = figure(model.typed.length).here()
    Text(
        DOT.repeat(model.typed.length).ifEmpty { BLANK },
        Modifier.fillMaxWidth().semantics {
            contentDescription = count
            liveRegion = LiveRegionMode.Polite
        },
        style = MaterialTheme.typography.headlineSmall,
        color = MaterialTheme.colorScheme.onBackground,
        textAlign = TextAlign.Center,
    )
    rows.forEach { row ->
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
            row.forEach { Digit(it, model, Modifier.weight(1f)) }
        }
    }
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
        Spacer(Modifier.weight(1f))
        Digit('0', model, Modifier.weight(1f))
        Key(ScreenWord.CLEAR.words, Modifier.weight(1f), model.typed.isNotEmpty(), model::erase)
    }
}

@Composable
private fun Digit(digit: Char, model: PinTyping, modifier: Modifier) =
    Key(figure(digit), modifier, isEnabled = true) { model.type(digit) }

/** Narrower inside than other buttons: three stand beside each other. */
@Composable
private fun Key(words: Words, modifier: Modifier, isEnabled: Boolean, onTap: () -> Unit) = OutlinedButton(
    onTap,
    modifier.heightIn(min = LARGE_TARGET),
    isEnabled,
    RoundedCornerShape(12.dp),
    contentPadding = PaddingValues(4.dp),
) { Text(words.here(), style = MaterialTheme.typography.labelLarge) }
