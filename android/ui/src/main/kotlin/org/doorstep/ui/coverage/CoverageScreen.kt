package org.doorstep.ui.coverage

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.ServiceArea
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.QuietButton
import org.doorstep.ui.frame.SmallButton
import org.doorstep.ui.line
import org.doorstep.ui.words

@Composable
fun CoverageScreen(model: CoverageModel, banners: Banners, back: () -> Unit, grid: (GridFigures) -> Unit) =
    Frame(ScreenWord.COVERAGE.words, banners, back) {
        Answered(model.covered, model::read) { Covered(model, it, grid) }
    }

@Composable
private fun Covered(model: CoverageModel, covered: Covered, grid: (GridFigures) -> Unit) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
) {
    item { Period(model, covered) }
    item { Card { FigureLines(line(ScreenWord.ALL_GRIDS.words, covered.area?.label()), covered.total) } }
    if (covered.area != null) item { QuietButton(ScreenWord.ALL_AREAS.words, { model.choose(null as ServiceArea?) }) }
    if (covered.grids.isEmpty()) item { Notice(covered.nothing) }
    if (covered.grids.isNotEmpty()) {
        item {
            Heading(line(ScreenWord.EACH_GRID.words, covered.area?.label()))
            Detail(ScreenWord.LOWEST_FIRST.words)
        }
    }
    items(covered.grids) { one -> Card({ grid(one) }) { FigureLines(asIs(one.name), one.figures) } }
}

/** Which period and area is shown, how well it is known, and the way to others. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Period(model: CoverageModel, covered: Covered) = Block(covered.known.period) {
    KnownLines(covered.known)
    Detail(ScreenWord.COUNTED_BY_DUTY.words)
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Arrangement.spacedBy(8.dp)) {
        SmallButton(ScreenWord.EARLIER_PERIOD.words, model::earlier, isEnabled = covered.earlier != null)
        SmallButton(ScreenWord.LATER_PERIOD.words, model::later, isEnabled = covered.later != null)
    }
    val lengths = PeriodKind.entries.map { it to it.words.words }
    Choices(ScreenWord.OTHER_LENGTH.words, lengths, model.span.kind) { model.choose(it) }
    if (covered.areas.isEmpty()) return@Block
    val areas = covered.areas.map { it to it.label() }
    Choices(ScreenWord.OTHER_AREA.words, areas, model.area) { model.choose(it) }
}

/** What few look for, behind a button. */
@Composable
private fun <T> Choices(words: Words, all: List<Pair<T, Words>>, chosen: T?, choose: (T) -> Unit) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (!isOpen) return QuietButton(words, { isOpen = true })
    all.forEach { (one, name) ->
        ChoiceRow(name, one == chosen) {
            isOpen = false
            choose(one)
        }
    }
}
