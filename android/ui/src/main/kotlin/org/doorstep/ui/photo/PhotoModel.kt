package org.doorstep.ui.photo

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.ConsentState
import org.doorstep.Doorstep
import org.doorstep.EvidenceKind
import org.doorstep.FaceHiding
import org.doorstep.PhotoDraft
import org.doorstep.PhotoId
import org.doorstep.PhotoRegion
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Form
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.Shot
import org.doorstep.ui.Typing
import org.doorstep.ui.asIs
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.inProgress
import org.doorstep.ui.words

/**
 * The photos of a visit in progress: whoever is in a picture is asked first, and whoever refuses holds up nothing.
 * Nothing of a picture is kept before the worker has seen it.
 */
class PhotoModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val visit: VisitTo,
) : Page {
    override val shows = setOf(Area.PHOTOS)

    var photos: Answer<Photos> by mutableStateOf(Answer.Awaited)
        private set

    /** For what the next photo is taken: of the rule, or the worker's own words. */
    var reason: Words? by mutableStateOf(null)
        private set

    var kind by mutableStateOf(EvidenceKind.PHOTO)
        private set

    /** What who is in the picture said; none before they were asked, for each photo anew. */
    var consent: ConsentState? by mutableStateOf(null)
        private set

    var shooting: Shooting by mutableStateOf(Shooting.Asking)
        private set

    /** Which picture is awaited: one that was before is not wanted any more. */
    private var takes = 0

    /** The worker's own purpose. */
    private var typing: Typing? = null

    /** What became of the last photo. */
    var told: Words? by mutableStateOf(null)
        private set

    /** What stood in the way. */
    var problem: Words? by mutableStateOf(null)
        private set

    /** Why such a photo is asked for. */
    val reasons get() = photos.value?.reasonsFor(kind).orEmpty()

    /** What can be answered for such a photo. */
    val consents get() = choice?.consents.orEmpty()

    private val choice get() = photos.value?.choices?.find { it.kind == kind }

    private val chosen get() = consents.find { it.consent == consent }

    /** Whether faces are to be hidden in the next photo. */
    val faces get() = chosen?.faces ?: FaceHiding.NOT_ASKED

    /** Whether the camera may be opened; the core looks again at what it is given. */
    val mayTake
        get() = shooting == Shooting.Asking && choice?.mayTake(reason?.zh.orEmpty(), consent) == true

    /** Whether a finger may write it. */
    val isSignature get() = kind == EvidenceKind.SIGNATURE

    /** Whether the picture that was seen may be kept; the core looks again. */
    val mayKeep
        get() = (shooting as? Shooting.Seen)?.let { chosen?.mayKeep(it.hidden.size.toUInt()) } == true

    override fun read() = core.ask({ it.photos(visit, platform) }) { answer ->
        photos = answer
        val draft = answer.value?.draft ?: return@ask
        if (typing == null) typing = Typing(core, Form.PHOTO, draft) { problem = it }.apply {
            readWords { words -> if (reason == null || reason in reasons) reason = asIs(words) }
        }
        if (reason == null) reason = reasons.firstOrNull()
    }

    /** A picture in clear does not wait behind the lock, nor come there; one that is sealed, or being sealed, stays. */
    override fun locked() {
        when (val now = shooting) {
            is Shooting.Seen -> drop(now)
            Shooting.AtCamera -> takes += 1
            else -> return
        }
        shooting = Shooting.Asking
    }

    /** Back to what is asked; the picture that was not kept goes. */
    override fun back(): Boolean = when (val now = shooting) {
        Shooting.Asking -> false
        is Shooting.Signing -> {
            shooting = Shooting.Asking
            true
        }
        is Shooting.Seen -> {
            drop(now)
            shooting = Shooting.Asking
            true
        }
        Shooting.AtCamera, is Shooting.Sealing -> true
    }

    fun choose(reason: Words) {
        this.reason = reason
        clear()
    }

    /** A purpose of the worker's own. */
    fun type(reason: String) {
        choose(asIs(reason))
        typing?.keepWords(reason)
    }

    /** What the rules ask for another kind is not what they ask for this one. */
    fun choose(kind: EvidenceKind) {
        val isOwn = reason != null && reason !in reasons
        this.kind = kind
        if (!isOwn) reason = reasons.firstOrNull()
        clear()
    }

    /** A refusal is noted in the visit. */
    fun choose(consent: ConsentState) {
        this.consent = consent
        clear()
        if (consent == ConsentState.REFUSED) core.ask({ it.noteRefusal() }, ::shown)
    }

    fun take() {
        if (!mayTake) return
        clear()
        open()
    }

    fun sign() {
        if (!mayTake) return
        clear()
        shooting = Shooting.Signing()
    }

    fun write(trace: Trace) {
        shooting = (shooting as? Shooting.Signing ?: return).let { it.copy(it.traces + listOf(trace)) }
    }

    fun signAnew() {
        shooting = Shooting.Signing()
    }

    /** Seen before it is kept, like any other. */
    fun signed() {
        val traces = (shooting as? Shooting.Signing ?: return).traces
        val take = await()
        core.ask({ platform.write(signature(traces))?.let { path -> see(path)?.copy(isSignedHere = true) } }) {
            seen(it, take)
        }
    }

    /** What was taken is no good. */
    fun retake() {
        val seen = shooting as? Shooting.Seen ?: return
        drop(seen)
        if (seen.isSignedHere) signAnew() else open()
    }

    fun hide(region: PhotoRegion) = change { it.copy(hidden = it.hidden + region) }

    fun showAgain() = change { it.copy(hidden = it.hidden.dropLast(1)) }

    /** Seals the picture as it was seen. */
    fun keep(isStamped: Boolean) {
        val seen = shooting as? Shooting.Seen ?: return
        val why = reason ?: return
        val how = PhotoDraft(kind, why.zh, consent ?: return, seen.hidden)
        clear()
        shooting = Shooting.Sealing(seen)
        core.ask({ it.seal(seen, how, isStamped) }) { answer ->
            when (answer) {
                is Answer.Here -> sealed(answer.value)
                else -> shooting = seen
            }
            shown(answer)
        }
    }

    fun delete(photo: PhotoId) {
        val draft = photos.value?.draft ?: return
        clear()
        core.ask({ it.photos().delete(draft, photo) }, ::shown)
    }

    private fun open() {
        val take = await()
        platform.takePicture { shot -> core.show { came(shot, take) } }
    }

    private fun await(): Int {
        shooting = Shooting.AtCamera
        takes += 1
        return takes
    }

    private fun came(shot: Shot, take: Int) {
        when {
            shot is Shot.Taken && take != takes -> drop(shot.path)
            shot is Shot.Taken -> core.ask({ see(shot.path) }) { seen(it, take) }
            take != takes -> return
            else -> {
                shooting = Shooting.Asking
                if (shot == Shot.NoCamera) problem = ScreenWord.NO_CAMERA.words
            }
        }
    }

    private fun seen(answer: Answer<Shooting.Seen?>, take: Int) {
        val seen = answer.value
        if (take != takes) return seen?.let(::drop) ?: Unit
        shooting = seen ?: Shooting.Asking
        if (seen == null) problem = ScreenWord.UNEXPECTED.words
    }

    private fun see(path: String): Shooting.Seen? {
        val picture = platform.picture(path)
        if (picture == null) platform.remove(path)
        return picture?.let { Shooting.Seen(path, it, platform.now(), platform.faces(path)) }
    }

    /** Whether a picture in clear remains. */
    private fun Doorstep.seal(seen: Shooting.Seen, how: PhotoDraft, isStamped: Boolean): Boolean {
        if (isStamped) how.stamp = stamp(visit.household, seen.at, platform.stampFont())
        return photos().take(inProgress(visit).id, seen.path, how).plainFileRemains && !platform.remove(seen.path)
    }

    private fun sealed(remains: Boolean) {
        shooting = Shooting.Asking
        consent = null
        typing?.clear()
        told = if (remains) ScreenWord.PLAIN_FILE_REMAINS.words else ScreenWord.PHOTO_SEALED.words
    }

    private fun Doorstep.noteRefusal() = visits().save(inProgress(visit).copy(photoRefused = true))

    private fun drop(seen: Shooting.Seen) = drop(seen.path)

    private fun drop(path: String) = core.ask({ platform.remove(path) }) { answer ->
        if (answer.value != true) told = ScreenWord.PLAIN_FILE_REMAINS.words
    }

    private fun change(edit: (Shooting.Seen) -> Shooting.Seen) {
        shooting = edit(shooting as? Shooting.Seen ?: return)
    }

    private fun clear() {
        problem = null
        told = null
    }

    private fun shown(answer: Answer<*>) {
        problem = (answer as? Answer.Failed)?.words
        read()
    }
}
