package org.doorstep.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.GridLine
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.line

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

/** One grid; the button says which, or what there is to choose. */
@Composable
fun GridChooser(words: Words, grids: List<GridLine>, chosen: GridLine?, choose: (GridLine) -> Unit) =
    Chooser(line(words, chosen?.name?.let(::asIs)), grids.map { it to asIs(it.name) }, chosen, choose)

/** One of several that are shown alone, or all of them; the button says which, after `words` where it has any. */
@Composable
fun <T : Any> OneOrAll(words: Words?, all: Words, each: List<Pair<T, Words>>, chosen: T?, choose: (T?) -> Unit) {
    val rows = listOf<Pair<T?, Words>>(null to all) + each
    Chooser(line(words, rows.find { it.first == chosen }?.second ?: all), rows, chosen, choose)
}

@Composable
private fun <T> Rows(all: List<Pair<T, Words>>, chosen: T?, choose: (T) -> Unit) =
    all.forEach { (one, name) -> ChoiceRow(name, one == chosen) { choose(one) } }
