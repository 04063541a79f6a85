package org.doorstep.ui

import java.time.Duration
import org.doorstep.Doorstep
import org.doorstep.PhoneWord
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.lock.Opened

internal fun statesOfLocks(core: Doorstep) = listOf(
    Scene("lock-choosing", lock = { lock(null) }) { core.app() },
    Scene("lock-differs", lock = { lock(null).apply { enter("2580", "2588") } }) { core.app() },
    Scene("lock-wrong", lock = { closed().apply { enter("2581") } }) { core.app() },
    Scene("lock-rests", lock = { resting() }) { core.app() },
    Scene("settings-pin", lock = { lock("2580").apply { enter("2580") } }, inView = PhoneWord.CHANGE_PIN.words) {
        core.app().apply { settings() }
    },
    Scene("lock-idle", lock = { idle() }) { core.app() },
)

internal fun lock(pin: String?) = LockModel(TestPins(pin), AtOnce, AtOnce) { Duration.ZERO }

/** A lock of which half a PIN was typed, and which the phone's own may open. */
internal fun closed() = LockModel(TestPins("2580", phoneOpens = true), AtOnce, AtOnce) { Duration.ZERO }.apply {
    "25".forEach(::type)
}

private fun resting() = TestPins("2580").apply { answer = Opened.Rests(Duration.ofMinutes(5)) }.let { pins ->
    LockModel(pins, AtOnce, AtOnce) { Duration.ZERO }.apply { enter("2580") }
}

private fun idle(): LockModel {
    var uptime = Duration.ZERO
    return LockModel(TestPins("2580"), AtOnce, AtOnce) { uptime }.apply {
        enter("2580")
        uptime = LockModel.IDLE
        check()
    }
}

private fun LockModel.enter(vararg pins: String) = pins.forEach { pin ->
    while (typed.isNotEmpty()) erase()
    pin.forEach(::type)
    enter()
}
