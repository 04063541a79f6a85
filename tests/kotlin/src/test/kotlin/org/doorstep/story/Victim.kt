package org.doorstep.story

import java.io.File
import java.util.UUID
import java.util.concurrent.CountDownLatch
import org.doorstep.*

/** An app that is killed in the middle of a visit: PHONE HOUSEHOLD PICTURE. */
object Victim {
    @JvmStatic
    fun main(args: Array<String>) {
        val core = Doorstep.open(File(args[0], "store").path, FileVault(File(args[0], "vault")))
        val visits = core.visits()
        val draft = visits.begun(UUID.fromString(args[1]), VisitOutcome.NO_CHANGE)
        draft.note = "说到一半"
        visits.save(draft)
        core.photos().take(draft.id, args[2], DOORPLATE)
        println("saved ${draft.id}")
        CountDownLatch(1).await() // for the kill
    }
}

/** A photo of the number at the door. */
val DOORPLATE = PhotoDraft(EvidenceKind.PHOTO, "门牌", ConsentState.NOT_NEEDED)

/** A visit up to the finish. */
fun Visits.begun(household: UUID, outcome: VisitOutcome = VisitOutcome.COMPLETED): VisitDraft {
    val draft = start(household)
    draft.outcome = outcome
    if (draft.facts.isEmpty()) {
        draft.facts = listOf(VisitFact(VisitKind.CARE_VISIT, Subject.Household(household)))
    }
    save(draft)
    return draft
}
