package org.doorstep.ui.review

import org.doorstep.ClaimId
import org.doorstep.ClaimStatus
import org.doorstep.ClaimView
import org.doorstep.Doorstep
import org.doorstep.ExceptionId
import org.doorstep.ExceptionView
import org.doorstep.HomeLine
import org.doorstep.HouseholdId
import org.doorstep.ResidentId
import org.doorstep.ResidentView
import org.doorstep.ScreenWord
import org.doorstep.VisitView
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** What waits for a supervisor; `…Last` is after which the next page begins, where there may be one. */
data class Waiting(
    val claims: List<Claim>,
    val claimsLast: ClaimId?,
    val remarks: List<Remark>,
    val remarksLast: ExceptionId?,
)

/** What a visit said of somebody and nobody has settled. */
data class Claim(
    val id: ClaimId,
    val household: HouseholdId,
    val home: Words?,
    val what: Words,
    val since: Words,
    /** The visit that says so. */
    val visit: Words?,
    val settlements: List<Settlement>,
)

/** How a claim can end, and of whom one must be named for that. */
data class Settlement(val status: ClaimStatus, val who: List<Pair<ResidentId, Words>>)

/** What was noticed of a visit. */
data class Remark(
    val id: ExceptionId,
    val household: HouseholdId,
    val home: Words?,
    val what: Words,
    val visit: Words?,
)

internal fun Doorstep.waiting(claims: UInt, remarks: UInt): Waiting {
    val (claimed, claimsLast) = claimsAfter(null, claims)
    val (remarked, remarksLast) = remarksAfter(null, remarks)
    return Waiting(claimed, claimsLast, remarked, remarksLast)
}

internal fun Doorstep.claimsAfter(after: ClaimId?, limit: UInt): Pair<List<Claim>, ClaimId?> {
    val page = review().claims(after, limit)
    return page.map { it.inWords() } to page.lastOrNull()?.id.takeIf { page.size.toUInt() == limit }
}

internal fun Doorstep.remarksAfter(after: ExceptionId?, limit: UInt): Pair<List<Remark>, ExceptionId?> {
    val page = review().exceptions(after, limit)
    return page.map { it.inWords() } to page.lastOrNull()?.id.takeIf { page.size.toUInt() == limit }
}

private fun ClaimView.inWords() = Claim(
    id,
    household,
    home?.inWords(),
    line(resident?.name?.let(::asIs), kind.label(), status.label()),
    ScreenWord.SINCE.of(wordsOfDay(on)),
    visit?.inWords(),
    settlements.map { Settlement(it.status, it.who.map { one -> one.id to one.inWords() }) },
)

private fun ResidentView.inWords() = line(asIs(name), relation?.let(::asIs))

private fun ExceptionView.inWords() = Remark(id, household, home?.inWords(), words, visit?.inWords())

private fun HomeLine.inWords() = line(asIs(greeting), asIs(address))

private fun VisitView.inWords() =
    line(ScreenWord.VISIT.words, wordsOfDay(on), outcome.label(), mode.label(), role.label())
