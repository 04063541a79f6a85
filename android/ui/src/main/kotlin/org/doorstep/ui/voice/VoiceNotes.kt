package org.doorstep.ui.voice

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.awaitFirstDown
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.onClick
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.delay
import org.doorstep.ScreenWord
import org.doorstep.ui.LocalTarget
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.here
import org.doorstep.ui.lock.LocalTouched
import org.doorstep.ui.words

/** What was said so far, and a button to say more. */
@Composable
internal fun VoiceNotes(model: VoiceModel) = Block(ScreenWord.VOICE_NOTE.words) {
    model.kept.forEach { voice ->
        // What is asked twice is asked of this one, also when another goes.
        key(voice.id) {
            Line(voice.words)
            OtherButton(ScreenWord.PLAY_VOICE.words, { model.play(voice.id) })
            Delete { model.delete(voice.id) }
        }
    }
    (model.speaking as? Speaking.Unkept)?.let {
        Problem(it.problem)
        OtherButton(ScreenWord.AGAIN.words, model::keepAgain)
        Delete(model::giveUp)
    }
    Speak(model)
    model.problem?.let { Problem(it) }
}

/** Two taps, since what was said goes. */
@Composable
private fun Delete(delete: () -> Unit) {
    var isAsked by rememberSaveable { mutableStateOf(false) }
    if (!isAsked) return OtherButton(ScreenWord.DELETE_VOICE.words, { isAsked = true })
    OtherButton(ScreenWord.YES_DELETE_PHOTO.words, delete)
    MainButton(ScreenWord.NO_DISCARD.words, { isAsked = false })
}

private const val SECOND = 1000L

/** Records as long as a finger holds it. Whom a voice leads over the screen taps to begin and again to end. */
@Composable
private fun Speak(model: VoiceModel) {
    val colours = MaterialTheme.colorScheme
    val isUnderWay = model.speaking == Speaking.UnderWay
    val touched = LocalTouched.current
    // Who speaks uses the phone, also while the finger rests.
    LaunchedEffect(isUnderWay) {
        while (isUnderWay) {
            touched()
            delay(SECOND)
        }
    }
    val words = when (model.speaking) {
        Speaking.UnderWay -> ScreenWord.SPEAK_ENDS.words
        Speaking.Keeping -> ScreenWord.FINISHING.words
        Speaking.Not, is Speaking.Unkept -> ScreenWord.SPEAK.words
    }
    Surface(
        Modifier.fillMaxWidth().held(model).semantics(mergeDescendants = true) {
            role = Role.Button
            onClick {
                if (model.speaking == Speaking.UnderWay) model.end() else model.begin()
                true
            }
        },
        RoundedCornerShape(12.dp),
        if (isUnderWay) colours.primary else colours.primaryContainer,
        if (isUnderWay) colours.onPrimary else colours.onPrimaryContainer,
        border = BorderStroke(1.dp, colours.primary),
    ) {
        Box(Modifier.heightIn(min = LocalTarget.current).padding(12.dp), Alignment.Center) {
            Text(words.here(), style = MaterialTheme.typography.labelLarge, textAlign = TextAlign.Center)
        }
    }
}

/** A finger that wanders meanwhile scrolls nothing; what ends the touch otherwise, such as the lock, ends the note. */
private fun Modifier.held(model: VoiceModel) = pointerInput(model) {
    awaitEachGesture {
        awaitFirstDown().consume()
        model.begin()
        try {
            do {
                val event = awaitPointerEvent()
                event.changes.forEach { it.consume() }
            } while (event.changes.any { it.pressed })
        } finally {
            model.end()
        }
    }
}
