package org.doorstep.ui.visit

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import java.time.LocalDate
import org.doorstep.ScreenWord
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** How many days of before are shown at once. */
private const val DAYS = 14

/** A visit first written on paper, and its real day. */
@Composable
internal fun Paper(model: VisitModel, visiting: Visiting) = Card {
    val day = visiting.draft.lateEntry?.visitedOn
    TickRow(ScreenWord.PAPER_VISIT.words, day != null) { model.paper(it) }
    if (day != null) Day(visiting.choices.paper.visitedOn, day, model::paperDay)
}

/** Behind a button that says which day is chosen. */
@Composable
private fun Day(latest: LocalDate, chosen: LocalDate, choose: (LocalDate) -> Unit) {
    var shown by rememberSaveable { mutableIntStateOf(0) }
    if (shown == 0) return OtherButton(ScreenWord.ON_WHICH_DAY.of(wordsOfDay(chosen)), { shown = DAYS })
    for (before in 0L until shown) {
        val day = latest.minusDays(before)
        ChoiceRow(wordsOfDay(day), day == chosen) {
            shown = 0
            choose(day)
        }
    }
    OtherButton(ScreenWord.MORE.words, { shown += DAYS })
}
