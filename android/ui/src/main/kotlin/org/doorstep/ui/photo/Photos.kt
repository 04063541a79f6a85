package org.doorstep.ui.photo

import java.time.Instant
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.DraftId
import org.doorstep.DraftPhotoView
import org.doorstep.EvidenceKind
import org.doorstep.HouseholdId
import org.doorstep.HouseholdView
import org.doorstep.PhotoId
import org.doorstep.PhotoStamp
import org.doorstep.StampLook
import org.doorstep.StampWords
import org.doorstep.Thing
import org.doorstep.VisitDraft
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.line

/** What is known of the photos of a visit in progress. */
data class Photos(
    val draft: DraftId,
    /** Why photos are asked for here, each once. */
    val reasons: List<Words>,
    val kept: List<Kept>,
)

/** A photo of this visit; its sealed file is on the disk. */
data class Kept(val id: PhotoId, val what: Words)

/** What a camera takes at a door. */
internal val kinds = listOf(
    EvidenceKind.PHOTO,
    EvidenceKind.DOCUMENT,
    EvidenceKind.LEAVE_NOTE,
    EvidenceKind.NOTICE_PHOTO,
    EvidenceKind.SIGNATURE,
    EvidenceKind.THUMBPRINT,
)

/** Why photos are asked for today, each reason once. */
internal fun HouseholdView.photoReasons() = duties.filter { it.isDueToday }.mapNotNull { it.photoReason }.distinct()

internal fun Doorstep.photos(household: HouseholdId): Photos = visitTo(household).let { draft ->
    Photos(draft.id, register().household(household).photoReasons(), draft.photos.map { kept(it) })
}

/** The visit in progress. Fails where it was finished or given up meanwhile. */
internal fun Doorstep.visitTo(household: HouseholdId): VisitDraft =
    visits().drafts().find { it.household == household }
        ?: throw DoorstepException.NotFound(Thing.VISIT_IN_PROGRESS)

private fun Doorstep.kept(photo: DraftPhotoView) = Kept(
    photo.id,
    line(photo.kind.label(), asIs(photo.reason), photo.consent.label(), wordsOfTime(photo.capturedAt)),
)

/** Time, grid and worker, or the time alone where no font has the others' characters. */
internal fun Doorstep.stamp(household: HouseholdId, at: Instant, font: StampLook?): PhotoStamp {
    if (font == null) return PhotoStamp(StampWords(at), StampLook.SmallFont)
    val grid = register().household(household).grid
    val place = responsibilityList().ofGrid(grid).firstOrNull()?.gridName
    return PhotoStamp(StampWords(at, place, identity()?.staff?.name), font)
}
