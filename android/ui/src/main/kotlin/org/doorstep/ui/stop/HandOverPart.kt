package org.doorstep.ui.stop

import androidx.compose.runtime.Composable
import org.doorstep.ScreenWord
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.words

/** The way to hand a home to somebody, or to take it back. */
@Composable
internal fun HandOverPart(model: HandOver, isHanded: Boolean) {
    val hasColleagues = model.colleagues.isNotEmpty()
    if (!hasColleagues && !isHanded) return
    if (model.handing.isOpen) return Form(model)
    Card {
        model.handing.problem?.let { Problem(it) }
        if (hasColleagues) OtherButton(ScreenWord.HAND_OVER.words, model::open)
        if (isHanded) OtherButton(ScreenWord.TAKE_BACK.words, model::takeBack, isEnabled = !model.handing.isBusy)
    }
}

@Composable
private fun Form(model: HandOver) = Block(ScreenWord.HAND_OVER_TO.words) {
    val handing = model.handing
    model.colleagues.forEach { (id, words) -> ChoiceRow(words, handing.to == id) { model.choose(id) } }
    Field(ScreenWord.HAND_OVER_NOTE.words, handing.note, model::note, lines = 2)
    handing.problem?.let { Problem(it) }
    MainButton(ScreenWord.HAND_OVER.words, model::handOver, isEnabled = handing.to != null && !handing.isBusy)
}
