package org.doorstep.ui.review

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.QuietButton
import org.doorstep.ui.words

@Composable
fun ReviewScreen(model: ReviewModel, banners: Banners, back: () -> Unit, stop: (HouseholdId) -> Unit) =
    Frame(ScreenWord.REVIEW.words, banners, back) {
        Answered(model.waiting, model::read) { Waiting(model, it, stop) }
    }

@Composable
private fun Waiting(model: ReviewModel, waiting: Waiting, stop: (HouseholdId) -> Unit) = LazyColumn(
    Modifier.fillMaxWidth(),
    model.scroll,
    PaddingValues(12.dp),
    verticalArrangement = Arrangement.spacedBy(12.dp),
) {
    if (waiting.claims.isEmpty() && waiting.remarks.isEmpty()) item { Notice(ScreenWord.NOTHING_WAITS.words) }
    if (waiting.claims.isNotEmpty()) item { Heading(ScreenWord.CLAIMS.words) }
    items(waiting.claims) { Claim(it, model, stop) }
    if (waiting.claimsLast != null) item { OtherButton(ScreenWord.MORE.words, model::moreClaims) }
    if (waiting.remarks.isNotEmpty()) item { Heading(ScreenWord.REMARKS.words) }
    items(waiting.remarks) { Remark(it, model, stop) }
    if (waiting.remarksLast != null) item { OtherButton(ScreenWord.MORE.words, model::moreRemarks) }
}

@Composable
private fun Claim(claim: Claim, model: ReviewModel, stop: (HouseholdId) -> Unit) = Card {
    About(claim.home, claim.what, listOf(claim.since), claim.visit) { stop(claim.household) }
    val settling = model.settling?.takeIf { it.claim == claim.id }
        ?: return@Card OtherButton(ScreenWord.SETTLE.words, { model.openClaim(claim.id) })
    Settle(settling, claim, model)
}

/** Two taps, since a death or a move ends what is due. */
@Composable
private fun Settle(settling: Settling, claim: Claim, model: ReviewModel) {
    claim.settlements.forEach { (status, _) ->
        ChoiceRow(status.label(), settling.status == status) { model.choose(status) }
    }
    val who = claim.settlements.find { it.status == settling.status }?.who.orEmpty()
    if (who.isNotEmpty()) Heading(ScreenWord.WHO_LIVES_HERE.words)
    who.forEach { (id, name) -> ChoiceRow(name, settling.resident == id) { model.choose(id) } }
    model.problem?.let { Problem(it) }
    MainButton(ScreenWord.SETTLE.words, model::settle, isEnabled = !model.isBusy)
}

@Composable
private fun Remark(remark: Remark, model: ReviewModel, stop: (HouseholdId) -> Unit) = Card {
    About(remark.home, remark.what, emptyList(), remark.visit) { stop(remark.household) }
    val noting = model.noting?.takeIf { it.remark == remark.id }
        ?: return@Card OtherButton(ScreenWord.SEEN.words, { model.openRemark(remark.id) })
    Field(ScreenWord.NOTE.words, noting.note, model::note, lines = 2)
    model.problem?.let { Problem(it) }
    MainButton(ScreenWord.SEEN.words, model::acknowledge, isEnabled = !model.isBusy)
}

/** Of which home, what, and by which visit; the home is one tap away where it is on this phone. */
@Composable
private fun About(home: Words?, what: Words, more: List<Words>, visit: Words?, stop: () -> Unit) {
    Line(what, isStrong = true)
    more.forEach { Detail(it) }
    visit?.let { Detail(it) }
    home?.let { QuietButton(it, stop) }
}
