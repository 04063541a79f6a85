package org.doorstep.platform

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp
import org.doorstep.Cause
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.App
import org.doorstep.ui.DoorstepTheme
import org.doorstep.ui.Look
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.lock.Guarded
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.words

/**
 * All that is ever on the screen: the app behind its lock once the store is open, and until then why it is not, or the
 * lock that it waits for. `unlock` has the phone's own lock asked for.
 */
@Composable
fun Root(
    opening: Opening,
    lock: LockModel,
    unlock: () -> Unit,
    isDark: Boolean,
    font: FontFamily = FontFamily.Default,
) = when (val state = opening.state) {
    is Opening.State.Open -> App(state.app, isDark, font, lock, opening::returned)
    is Opening.State.Pin -> state.preferences.let { wanted ->
        DoorstepTheme(Look(wanted.language, wanted.mainText, isDark, font)) {
            Guarded(lock) { Notice(ScreenWord.LOADING.words) }
        }
    }
    else -> DoorstepTheme(opening.preferences.run { Look(language, mainText, isDark, font) }) {
        Frame(PhoneWord.THIS_PHONE.words, Banners(), back = null) { Before(state, opening, unlock) }
    }
}

@Composable
private fun Before(state: Opening.State, opening: Opening, unlock: () -> Unit) = when (state) {
    Opening.State.UnderWay, is Opening.State.Pin, is Opening.State.Open -> Notice(ScreenWord.LOADING.words)
    Opening.State.Locked -> Stuck(Cause.KEY_LOCKED.label(), PhoneWord.UNLOCK_AS_PHONE.words, unlock)
    is Opening.State.Failed -> Stuck(state.words, ScreenWord.AGAIN.words, opening::begin)
}

@Composable
private fun Stuck(problem: Words, wayOut: Words, onTap: () -> Unit) =
    Column(Modifier.fillMaxWidth().padding(16.dp), Arrangement.spacedBy(16.dp)) {
        Problem(problem)
        MainButton(wayOut, onTap)
    }
