package org.doorstep.ui

import java.util.UUID
import org.doorstep.Doorstep
import org.doorstep.NeedKind
import org.doorstep.ScreenWord
import org.doorstep.WellbeingCheck
import org.doorstep.ui.volunteer.DoorModel

internal fun statesOfVolunteers(others: Others) = listOf(
    Scene("volunteer-done") { volunteersPhone().run { app().also { it.visitAll(this) } } },
    Scene("volunteer-door-error") { others.volunteer.app().apply { stop(UUID.randomUUID()) } },
    Scene("volunteer-no-map") {
        others.volunteer.app(platform = TestPlatform().apply { hasOtherApps = false }).apply {
            stop(others.volunteer.stopWithPlace().household)
            (page as DoorModel).showTheWay()
        }
    },
    Scene("volunteer-asking") { volunteersPhone().atDoor { } },
    Scene("volunteer-hard", inView = ScreenWord.WHAT_IS_HARD.words) {
        volunteersPhone().atDoor {
            tap(WellbeingCheck.PERSON)
            repeat(2) { tap(WellbeingCheck.MEALS_AND_MEDICINE) }
            tap(WellbeingCheck.TROUBLE)
            tick(NeedKind.MEDICAL, true)
        }
    },
    Scene("volunteer-not-well", inView = WellbeingCheck.MEALS_AND_MEDICINE.trouble()) {
        volunteersPhone().atDoor {
            tap(WellbeingCheck.PERSON)
            repeat(2) { tap(WellbeingCheck.MEALS_AND_MEDICINE) }
        }
    },
    Scene("volunteer-trying") { volunteersPhone().atDoor { nobodyOpens() } },
    Scene("volunteer-called") {
        volunteersPhone().atDoor {
            nobodyOpens()
            take(steps.first().choice)
        }
    },
    Scene("volunteer-speaking", inView = ScreenWord.SPEAK_ENDS.words) { volunteersPhone().atDoor { voice.begin() } },
    Scene("volunteer-voice", inView = ScreenWord.PLAY_VOICE.words) {
        volunteersPhone().atDoor {
            voice.begin()
            voice.end()
        }
    },
    Scene("volunteer-voice-unkept", inView = ScreenWord.VOICE_NOTE.words) {
        volunteersPhone().atDoor(TestPlatform(recorder = TestRecorder(ByteArray(0)))) {
            voice.begin()
            voice.end()
        }
    },
    Scene("volunteer-no-microphone", inView = ScreenWord.NO_MICROPHONE.words) {
        volunteersPhone().atDoor(TestPlatform(recorder = TestRecorder(sound = null))) { voice.begin() }
    },
    Scene("volunteer-not-finished") {
        volunteersPhone().atDoor {
            visit.change { it.copy(tickets = emptyList()) }
            finish()
        }
    },
)

/** A volunteer at the first door. */
private fun Doorstep.atDoor(platform: Platform = TestPlatform(), work: DoorModel.() -> Unit) =
    app(platform = platform).apply {
        stop(quietStop().household)
        (page as DoorModel).run {
            begin()
            work()
        }
    }

private fun AppModel.visitAll(core: Doorstep) = core.stops().forEach {
    stop(it.household)
    (page as DoorModel).run {
        begin()
        allWell()
    }
}
