package org.doorstep.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.Words

/** What few look for, behind a button. */
@Composable
fun <T> Choices(words: Words, all: List<Pair<T, Words>>, chosen: T?, choose: (T) -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (!isOpen) return QuietButton(words, { isOpen = true })
    Rows(all, chosen) {
        isOpen = false
        choose(it)
    }
}

/** The same where it stands alone; the button says what is chosen. */
@Composable
fun <T> Chooser(words: Words, all: List<Pair<T, Words>>, chosen: T?, choose: (T) -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (!isOpen) return OtherButton(words, { isOpen = true })
    Card {
        Rows(all, chosen) {
            isOpen = false
            choose(it)
        }
    }
}

@Composable
private fun <T> Rows(all: List<Pair<T, Words>>, chosen: T?, choose: (T) -> Unit) =
    all.forEach { (one, name) -> ChoiceRow(name, one == chosen) { choose(one) } }
