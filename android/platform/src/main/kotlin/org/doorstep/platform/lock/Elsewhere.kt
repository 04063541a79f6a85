package org.doorstep.platform.lock

import org.doorstep.platform.Folders
import org.doorstep.ui.Worker

/** The other stores of a phone that several share. */
class Elsewhere(
    private val folders: Folders,
    /** Shuts the store that is open and opens that folder's; a new one's where none is named. */
    val change: (folder: String?) -> Unit,
) {
    /** Those who can be found by a name. */
    fun workers() = folders.others().filter { it.name.isNotEmpty() }.map { Worker(it.id, it.name) }
}
