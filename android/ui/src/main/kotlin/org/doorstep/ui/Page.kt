package org.doorstep.ui

import org.doorstep.Area

/** A screen with what it holds. */
interface Page {
    /** What it shows: a change there makes it read anew. */
    val shows: Set<Area>

    /** Reads all that it shows; what it showed before stays until the answer is here. */
    fun read()

    /** The lock fell over it: what must not wait in clear goes. */
    fun locked() = Unit

    /** Goes on to `next` once nothing that was entered would be lost with it; stays, and tells why, where it would. */
    fun settle(next: () -> Unit) = next()

    /** One step back on the screen itself; whether there was one. */
    fun back() = false
}
