package org.doorstep.ui.coverage

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.Figure
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Chooser
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.words

/** Where the homes behind a figure lead. */
interface HomesWays {
    fun stop(household: HouseholdId)

    /** To the home, about to be handed to a colleague. */
    fun handOver(household: HouseholdId)
}

@Composable
fun HomesScreen(model: HomesModel, banners: Banners, back: () -> Unit, ways: HomesWays) =
    Frame(model.part.name, banners, back) {
        Column(Modifier.padding(start = 12.dp, end = 12.dp, top = 12.dp)) {
            Chooser(model.figure.label(), Figure.entries.map { it to it.label() }, model.figure, model::choose)
        }
        Answered(model.homes, model::read) { Found(model, it, ways) }
    }

@Composable
private fun Found(model: HomesModel, homes: Homes, ways: HomesWays) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
) {
    item {
        Block(homes.known.period) {
            KnownLines(homes.known)
            Detail(ScreenWord.COUNTED_BY_DUTY.words)
        }
    }
    if (homes.homes.isEmpty()) item { Notice(ScreenWord.NOTHING_FOUND.words) }
    items(homes.homes) { home ->
        Card({ ways.stop(home.household) }) {
            Line(asIs(home.greeting), isStrong = true)
            Detail(home.address)
            Line(home.count)
            if (home.mayHandOver) OtherButton(ScreenWord.HAND_OVER.words, { ways.handOver(home.household) })
        }
    }
    if (homes.next != null) item { OtherButton(ScreenWord.MORE.words, model::more) }
}
