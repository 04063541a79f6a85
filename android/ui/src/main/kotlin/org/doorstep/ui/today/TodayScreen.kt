package org.doorstep.ui.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.GridLine
import org.doorstep.HouseholdId
import org.doorstep.Left
import org.doorstep.ScreenWord
import org.doorstep.SearchHitView
import org.doorstep.ServiceArea
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OneOrAll
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.QuietButton
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.isTextLarge
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.stops.StopCard
import org.doorstep.ui.toSend
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.words

/** Where *Today* leads. */
interface TodayWays {
    fun stop(household: HouseholdId)

    fun visit(visit: VisitTo)

    fun outbox()

    fun menu()
}

@Composable
fun TodayScreen(model: TodayModel, banners: Banners, ways: TodayWays) = Frame(
    ScreenWord.TODAY.words,
    banners,
    back = null,
    foot = { Ways(model.day.value?.unsent, ways) },
) {
    val lock = model.day.value?.lock
    val isFolded = isTextLarge() && !model.isUnfolded && model.wanted.isEmpty()
    if (lock == null && !isFolded) SearchField(model.wanted, model::search)
    when {
        model.wanted.isBlank() || lock != null -> Answered(model.day, model::read) { Stops(model, it, isFolded, ways) }
        else -> Answered(model.hits, { model.search(model.wanted) }) { Hits(it, ways) }
    }
}

@Composable
internal fun Ways(unsent: ULong?, ways: TodayWays) = Foot {
    Row(verticalAlignment = Alignment.CenterVertically) {
        OtherButton(line(ScreenWord.OUTBOX.words, unsent?.let(::toSend)), ways::outbox, Modifier.weight(1f))
        QuietButton(ScreenWord.MENU.words, ways::menu)
    }
}

@Composable
private fun SearchField(wanted: String, onChange: (String) -> Unit) = Field(
    ScreenWord.SEARCH.words,
    wanted,
    onChange,
    Modifier.padding(start = 12.dp, end = 12.dp, top = 8.dp),
    beside = if (wanted.isEmpty()) null else ({ QuietButton(ScreenWord.CLEAR.words, { onChange("") }) }),
)

@Composable
private fun Stops(model: TodayModel, day: Day, isFolded: Boolean, ways: TodayWays) = Cards(model) {
    day.lock?.let { item { Warning(it) } }
    items(day.inProgress) { Visiting(it) { ways.visit(it.visit) } }
    if (isFolded) folded(model, day) else narrowing(model, day)
    if (day.stops.isEmpty()) item { Notice(day.nothing) }
    items(day.others) { StopCard(it) { ways.stop(it.household) } }
    if (day.next != null) item { OtherButton(ScreenWord.MORE.words, model::more) }
}

/** The same in the little room that large text leaves above the first stop. */
private fun LazyListScope.folded(model: TodayModel, day: Day) = item {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        day.left?.let { Line(ScreenWord.LEFT_TO_VISIT.of(figure(it.today))) }
        if (day.hasChoices) OtherButton(model.inWords(), model::unfold)
    }
}

/** What of the day is shown and in which order, and how much of it is left. */
private fun LazyListScope.narrowing(model: TodayModel, day: Day) {
    if (day.grids.size > 1) item { Grids(model, day.grids) }
    if (day.areas.size > 1) item { Areas(model, day.areas) }
    day.left?.let { item { Left(it) } }
    if (day.canBeOrdered) item { Way(model) }
}

/** What is chosen of it, for the button that stands in place of it; where nothing is, what it leads to. */
private fun TodayModel.inWords(): Words {
    val chosen = listOfNotNull(
        grid?.name?.let(::asIs),
        area?.label(),
        ScreenWord.NEAREST_FIRST.words.takeIf { here != null },
    )
    return if (chosen.isEmpty()) ScreenWord.FIND_AND_CHOOSE.words else line(*chosen.toTypedArray())
}

@Composable
private fun Grids(model: TodayModel, grids: List<GridLine>) {
    val each = grids.map { it to asIs(it.name) }
    OneOrAll(ScreenWord.GRID.words, ScreenWord.ALL_GRIDS.words, each, model.grid) { model.choose(it) }
}

@Composable
private fun Areas(model: TodayModel, areas: List<ServiceArea>) {
    val each = areas.map { it to it.label() }
    OneOrAll(null, ScreenWord.ALL_AREAS.words, each, model.area) { model.choose(it) }
}

/** In which order the stops stand: as they are listed, or as they lie from here. */
@Composable
private fun Way(model: TodayModel) = Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
    if (model.hasNoPlace) Detail(ScreenWord.NO_PLACE_NOW.words)
    when {
        model.isLocating -> Detail(ScreenWord.LOCATING.words)
        model.here == null -> OtherButton(ScreenWord.NEAREST_FIRST.words, model::fromHere)
        else -> OtherButton(ScreenWord.AS_LISTED.words, model::asListed)
    }
}

/** How much of the day and of the month is left. */
@Composable
private fun Left(left: Left) = Column {
    Line(ScreenWord.HOMES_LEFT.of(figure(left.today), figure(left.thisMonth)))
    if (left.overdue > 0uL) Detail(ScreenWord.HOMES_OVERDUE.of(figure(left.overdue)))
}

@Composable
internal fun Cards(model: TodayModel, content: LazyListScope.() -> Unit) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
    content = content,
)

@Composable
private fun Visiting(visit: Visiting, onTap: () -> Unit) =
    Card(onTap, MaterialTheme.colorScheme.primaryContainer) {
        val ink = MaterialTheme.colorScheme.onPrimaryContainer
        Line(ScreenWord.IN_PROGRESS.words, isStrong = true, ink = ink)
        Line(line(asIs(visit.greeting), asIs(visit.address)), ink = ink)
    }

@Composable
private fun Hits(hits: List<SearchHitView>, ways: TodayWays) {
    if (hits.isEmpty()) return Notice(ScreenWord.NOTHING_FOUND.words)
    LazyColumn(
        Modifier.fillMaxWidth(),
        contentPadding = PaddingValues(12.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        items(hits) { hit ->
            Card({ ways.stop(hit.household) }) {
                Line(asIs(hit.title), isStrong = true)
                Detail(asIs(hit.address))
            }
        }
    }
}
