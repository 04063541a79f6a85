package org.doorstep.ui.review

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.ClaimId
import org.doorstep.ClaimStatus
import org.doorstep.ExceptionId
import org.doorstep.ResidentId
import org.doorstep.Review
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Form
import org.doorstep.ui.PAGE
import org.doorstep.ui.Page
import org.doorstep.ui.Typing
import org.doorstep.ui.again
import org.doorstep.ui.more
import org.doorstep.ui.value

/** How a claim is about to be settled. */
data class Settling(val claim: ClaimId, val status: ClaimStatus? = null, val resident: ResidentId? = null)

/** What a supervisor is about to note of a remark. */
data class Noting(val remark: ExceptionId, val note: String = "")

/** Claims that wait to be settled and remarks that nobody has seen yet, one of them in hand at a time. */
class ReviewModel(private val core: CoreThread) : Page {
    override val shows = setOf(Area.REGISTER, Area.VISITS)

    var waiting: Answer<Waiting> by mutableStateOf(Answer.Awaited)
        private set

    var settling: Settling? by mutableStateOf(null)
        private set

    var noting: Noting? by mutableStateOf(null)
        private set

    /** Whether what is in hand is being recorded. */
    var isBusy by mutableStateOf(false)
        private set

    /** What stood in the way. */
    var problem: Words? by mutableStateOf(null)
        private set

    /** The note on the remark in hand. */
    private var typing: Typing? = null

    /** Where the list stands, kept while another screen lies on top. */
    val scroll = LazyListState()

    override fun read() {
        val claims = again(waiting.value?.claims?.size)
        val remarks = again(waiting.value?.remarks?.size)
        core.ask({ it.waiting(claims, remarks) }) { waiting = it }
    }

    fun moreClaims() = core.more(::waiting, { claimsAfter(it.claimsLast, PAGE) }) { shown, (claims, last) ->
        shown.copy(claims = shown.claims + claims, claimsLast = last)
    }

    fun moreRemarks() = core.more(::waiting, { remarksAfter(it.remarksLast, PAGE) }) { shown, (remarks, last) ->
        shown.copy(remarks = shown.remarks + remarks, remarksLast = last)
    }

    fun openClaim(claim: ClaimId) = inHand(Settling(claim), null)

    fun choose(status: ClaimStatus) = inHand(settling?.copy(status = status), null)

    fun choose(resident: ResidentId) = inHand(settling?.copy(resident = resident), null)

    fun openRemark(remark: ExceptionId) {
        inHand(null, Noting(remark))
        typing = Typing(core, Form.REVIEW, remark) { problem = it }.apply {
            readWords { words -> if (noting?.remark == remark) inHand(null, Noting(remark, words)) }
        }
    }

    fun note(words: String) {
        inHand(null, noting?.copy(note = words))
        typing?.keepWords(words)
    }

    /** What is missing the core says. */
    fun settle() {
        val (claim, status, resident) = settling ?: return
        record { settleClaim(claim, status ?: ClaimStatus.PENDING, resident) }
    }

    fun acknowledge() {
        val (remark, note) = noting ?: return
        val typing = typing
        record(used = { typing?.clear() }) { acknowledge(remark, note.ifBlank { null }) }
    }

    /** Once: what was recorded cannot be recorded again. */
    private fun record(used: () -> Unit = {}, call: Review.() -> Unit) {
        if (isBusy) return
        isBusy = true
        core.ask({ it.review().call() }) { answer ->
            isBusy = false
            problem = (answer as? Answer.Failed)?.words
            if (answer is Answer.Failed) return@ask
            used()
            inHand(null, null)
            read()
        }
    }

    private fun inHand(settling: Settling?, noting: Noting?) {
        this.settling = settling
        this.noting = noting
        problem = null
    }
}
