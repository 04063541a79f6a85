package org.doorstep.ui.responsibility

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.HorizontalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.ScreenWord
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.of
import org.doorstep.ui.value
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

@Composable
fun ResponsibilityScreen(model: ResponsibilityModel, banners: Banners, back: () -> Unit) = Frame(
    ScreenWord.RESPONSIBILITY.words,
    banners,
    back,
    foot = { if (model.duties.value?.grids.isNullOrEmpty().not()) Share(model) },
) { Answered(model.duties, model::read) { Grids(it) } }

@Composable
private fun Share(model: ResponsibilityModel) =
    Foot {
        model.problem?.let { Problem(it) }
        OtherButton(ScreenWord.SHARE_AS_SHEET.words, model::share)
    }

@Composable
private fun Grids(duties: Duties) {
    if (duties.grids.isEmpty()) return Notice(duties.nothing)
    LazyColumn(
        Modifier.fillMaxWidth(),
        contentPadding = PaddingValues(12.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) { items(duties.grids) { Grid(it) } }
}

@Composable
private fun Grid(grid: GridDuties) = Block(asIs(grid.name)) {
    if (grid.workers.isEmpty()) Warning(ScreenWord.NOBODY_ANSWERS.words)
    grid.workers.forEachIndexed { index, worker ->
        if (index > 0) HorizontalDivider(Modifier.padding(vertical = 8.dp))
        Line(asIs(worker.name), isStrong = true)
        Detail(worker.asWhat)
        Detail(ScreenWord.SINCE.of(wordsOfDay(worker.since)))
    }
}
