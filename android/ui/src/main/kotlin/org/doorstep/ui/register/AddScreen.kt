package org.doorstep.ui.register

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.ScreenWord
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Chooser
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.line
import org.doorstep.ui.words

@Composable
fun AddScreen(model: AddModel, banners: Banners, back: () -> Unit) = Frame(
    if (model.isHome) ScreenWord.ADD_HOME.words else ScreenWord.ADD_PERSON.words,
    banners,
    back,
    foot = {
        Column(Modifier.fillMaxWidth().padding(horizontal = 12.dp, vertical = 8.dp), Arrangement.spacedBy(8.dp)) {
            model.problem?.let { Problem(it) }
            MainButton(ScreenWord.SAVE.words, model::save, isEnabled = model.maySave)
        }
    },
) { Answered(model.asked, model::read) { Form(model, it) } }

@Composable
private fun Form(model: AddModel, asked: Asked) = Blocks {
    if (model.isHome) {
        val words = line(ScreenWord.IN_WHICH_GRID.words, model.grid?.name?.let(::asIs))
        Chooser(words, asked.grids.map { it to asIs(it.name) }, model.grid, model::choose)
    }
    Card {
        asked.fields.forEach { field ->
            Field(field.label(), model.typed[field].orEmpty(), { model.type(field, it) })
        }
    }
    if (model.isHome) Card {
        TickRow(ScreenWord.HOME_IS_HERE.words, model.place != null) { model.homeIsHere(it) }
        if (model.isLocating) Detail(ScreenWord.LOCATING.words)
    }
}
