package org.doorstep.ui

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import java.io.File
import java.nio.file.Files
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.util.concurrent.Executor
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.FixDraft
import org.doorstep.HouseholdId
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.KeyVault
import org.doorstep.StampLook
import org.doorstep.StopView
import org.doorstep.VisitOutcome
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.voice.Recorder
import org.doorstep.ui.voice.Speech
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.Image

/** Runs at once, in the thread that asks. */
val AtOnce = Executor { it.run() }

/** Answers nothing, ever. */
val Never = Executor { }

/** Runs what it is asked for once it is told to, one after the other. */
class Later : Executor {
    private val asked = ArrayDeque<Runnable>()

    override fun execute(work: Runnable) {
        asked.add(work)
    }

    fun runNext() = asked.removeFirst().run()

    fun runAll() {
        while (asked.isNotEmpty()) runNext()
    }
}

/** Where the cores of these tests lie; gone with the tests. */
private val scratch = Files.createTempDirectory("screens").also {
    Runtime.getRuntime().addShutdownHook(Thread { it.toFile().deleteRecursively() })
}

/** The real core with an invented hamlet, and a social worker's morning begun. */
fun hamlet(): Doorstep = Doorstep.inMemory(scratch.toString())

/** Such a phone, once its hub was out of reach for more than seven days. */
fun forsaken(): Doorstep = Doorstep.inMemory(scratch.toString(), null, 8u)

/** A phone that nobody enrolled. */
fun newPhone(vault: KeyVault = Vault()): Doorstep =
    Doorstep.open(Files.createTempDirectory(scratch, "new").resolve("store").toString(), vault)

/** The app over this core. */
fun Doorstep.app(background: Executor = AtOnce, screen: Executor = AtOnce, platform: Platform = TestPlatform()) =
    AppModel(CoreThread(this, background, screen), platform)

/** A new visit to a household, or the one that was begun there. */
fun AppModel.visit(household: HouseholdId) = visit(VisitTo(household))

fun AppModel.photo(household: HouseholdId) = photo(VisitTo(household))

/** A camera's file: it has to be turned to be seen upright. */
private val sample = File("../../core/tests/assets/photos/Landscape_6.jpg")

/** Another worker of this phone. */
val colleague = Worker("2", "李娜")

/** A phone of which only the outside is invented. */
class TestPlatform(
    private val camera: (() -> Shot)? = null,
    override val recorder: TestRecorder = TestRecorder(),
    private val others: List<Worker> = listOf(colleague),
    private val hub: (HttpRequest) -> HttpAnswer? = { null },
) : Platform {
    /** What the camera left, newest last. */
    val pictures = mutableListOf<File>()

    /** Files that were handed on. */
    val handedOn = mutableListOf<String>()

    /** Whether it has a dialler and a map. */
    var hasOtherApps = true

    /** What was dialled. */
    val dialled = mutableListOf<String>()

    /** To where the way was shown. */
    val ways = mutableListOf<Coordinate>()

    /** Where the phone is, whenever it is asked. */
    var whereabouts: FixDraft? = null
    var locates = 0
        private set

    /** What a picture of a code says. */
    var codeInPicture: String? = null

    /** To whom this phone went. */
    val changes = mutableListOf<Worker?>()
    var kept: Preferences? = null
        private set
    var sends = 0
        private set
    var isWiped = false
        private set

    /** What it does when a wipe begins. */
    var wipeBegins: () -> Unit = {}

    override fun sendNow() {
        sends += 1
    }

    override fun keep(preferences: Preferences) {
        kept = preferences
    }

    override fun send(request: HttpRequest, answered: (HttpAnswer?) -> Unit) = answered(hub(request))

    override fun takePicture(told: (Shot) -> Unit) = told(camera?.invoke() ?: pictureOfSample())

    private fun pictureOfSample(): Shot {
        val file = Files.createTempFile(scratch, "camera", ".jpg").toFile()
        pictures.add(sample.copyTo(file, overwrite = true))
        return Shot.Taken(file.path)
    }

    override fun locate(answered: (FixDraft?) -> Unit) {
        locates += 1
        answered(whereabouts)
    }

    override fun readCode(path: String) = codeInPicture.takeIf { File(path).length() > 0 }

    override fun picture(path: String) = Image.makeFromEncoded(File(path).readBytes()).toComposeImageBitmap()

    override fun write(picture: ImageBitmap): String {
        val file = Files.createTempFile(scratch, "drawn", ".png").toFile()
        val image = Image.makeFromBitmap(picture.asSkiaBitmap())
        file.writeBytes(checkNotNull(image.encodeToData(EncodedImageFormat.PNG)).bytes)
        pictures.add(file)
        return file.path
    }

    override fun picture(jpeg: ByteArray) = Image.makeFromEncoded(jpeg).toComposeImageBitmap()

    override fun remove(path: String) = File(path).delete()

    override fun stampFont() = StampLook.Font("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2u)

    override fun unsentFile() = Files.createTempDirectory(scratch, "unsent").resolve("unsent.doorstep").toString()

    override fun sheetFile() = Files.createTempDirectory(scratch, "sheet").resolve("list.xlsx").toString()

    override fun handOn(path: String) {
        handedOn.add(path)
    }

    override fun otherWorkers() = others

    override fun changeTo(worker: Worker?) {
        changes.add(worker)
    }

    override fun dial(number: String, told: (Boolean) -> Unit) {
        if (hasOtherApps) dialled.add(number)
        told(hasOtherApps)
    }

    override fun showTheWay(place: Coordinate, told: (Boolean) -> Unit) {
        if (hasOtherApps) ways.add(place)
        told(hasOtherApps)
    }

    override fun diagnosticsFile() = scratch.resolve("diagnostics.json").toString()

    override fun wipeBegins() = wipeBegins.invoke()

    override fun wiped() {
        isWiped = true
    }
}

/** Hears what it is told to, and leaves it in a file as a phone would. */
class TestRecorder(private val sound: ByteArray? = shortSound) : Recorder {
    /** What it left, newest last. */
    val files = mutableListOf<File>()

    /** What it played, newest last. */
    val played = mutableListOf<ByteArray>()
    private var told: ((Speech) -> Unit)? = null
    val isHearing get() = told != null
    var isPlaying = false
        private set

    override fun begin(told: (Speech) -> Unit) {
        if (sound == null) told(Speech.NoMicrophone) else this.told = told
    }

    override fun end() {
        val told = told ?: return
        this.told = null
        val file = Files.createTempFile(scratch, "voice", ".wav").toFile().apply { writeBytes(checkNotNull(sound)) }
        files.add(file)
        told(Speech.Heard(file.path))
    }

    override fun play(sound: ByteArray): Boolean {
        isPlaying = true
        return played.add(sound)
    }

    override fun silence() {
        isPlaying = false
    }
}

/** A sound of no length. */
val shortSound = "RIFF\u0024\u0000\u0000\u0000WAVEfmt ".toByteArray()

fun Doorstep.stops(): List<StopView> = today().page(null, null, 200u).stops

/** A stop at which nobody is in the middle of a visit. */
fun Doorstep.quietStop() = stops().first { stop -> visits().drafts().none { it.household == stop.household } }

/** A quiet stop of which it is known where it lies. */
fun Doorstep.stopWithPlace() =
    stops().first { stop -> stop.place != null && visits().drafts().none { it.household == stop.household } }

/** What a phone's receiver tells there. */
fun fixAt(place: Coordinate?, isMock: Boolean = false) =
    FixDraft(checkNotNull(place), accuracyM = 6.0, accuracyIs68Percent = true, ageMs = 0uL, isMock = isMock)

/** A quiet stop where a rule asks for a photo. */
fun Doorstep.stopWithPhoto() = stops().first { stop ->
    visits().drafts().none { it.household == stop.household } &&
        register().household(stop.household).duties.any { it.isDueToday && it.photoReason != null }
}

/** A quiet stop where none does. */
fun Doorstep.stopWithoutPhoto() = stops().first { stop ->
    visits().drafts().none { it.household == stop.household } &&
        register().household(stop.household).duties.none { it.photoReason != null }
}

/** A quiet stop where a rule asks for a signature. */
fun Doorstep.stopWithSignature() = stops().first { stop ->
    visits().drafts().none { it.household == stop.household } && asksForSignature(stop.household)
}

/** Whether a visit there would be asked for one; it is given up again. */
private fun Doorstep.asksForSignature(household: HouseholdId) = visits().run {
    val draft = start(household).id
    choices(draft).signatureReasons.isNotEmpty().also { discard(draft) }
}

/** Every stop of the day visited, and the visits in progress ended. */
fun Doorstep.endTheDay() {
    val begun = visits().drafts()
    val others = stops().filter { stop -> begun.none { it.household == stop.household } }
    (begun + others.map { visits().start(it.household) }).forEach {
        visits().save(it.copy(outcome = VisitOutcome.NO_CHANGE))
        visits().finish(it.id)
    }
}

class Vault : KeyVault {
    private val pair = KeyPairGenerator.getInstance("EC").run {
        initialize(ECGenParameterSpec("secp256r1"))
        generateKeyPair()
    }

    override fun databaseKey() = ByteArray(32) { 7 }

    override fun publicKey(): ByteArray = pair.public.encoded

    override fun sign(message: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
        initSign(pair.private)
        update(message)
        sign()
    }
}
