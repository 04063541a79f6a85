package org.doorstep.ui.coverage

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.GridCode
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord
import org.doorstep.ServiceArea
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Choices
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.QuietButton
import org.doorstep.ui.frame.SmallButton
import org.doorstep.ui.line
import org.doorstep.ui.words

/** Where *Coverage* leads. */
interface CoverageWays {
    /** A grid in the period that is shown. */
    fun grid(grid: GridCode, name: String, span: Span)

    fun homes(part: Part, span: Span)
}

@Composable
fun CoverageScreen(model: CoverageModel, banners: Banners, back: () -> Unit, ways: CoverageWays) =
    Frame(ScreenWord.COVERAGE.words, banners, back) {
        Answered(model.covered, model::read) { Covered(model, it, ways) }
    }

@Composable
private fun Covered(model: CoverageModel, covered: Covered, ways: CoverageWays) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
) {
    item { Period(model, covered) }
    item { Card({ ways.homes(model.part, model.span) }) { FigureLines(model.part.name, covered.total) } }
    if (covered.area != null) item { QuietButton(ScreenWord.ALL_AREAS.words, { model.choose(null as ServiceArea?) }) }
    model.ground?.let { ground ->
        item { OnMap(model, ground, covered) { code, name -> ways.grid(code, name, model.span) } }
    }
    if (covered.grids.isEmpty()) item { Notice(covered.nothing) }
    if (covered.grids.isNotEmpty()) {
        item {
            Heading(line(ScreenWord.EACH_GRID.words, covered.area?.label()))
            Detail(ScreenWord.LOWEST_FIRST.words)
        }
    }
    items(covered.grids) { one ->
        Card({ ways.grid(one.grid, one.name, model.span) }) { FigureLines(asIs(one.name), one.figures) }
    }
}

/** A closer look by two fingers, and by one on a button. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun OnMap(model: CoverageModel, ground: Ground, covered: Covered, open: (GridCode, String) -> Unit) = Card {
    val lens = model.lens
    GridMap(ground, covered.grids.associateBy { it.grid }, lens, model::look) { open(it.grid, it.name) }
    MapKey()
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Arrangement.spacedBy(8.dp)) {
        SmallButton(ScreenWord.CLOSER.words, { model.look { it.closer(Lens.STEP) } }, isEnabled = lens.mayGoCloser)
        SmallButton(ScreenWord.FARTHER.words, { model.look { it.closer(1 / Lens.STEP) } }, isEnabled = lens.mayGoBack)
    }
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
