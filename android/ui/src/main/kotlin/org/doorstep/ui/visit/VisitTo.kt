package org.doorstep.ui.visit

import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.HouseholdId
import org.doorstep.Thing
import org.doorstep.VisitDraft
import org.doorstep.VisitId

/** A new visit to a household, or one that puts a finished one right. */
data class VisitTo(val household: HouseholdId, val corrects: VisitId? = null)

internal val VisitDraft.to get() = VisitTo(household, corrects)

/** The visit in progress; none where it was not begun. */
internal fun Doorstep.begun(visit: VisitTo): VisitDraft? = visits().drafts().find { it.to == visit }

/** The same, where one was: it fails where it was finished or given up meanwhile. */
internal fun Doorstep.inProgress(visit: VisitTo): VisitDraft =
    begun(visit) ?: throw DoorstepException.NotFound(Thing.VISIT_IN_PROGRESS)

/** Begins where it stood. */
internal fun Doorstep.resumed(visit: VisitTo): VisitDraft =
    begun(visit) ?: visit.corrects?.let(visits()::correct) ?: visits().start(visit.household)
