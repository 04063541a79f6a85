package org.doorstep.platform

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import androidx.compose.ui.graphics.ImageBitmap
import java.io.File
import java.util.concurrent.Executor
import org.doorstep.Coordinate
import org.doorstep.FixDraft
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.PhotoRegion
import org.doorstep.platform.files.Camera
import org.doorstep.platform.files.CodeReader
import org.doorstep.platform.files.HandOver
import org.doorstep.platform.files.Pictures
import org.doorstep.platform.files.StampFonts
import org.doorstep.platform.lock.Elsewhere
import org.doorstep.platform.place.Outside
import org.doorstep.platform.place.Whereabouts
import org.doorstep.platform.sound.DeviceRecorder
import org.doorstep.platform.sync.Carrier
import org.doorstep.platform.sync.Courier
import org.doorstep.ui.Platform
import org.doorstep.ui.Preferences
import org.doorstep.ui.Shot
import org.doorstep.ui.Worker
import org.doorstep.ui.voice.Recorder

/** What the screens have done by the phone itself, on the main thread; none of it knows a store. */
class Outward(
    val camera: Camera,
    val handOver: HandOver,
    val outside: Outside,
    val whereabouts: Whereabouts,
    val recorder: DeviceRecorder,
    val screen: Executor,
    /** The screens draw with a library that knows the system's pictures under another name. */
    val drawn: (Bitmap) -> ImageBitmap,
)

/** What the phone does around the core's wipe of one worker's store. */
class Wipe(
    /** On the thread that is about to wipe. */
    val begins: () -> Unit,
    val ends: () -> Unit,
)

/** The phone, as the screens over one worker's store see it. Any method may be called from any thread. */
class DevicePlatform(
    private val courier: Courier,
    /** Not the courier's: a request of a screen waits for no photo. */
    private val carrier: Carrier,
    private val sending: Executor,
    private val kept: KeptPreferences,
    private val outward: Outward,
    private val codes: CodeReader,
    private val elsewhere: Elsewhere,
    private val wipe: Wipe,
) : Platform {
    override fun sendNow() = courier.exchange()

    override fun keep(preferences: Preferences) {
        kept.keep(preferences)
        courier.hostChanged()
    }

    override fun send(request: HttpRequest, answered: (HttpAnswer?) -> Unit) =
        sending.execute { answered(carrier.send(request)) }

    override fun locate(answered: (FixDraft?) -> Unit) = outward.screen.execute { outward.whereabouts.ask(answered) }

    override fun takePicture(told: (Shot) -> Unit) = outward.screen.execute {
        val isOpen = outward.camera.take { file -> told(file?.let { Shot.Taken(it.path) } ?: Shot.Not) }
        if (!isOpen) told(Shot.NoCamera)
    }

    override fun picture(path: String) = Pictures.upright(path)?.let(outward.drawn)

    override fun write(picture: ImageBitmap): String? {
        val pixels = IntArray(picture.width * picture.height).also { picture.readPixels(it) }
        return outward.camera.newFile()?.takeIf { Pictures.write(pixels, picture.width, it) }?.path
    }

    override fun readCode(path: String): String? = codes.inPicture(path)

    override fun picture(jpeg: ByteArray) = BitmapFactory.decodeByteArray(jpeg, 0, jpeg.size)?.let(outward.drawn)

    override fun faces(path: String): List<PhotoRegion> = Pictures.faces(path)

    override fun remove(path: String) = Pictures.remove(path)

    override fun stampFont() = StampFonts.find()

    /** Of the screen's thread alone, unlike all else here. */
    override val recorder: Recorder get() = outward.recorder

    override fun dial(number: String, told: (Boolean) -> Unit) =
        outward.screen.execute { told(outward.outside.dial(number)) }

    override fun showTheWay(place: Coordinate, told: (Boolean) -> Unit) =
        outward.screen.execute { told(outward.outside.showTheWay(place)) }

    override fun unsentFile(): String = outward.handOver.newFile("unsent", "doorstep", now()).path

    override fun sheetFile(): String = outward.handOver.newFile("responsibility", "xlsx", now()).path

    override fun handOn(path: String) = outward.screen.execute { outward.handOver.hand(File(path)) }

    override fun otherWorkers() = elsewhere.workers()

    override fun changeTo(worker: Worker?) = outward.screen.execute { elsewhere.change(worker?.folder) }

    override fun diagnosticsFile(): String = outward.handOver.newFile("diagnostics", "json", now()).path

    override fun wipeBegins() = wipe.begins()

    override fun wiped() = wipe.ends()
}
