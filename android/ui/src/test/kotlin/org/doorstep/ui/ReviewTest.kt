package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performTextInput
import org.doorstep.ClaimStatus
import org.doorstep.ScreenWord
import org.doorstep.VisitFlag
import org.doorstep.VisitOutcome
import org.doorstep.ui.review.ReviewModel
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What waits for a supervisor. */
@OptIn(ExperimentalTestApi::class)
class ReviewTest {
    private val core = supervisorsPhone()
    private val window = Window(412, 9000)

    private fun claims() = core.review().claims(null, 200u)

    private fun remarks() = core.review().exceptions(null, 200u)

    @Test
    fun `a death is confirmed once who died is named`() = shown(core.app().apply { menu() }, Look(), window) {
        val finger = Finger(this)
        val before = claims()
        finger.tap(ScreenWord.REVIEW.words.zh)
        finger.tap(ScreenWord.SETTLE.words.zh)
        finger.tap(ClaimStatus.CONFIRMED.label().zh)
        assertTrue(shows("李小兰"))
        finger.tap(ScreenWord.SETTLE.words.zh)
        assertTrue(shows("请选择去世的是哪一位"), "in the core's words")
        assertEquals(before.size, claims().size)
        finger.tap("李小兰")
        finger.tap(ScreenWord.SETTLE.words.zh)
        assertEquals(before.drop(1).map { it.id }, claims().map { it.id })
        assertFalse(shows(ClaimStatus.REJECTED.label().zh), "the next claim is not in hand")
    }

    @Test
    fun `a claim is rejected without a name`() = shown(core.app().apply { review() }, Look(), window) {
        val finger = Finger(this)
        val before = claims().size
        finger.tap(ScreenWord.SETTLE.words.zh)
        finger.tap(ScreenWord.SETTLE.words.zh)
        assertTrue(shows("请选择确认或驳回"), "in the core's words")
        finger.tap(ClaimStatus.REJECTED.label().zh)
        assertFalse(shows("李小兰"))
        finger.tap(ScreenWord.SETTLE.words.zh)
        assertEquals(before - 1, claims().size)
    }

    @Test
    fun `a remark is gone once it was seen, with what was found`() =
        shown(core.app().apply { review() }, Look(), window) {
            val finger = Finger(this)
            val before = remarks().size
            assertTrue(before > 0 && shows(VisitFlag.OUTSIDE_FENCE.label().zh))
            finger.tap(ScreenWord.SEEN.words.zh)
            onNode(hasContentDescription(ScreenWord.NOTE.words.zh)).performTextInput("去了村口")
            finger.tap(ScreenWord.SEEN.words.zh)
            assertEquals(before - 1, remarks().size)
        }

    @Test
    fun `two taps settle once and note once, and nothing is said to be wrong`() {
        val later = Later()
        val model = core.app(background = later).apply { review() }.page as ReviewModel
        later.runAll()
        val (claims, remarks) = claims() to remarks()
        model.openClaim(claims.first().id)
        model.choose(ClaimStatus.REJECTED)
        repeat(2) { model.settle() }
        later.runAll()
        assertEquals(claims.drop(1).map { it.id } to null, claims().map { it.id } to model.problem)
        model.openRemark(remarks.first().id)
        repeat(2) { model.acknowledge() }
        later.runAll()
        assertEquals(remarks.size - 1 to null, remarks().size to model.problem)
        assertFalse(model.isBusy)
    }

    @Test
    fun `the home of a claim is one tap away, and the way back leads to the claim`() {
        val app = core.app().apply { review() }
        shown(app, Look(), window) {
            val finger = Finger(this)
            finger.tap(checkNotNull(claims().first().home).greeting)
            assertTrue(shows(ScreenWord.WHO_LIVES_HERE.words.zh))
            finger.tap(ScreenWord.BACK.words.zh)
            assertTrue(shows(ScreenWord.CLAIMS.words.zh))
        }
    }

    @Test
    fun `whoever has nothing to review and settles nothing has no way to it`() =
        shown(hamlet().app().apply { menu() }, Look(), window) { assertFalse(shows(ScreenWord.REVIEW.words.zh)) }

    @Test
    fun `a worker sees what their visits claimed, and is told that a supervisor settles it`() {
        val worker = hamlet()
        val stop = worker.quietStop()
        worker.visits().run {
            val draft = start(stop.household)
            save(draft.copy(outcome = VisitOutcome.MOVED_OUT))
            finish(draft.id)
        }
        shown(worker.app().apply { menu() }, Look(), window) {
            val finger = Finger(this)
            finger.tap(ScreenWord.REVIEW.words.zh)
            finger.tap(ScreenWord.SETTLE.words.zh)
            finger.tap(ClaimStatus.CONFIRMED.label().zh)
            finger.tap(ScreenWord.SETTLE.words.zh)
            assertEquals(1, worker.review().claims(null, 200u).size)
            assertTrue(shows(ClaimStatus.PENDING.label().zh))
        }
    }
}
