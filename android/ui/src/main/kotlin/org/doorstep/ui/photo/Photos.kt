package org.doorstep.ui.photo

import androidx.compose.ui.graphics.ImageBitmap
import java.time.Instant
import org.doorstep.Doorstep
import org.doorstep.DraftId
import org.doorstep.DraftPhotoView
import org.doorstep.EvidenceKind
import org.doorstep.HouseholdId
import org.doorstep.PhotoChoice
import org.doorstep.PhotoId
import org.doorstep.PhotoStamp
import org.doorstep.StampLook
import org.doorstep.StampWords
import org.doorstep.Words
import org.doorstep.ui.Platform
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.inProgress

/** What is known of the photos of a visit in progress. */
data class Photos(
    val draft: DraftId,
    /** Why photos are asked for here, each once. */
    val reasons: List<Words>,
    /** Why a signature is. */
    val signatureReasons: List<Words>,
    /** What a photo can be, and what can be answered before the camera opens. */
    val choices: List<PhotoChoice>,
    val kept: List<Kept>,
) {
    /** Why one of this kind is asked for. */
    fun reasonsFor(kind: EvidenceKind) = if (kind == EvidenceKind.SIGNATURE) signatureReasons else reasons
}

/** A photo of this visit; its sealed file is on the disk. What it shows is opened into memory alone. */
data class Kept(val id: PhotoId, val what: Words, val picture: ImageBitmap?)

internal fun Doorstep.photos(visit: VisitTo, platform: Platform): Photos {
    val draft = inProgress(visit)
    val choices = visits().choices(draft.id)
    val kept = draft.photos.filter { it.kind != EvidenceKind.VOICE }.map { kept(draft.id, it, platform) }
    return Photos(draft.id, choices.photoReasons, choices.signatureReasons, choices.photos, kept)
}

private fun Doorstep.kept(draft: DraftId, photo: DraftPhotoView, platform: Platform) = Kept(
    photo.id,
    line(photo.kind.label(), asIs(photo.reason), photo.consent.label(), wordsOfTime(photo.capturedAt)),
    platform.picture(photos().thumbnail(draft, photo.id)),
)

/** Time, grid and worker, or the time alone where no font has the others' characters. */
internal fun Doorstep.stamp(household: HouseholdId, at: Instant, font: StampLook?): PhotoStamp {
    if (font == null) return PhotoStamp(StampWords(at), StampLook.SmallFont)
    val grid = register().household(household).grid
    val place = responsibilityList().ofGrid(grid).firstOrNull()?.gridName
    return PhotoStamp(StampWords(at, place, identity()?.staff?.name), font)
}
