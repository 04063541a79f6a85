package org.doorstep.platform

import java.util.concurrent.Executor
import org.doorstep.Doorstep
import org.doorstep.HostStatus
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.Network
import org.doorstep.platform.sync.Carrier
import org.doorstep.platform.sync.Courier
import org.doorstep.platform.sync.Standing
import org.doorstep.ui.Platform

/** Runs at once, in the thread that asks. */
internal val atOnce = Executor { it.run() }

/** A phone that does nothing. */
internal object Silent : Platform {
    override fun unsentFile() = error("nobody asks")

    override fun sheetFile() = error("nobody asks")

    override fun diagnosticsFile() = error("nobody asks")
}

/** Reaches no hub. */
private object Nobody : Carrier {
    override fun send(request: HttpRequest): HttpAnswer? = null

    override fun upload(request: HttpRequest, file: String, offset: ULong): HttpAnswer? = null

    override fun stop() = Unit
}

/** A courier without a network. */
internal fun quietCourier(core: Doorstep, tell: (Standing) -> Unit = { }) = Courier(
    core::syncSession, Nobody, { HostStatus(Network.OFFLINE, 50u, false, false) }, atOnce, { _, _ -> }, tell,
)
