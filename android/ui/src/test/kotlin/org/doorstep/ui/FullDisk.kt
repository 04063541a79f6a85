package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.DraftId
import org.doorstep.EntryView
import org.doorstep.HouseholdId
import org.doorstep.NoHandle
import org.doorstep.Photos
import org.doorstep.ResidentId
import org.doorstep.Typed
import org.doorstep.VisitDraft
import org.doorstep.Visits

/** A real core on a disk that takes no visit, and on which no wipe comes to its end, while it is full. */
open class FullDisk(private val core: Doorstep) : Doorstep(NoHandle) {
    var isFull = false

    override fun visits() = object : Visits(NoHandle) {
        private val visits = core.visits()

        override fun save(draft: VisitDraft) = whereRoom { visits.save(draft) }

        override fun drafts() = visits.drafts()

        override fun start(household: HouseholdId) = visits.start(household)

        override fun choices(draft: DraftId) = visits.choices(draft)

        override fun placeOf(draft: DraftId) = visits.placeOf(draft)

        override fun entries(draft: DraftId): List<EntryView> = visits.entries(draft)

        override fun enter(draft: DraftId, resident: ResidentId?, typed: Typed) =
            whereRoom { visits.enter(draft, resident, typed) }

        override fun allWell(draft: DraftId) = visits.allWell(draft)

        override fun finish(draft: DraftId) = visits.finish(draft)

        override fun discard(draft: DraftId) = visits.discard(draft)
    }

    override fun keepTyped(form: String, field: String, words: String) =
        whereRoom { core.keepTyped(form, field, words) }

    override fun typed(form: String) = core.typed(form)

    override fun clearTyped(form: String) = core.clearTyped(form)

    override fun identity() = core.identity()

    override fun shortCode() = core.shortCode()

    override fun stored() = core.stored()

    override fun wouldBeLost() = core.wouldBeLost()

    override fun wipe() = whereRoom { core.wipe() }

    override fun homesLock() = core.homesLock()

    override fun outbox() = core.outbox()

    override fun photos(): Photos = core.photos()

    override fun readiness() = core.readiness()

    override fun register() = core.register()

    override fun review() = core.review()

    override fun today() = core.today()

    private fun <T> whereRoom(write: () -> T): T = if (isFull) throw DoorstepException.StorageFull() else write()
}
