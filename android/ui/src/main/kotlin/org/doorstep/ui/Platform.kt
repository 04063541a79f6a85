package org.doorstep.ui

import androidx.compose.ui.graphics.ImageBitmap
import java.time.Instant
import org.doorstep.Coordinate
import org.doorstep.FixDraft
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.PhotoRegion
import org.doorstep.StampLook
import org.doorstep.ui.voice.Deaf
import org.doorstep.ui.voice.Recorder

/** What the screens ask of the phone that they run on. A preview does with what stands here. */
interface Platform {
    fun now(): Instant = Instant.now()

    /** Wakes whoever carries the records. */
    fun sendNow() {}

    /** Keeps what a worker chose, and goes by it from now on. */
    fun keep(preferences: Preferences) {}

    /**
     * Performs a request without holding up who asks, and tells the answer from any thread: none where none came. The
     * server must show the key that the request names; nothing else makes it trusted.
     */
    fun send(request: HttpRequest, answered: (HttpAnswer?) -> Unit) = answered(null)

    /** Asks once where the phone is, and tells it from any thread: none where it cannot be had, in time or at all. */
    fun locate(answered: (FixDraft?) -> Unit) = answered(null)

    /**
     * Opens the camera and tells from any thread what came of it. A picture lies in clear until it is sealed: whatever
     * a killed app left of them is removed when it begins again.
     */
    fun takePicture(told: (Shot) -> Unit) = told(Shot.NoCamera)

    /** A picture as it is seen upright, as large as a screen needs; none where it is none. */
    fun picture(path: String): ImageBitmap? = null

    /** A picture that lies in memory alone; none where it is none. */
    fun picture(jpeg: ByteArray): ImageBitmap? = null

    /** A picture that the app drew, in a new file where the camera leaves its own; none where it cannot be written. */
    fun write(picture: ImageBitmap): String? = null

    /** The faces in a picture, which a worker can blur or show. */
    fun faces(path: String): List<PhotoRegion> = emptyList()

    /** The text of a QR code in a picture; none where it shows none. */
    fun readCode(path: String): String? = null

    /** Whether a picture or a recording that nobody wants is gone. */
    fun remove(path: String): Boolean = true

    /** What draws all characters of a stamp; none where there is only what the core brings along. */
    fun stampFont(): StampLook? = null

    /** What hears and plays voice notes. */
    val recorder: Recorder get() = Deaf

    /**
     * Opens the phone's dialler with a number, and tells from any thread whether there is one. It needs no network for
     * data.
     */
    fun dial(number: String, told: (Boolean) -> Unit) = told(false)

    /** Shows the way to a place on whatever map the phone has, and tells from any thread whether it has one. */
    fun showTheWay(place: Coordinate, told: (Boolean) -> Unit) = told(false)

    /** Where a new file of what waits to be sent may lie, as a path at which there is none. */
    fun unsentFile(): String

    /** Where a new workbook to give away may lie, as a path at which there is none. */
    fun sheetFile(): String

    /** Lets the worker hand a file on by whatever the phone has. */
    fun handOn(path: String) {}

    /** The others whose stores lie on this phone, each in a folder of its own. */
    fun otherWorkers(): List<Worker> = emptyList()

    /** Closes this store and opens another worker's, a new one where none is named. The app begins anew. */
    fun changeTo(worker: Worker?) {}

    /** Where a file for support may lie, as a path. */
    fun diagnosticsFile(): String

    /** The store is about to go: what is left to be done should the process end meanwhile, the next start does. */
    fun wipeBegins() {}

    /** The store is gone: what was made from it is to be thrown away, and the app begins anew. */
    fun wiped() {}
}

/** A worker whose store lies on this phone. */
data class Worker(val folder: String, val name: String)

/** What a worker chose for this phone. It is no secret, and says nothing about a household. */
data class Preferences(
    val language: Language = Language.CHINESE,
    /** In sp, 18 to 30 (工信部适老化). */
    val mainText: Int = 18,
    /** Whether photos that waited may go over a network that costs money, as the core asks in `HostStatus`. */
    val photosMayCost: Boolean = false,
    /** Whether time, place and worker are drawn on the copy of a photo that travels. */
    val stampsPhotos: Boolean = false,
)

/** What came of the camera. */
sealed interface Shot {
    /** The picture lies in this file. */
    data class Taken(val path: String) : Shot

    /** The worker went back. */
    data object Not : Shot

    data object NoCamera : Shot
}
