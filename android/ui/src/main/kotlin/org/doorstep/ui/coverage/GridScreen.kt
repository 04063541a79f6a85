package org.doorstep.ui.coverage

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.GridCode
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.stops.StopCard
import org.doorstep.ui.words

/** Where a grid leads. */
interface GridWays {
    fun stop(household: HouseholdId)

    fun responsibility(grid: GridCode?)

    fun homes(part: Part, span: Span)
}

@Composable
fun GridScreen(model: GridModel, banners: Banners, back: () -> Unit, ways: GridWays) = Frame(
    asIs(model.name),
    banners,
    back,
) {
    Answered(model.page, model::read) { page ->
        LazyColumn(
            Modifier.fillMaxWidth(),
            model.scroll,
            PaddingValues(12.dp),
            verticalArrangement = Arrangement.spacedBy(12.dp),
        ) { parts(model, page, ways) }
    }
}

private fun LazyListScope.parts(model: GridModel, page: GridPage, ways: GridWays) {
    item {
        Block(page.known.period) { KnownLines(page.known) }
    }
    when (page.whole) {
        null -> item { Notice(ScreenWord.NOTHING_TO_COUNT.words) }
        else -> item { Card({ ways.homes(model.part, model.span) }) { FigureLines(model.part.name, page.whole) } }
    }
    item { OtherButton(ScreenWord.RESPONSIBILITY.words, { ways.responsibility(model.grid) }) }
    groups(ScreenWord.EACH_AREA.words, page.areas) { ways.homes(it, model.span) }
    item { Heading(ScreenWord.HOMES_OF_GRID.words) }
    if (page.homes.isEmpty()) item { Notice(ScreenWord.NO_HOMES_OF_GRID.words) }
    items(page.homes) { StopCard(it) { ways.stop(it.household) } }
    if (page.next != null) item { OtherButton(ScreenWord.MORE.words, model::more) }
    groups(ScreenWord.EACH_CATEGORY.words, page.categories) { ways.homes(it, model.span) }
}

private fun LazyListScope.groups(title: Words, groups: List<Group>, homes: (Part) -> Unit) {
    if (groups.isEmpty()) return
    item { Heading(title) }
    items(groups) { group -> Card({ homes(group.part) }) { FigureLines(group.part.name, group.figures) } }
}
