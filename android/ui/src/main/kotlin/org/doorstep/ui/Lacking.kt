package org.doorstep.ui

import org.doorstep.ClaimStatus
import org.doorstep.ReferralStatus
import org.doorstep.ScreenWord
import org.doorstep.StaffRole
import org.doorstep.Thing
import org.doorstep.VisitOutcome

/** What the table has no words for yet, in the nearest that there are. */
internal object Lacking {
    /** That a photo has another purpose. */
    val OTHER_PURPOSE = ScreenWord.OTHER_WORK.words

    /** To write what waits to a file. */
    val EXPORT = line(ScreenWord.RECORDS.words, ScreenWord.PHOTOS.words)

    /** How many photo files should be in that file and were lost or damaged. */
    val LEFT_OUT = ScreenWord.SET_ASIDE

    /** What waits for a supervisor. */
    val REVIEW = StaffRole.SUPERVISOR.label()

    val CLAIMS = ClaimStatus.PENDING.label()

    val REMARKS = Thing.EXCEPTION.label()

    val NOTHING_WAITS = ScreenWord.NOTHING_FOUND.words

    /** To settle a claim. */
    val SETTLE = VisitOutcome.COMPLETED.label()

    /** To note that a remark was seen. */
    val ACKNOWLEDGE = ReferralStatus.ACCEPTED.label()
}
