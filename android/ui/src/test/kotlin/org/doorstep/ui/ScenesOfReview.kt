package org.doorstep.ui

import org.doorstep.ClaimStatus
import org.doorstep.ScreenWord
import org.doorstep.ui.review.ReviewModel

internal fun statesOfReviews(others: Others) = listOf(
    Scene("review-loading") { others.supervisor.app(background = Never).apply { review() } },
    Scene("review-error") { others.closed.app().apply { review() } },
    Scene("review-none") { others.enrolled.app().apply { review() } },
    Scene("review-settling", inView = ClaimStatus.REJECTED.label()) {
        others.supervisor.app().apply {
            inReview {
                openClaim(checkNotNull(waiting.value).claims.first().id)
                choose(ClaimStatus.CONFIRMED)
                settle()
            }
        }
    },
    Scene("review-noting", inView = ScreenWord.REMARKS.words) {
        others.supervisor.app().apply {
            inReview {
                openRemark(checkNotNull(waiting.value).remarks.first().id)
                note("去了村口")
            }
        }
    },
)

private fun AppModel.inReview(work: ReviewModel.() -> Unit) {
    review()
    (page as ReviewModel).work()
}
