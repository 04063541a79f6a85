package org.doorstep.ui.register

import androidx.compose.runtime.Composable
import org.doorstep.ScreenWord
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.GridChooser
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.frame.keys
import org.doorstep.ui.words

@Composable
fun AddScreen(model: AddModel, banners: Banners, back: () -> Unit) = Frame(
    if (model.isHome) ScreenWord.ADD_HOME.words else ScreenWord.ADD_PERSON.words,
    banners,
    back,
    foot = {
        Foot {
            if (model.isGivingUp) GivingUp(model, back) else Save(model)
        }
    },
) { Answered(model.asked, model::read) { Form(model, it) } }

@Composable
private fun Save(model: AddModel) {
    model.problem?.let { Problem(it) }
    MainButton(ScreenWord.SAVE.words, model::save, isEnabled = model.maySave)
}

/** Two taps, since what was typed goes. */
@Composable
private fun GivingUp(model: AddModel, back: () -> Unit) {
    val leave = {
        model.giveUp()
        back()
    }
    Line(ScreenWord.REALLY_DISCARD.words)
    OtherButton(ScreenWord.YES_DISCARD.words, leave)
    MainButton(ScreenWord.NO_DISCARD.words, model::goOn)
}

@Composable
private fun Form(model: AddModel, asked: Asked) = Blocks {
    if (model.isHome) {
        GridChooser(ScreenWord.IN_WHICH_GRID.words, asked.grids, model.grid, model::choose)
    }
    Card {
        asked.fields.forEach { field ->
            Field(field.label(), model.typed[field].orEmpty(), { model.type(field, it) }, keys = field.keys)
        }
    }
    if (model.isHome) Card {
        TickRow(ScreenWord.HOME_IS_HERE.words, model.place != null) { model.homeIsHere(it) }
        if (model.isLocating) Detail(ScreenWord.LOCATING.words)
    }
}
