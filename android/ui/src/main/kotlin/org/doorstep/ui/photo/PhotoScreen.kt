package org.doorstep.ui.photo

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.doorstep.ConsentState
import org.doorstep.EvidenceKind
import org.doorstep.FaceHiding
import org.doorstep.ScreenWord
import org.doorstep.ui.Preferences
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Answered
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Choices
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Heading
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.TickRow
import org.doorstep.ui.of
import org.doorstep.ui.words

/** What *Photo* changes beyond the visit. */
interface PhotoWays {
    val preferences: Preferences

    fun prefer(preferences: Preferences)
}

@Composable
fun PhotoScreen(model: PhotoModel, banners: Banners, back: () -> Unit, ways: PhotoWays) = Frame(
    ScreenWord.PHOTO.words,
    banners,
    back,
    foot = {
        Foot {
            model.problem?.let { Problem(it) }
            model.told?.let { Line(it, isStrong = true) }
            Onwards(model, ways.preferences)
        }
    },
) {
    when (val shooting = model.shooting) {
        Shooting.Asking, Shooting.AtCamera -> Answered(model.photos, model::read) { Asked(model, it) }
        is Shooting.Signing -> Column(Modifier.padding(12.dp)) { SignatureSheet(shooting.traces, model::write) }
        is Shooting.Seen -> Seen(shooting, model, ways)
        is Shooting.Sealing -> Blocks { Card { BoxedPicture(shooting.seen.picture, shooting.seen.hidden) } }
    }
}

@Composable
private fun Onwards(model: PhotoModel, preferences: Preferences) = when (val shooting = model.shooting) {
    Shooting.Asking, Shooting.AtCamera -> {
        if (model.isSignature) OtherButton(EvidenceKind.SIGNATURE.label(), model::sign, isEnabled = model.mayTake)
        MainButton(ScreenWord.TAKE_PHOTO.words, model::take, isEnabled = model.mayTake)
    }
    is Shooting.Signing -> {
        val isWritten = shooting.traces.isNotEmpty()
        OtherButton(ScreenWord.CLEAR.words, model::signAnew, isEnabled = isWritten)
        MainButton(EvidenceKind.SIGNATURE.label(), model::signed, isEnabled = isWritten)
    }
    is Shooting.Seen -> {
        OtherButton(ScreenWord.RETAKE.words, model::retake)
        MainButton(ScreenWord.USE_PHOTO.words, { model.keep(preferences.stampsPhotos) }, isEnabled = model.mayKeep)
    }
    is Shooting.Sealing -> MainButton(ScreenWord.SEALING_PHOTO.words, {}, isEnabled = false)
}

@Composable
private fun Asked(model: PhotoModel, photos: Photos) = Blocks {
    photos.kept.takeIf { it.isNotEmpty() }?.let { Taken(model, it) }
    Block(ScreenWord.WHO_AGREED.words) {
        model.consents.forEach {
            ChoiceRow(it.consent.label(), model.consent == it.consent) { model.choose(it.consent) }
        }
        if (model.consent == ConsentState.REFUSED) Line(ScreenWord.PHOTO_REFUSED_EXPLAINED.words, isStrong = true)
    }
    Why(model)
    Block(ScreenWord.WHAT_PHOTO_IS.words) {
        Choices(model.kind.label(), photos.choices.map { it.kind to it.kind.label() }, model.kind) { model.choose(it) }
    }
}

/** What the rules ask a photo for, or what the worker has in mind. */
@Composable
private fun Why(model: PhotoModel) {
    val reasons = model.reasons
    val own = model.reason?.takeIf { it !in reasons }
    if (reasons.isEmpty()) return Card {
        Line(ScreenWord.NO_PHOTO_ASKED.words)
        Field(ScreenWord.WHY_PHOTO.words, own?.zh.orEmpty(), model::type)
    }
    Block(ScreenWord.WHY_PHOTO.words) {
        reasons.forEach { reason -> ChoiceRow(reason, model.reason == reason) { model.choose(reason) } }
        ChoiceRow(ScreenWord.OTHER_PURPOSE.words, own != null) { model.type("") }
        if (own != null) Field(ScreenWord.WHY_PHOTO.words, own.zh, model::type)
    }
}

@Composable
private fun Taken(model: PhotoModel, kept: List<Kept>) = Block(ScreenWord.PHOTOS_TAKEN.of(figure(kept.size))) {
    kept.forEach { photo ->
        // What is asked twice is asked of this one, also when another goes.
        key(photo.id) {
            photo.picture?.let { BoxedPicture(it, emptyList()) }
            Line(photo.what)
            Delete { model.delete(photo.id) }
        }
    }
}

/** Two taps, since the photo goes. */
@Composable
private fun Delete(delete: () -> Unit) {
    var isAsked by rememberSaveable { mutableStateOf(false) }
    if (!isAsked) return OtherButton(ScreenWord.DELETE_PHOTO.words, { isAsked = true })
    Heading(ScreenWord.REALLY_DELETE_PHOTO.words)
    OtherButton(ScreenWord.YES_DELETE_PHOTO.words, delete)
    MainButton(ScreenWord.NO_DELETE_PHOTO.words, { isAsked = false })
}

@Composable
private fun Seen(seen: Shooting.Seen, model: PhotoModel, ways: PhotoWays) = Blocks {
    Block(ScreenWord.BLUR_FACES.words) {
        if (model.faces != FaceHiding.NOT_ASKED) Line(model.faces.label(), isStrong = true)
        Detail(ScreenWord.BLUR_EXPLAINED.words)
        BoxedPicture(seen.picture, seen.hidden, model::hide)
        OtherButton(ScreenWord.UNDO_BLUR.words, model::showAgain, isEnabled = seen.hidden.isNotEmpty())
    }
    Card {
        val now = ways.preferences
        TickRow(ScreenWord.ADD_STAMP.words, now.stampsPhotos) { ways.prefer(now.copy(stampsPhotos = it)) }
        Detail(ScreenWord.STAMP_EXPLAINED.words)
    }
}
