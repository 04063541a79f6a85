package org.doorstep.ui

import java.nio.file.Files
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.util.concurrent.Executor
import org.doorstep.Doorstep
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.KeyVault
import org.doorstep.StopView
import org.doorstep.VisitOutcome

/** Runs at once, in the thread that asks. */
val AtOnce = Executor { it.run() }

/** Answers nothing, ever. */
val Never = Executor { }

/** Where the cores of these tests lie; gone with the tests. */
private val scratch = Files.createTempDirectory("screens").also {
    Runtime.getRuntime().addShutdownHook(Thread { it.toFile().deleteRecursively() })
}

/** The real core with an invented hamlet, and a social worker's morning begun. */
fun hamlet(): Doorstep = Doorstep.inMemory(scratch.toString())

/** A phone that nobody enrolled. */
fun newPhone(): Doorstep =
    Doorstep.open(Files.createTempDirectory(scratch, "new").resolve("store").toString(), Vault())

/** The app over this core. */
fun Doorstep.app(background: Executor = AtOnce, screen: Executor = AtOnce, platform: Platform = TestPlatform()) =
    AppModel(CoreThread(this, background, screen), platform)

/** A phone of which only the outside is invented. */
class TestPlatform(private val hub: (HttpRequest) -> HttpAnswer? = { null }) : Platform {
    var kept: Preferences? = null
        private set
    var sends = 0
        private set
    var isWiped = false
        private set

    override fun sendNow() {
        sends += 1
    }

    override fun keep(preferences: Preferences) {
        kept = preferences
    }

    override fun send(request: HttpRequest, answered: (HttpAnswer?) -> Unit) = answered(hub(request))

    override fun diagnosticsFile() = scratch.resolve("diagnostics.json").toString()

    override fun wiped() {
        isWiped = true
    }
}

fun Doorstep.stops(): List<StopView> = today().page(null, null, 200u).stops

/** A stop at which nobody is in the middle of a visit. */
fun Doorstep.quietStop() = stops().first { stop -> visits().drafts().none { it.household == stop.household } }

/** Every stop of the day visited, and the visits in progress ended. */
fun Doorstep.endTheDay() {
    val begun = visits().drafts()
    val others = stops().filter { stop -> begun.none { it.household == stop.household } }
    (begun + others.map { visits().start(it.household) }).forEach {
        visits().save(it.copy(outcome = VisitOutcome.NO_CHANGE))
        visits().finish(it.id)
    }
}

private class Vault : KeyVault {
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
