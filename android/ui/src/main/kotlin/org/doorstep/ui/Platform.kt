package org.doorstep.ui

import java.time.Instant
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest

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

    /** Where a file for support may lie, as a path. */
    fun diagnosticsFile(): String

    /** The store is gone: what was made from it is to be thrown away, and the app begins anew. */
    fun wiped() {}
}

/** What a worker chose for this phone. It is no secret, and says nothing about a household. */
data class Preferences(
    val language: Language = Language.CHINESE,
    /** In sp, 18 to 30 (工信部适老化). */
    val mainText: Int = 18,
    /** Whether photos that waited may go over a network that costs money, as the core asks in `HostStatus`. */
    val photosMayCost: Boolean = false,
)
