package org.doorstep.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Coordinate
import org.doorstep.ScreenWord
import org.doorstep.Words

/** The phone's other apps that one tap opens: no tap is without an answer where the phone has none. */
class OtherApps(private val core: CoreThread, private val platform: Platform) {
    /** Which of them the last tap looked for in vain. */
    var problem: Words? by mutableStateOf(null)
        private set

    fun dial(number: String) {
        clear()
        platform.dial(number) { tell(it, ScreenWord.NO_DIALLER) }
    }

    fun showTheWay(place: Coordinate) {
        clear()
        platform.showTheWay(place) { tell(it, ScreenWord.NO_MAP_APP) }
    }

    /** The worker went on: what that tap came to is over. */
    fun clear() {
        problem = null
    }

    private fun tell(isOpen: Boolean, otherwise: ScreenWord) =
        core.show { problem = if (isOpen) null else otherwise.words }
}
