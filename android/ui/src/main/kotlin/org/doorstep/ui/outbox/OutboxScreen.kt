package org.doorstep.ui.outbox

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.ScreenWord
import org.doorstep.ui.Answer
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.value
import org.doorstep.ui.words

@Composable
fun OutboxScreen(model: OutboxModel, banners: Banners, back: () -> Unit) = Frame(
    ScreenWord.OUTBOX.words,
    banners,
    back,
    foot = {
        Foot {
            model.problem?.let { Problem(it) }
            if (model.items.value != null) MainButton(ScreenWord.SEND_NOW.words, model::send)
        }
    },
) { Answered(model.items, model::read) { Items(model, it) } }

@Composable
private fun Items(model: OutboxModel, items: Items) = LazyColumn(
    Modifier.fillMaxWidth(),
    contentPadding = PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
) {
    item { Line(items.waiting.words) }
    if (items.waiting.run { records + photos } > 0uL) item { Export(model) }
    if (items.photos.isNotEmpty()) item { Heading(ScreenWord.PHOTOS.words) }
    items(items.photos) { Item(it) }
    if (items.lastPhoto != null) item { OtherButton(ScreenWord.MORE.words, model::morePhotos) }
    if (items.records.isNotEmpty()) item { Heading(ScreenWord.RECORDS.words) }
    items(items.records) { Item(it) }
    if (items.lastRecord != null) item { OtherButton(ScreenWord.MORE.words, model::moreRecords) }
}

/** What waits, in a file. */
@Composable
private fun Export(model: OutboxModel) = Card {
    when (val exported = model.exported) {
        null -> Unit
        Answer.Awaited -> Detail(ScreenWord.FINISHING.words)
        is Answer.Failed -> Problem(exported.words)
        is Answer.Here -> exported.value.forEach { Line(it) }
    }
    OtherButton(ScreenWord.EXPORT_UNSENT.words, model::export, isEnabled = model.exported != Answer.Awaited)
}

@Composable
private fun Item(item: Item) = Card {
    Line(item.what, isStrong = true)
    Line(item.state)
    Detail(item.figures)
}
