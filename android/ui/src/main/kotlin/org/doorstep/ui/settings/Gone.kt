package org.doorstep.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.Worker
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.lock.Workers
import org.doorstep.ui.value
import org.doorstep.ui.words

/** What is left of a phone that was wiped, until the app begins anew: by a tap, or once it is in front again. */
class Gone(private val core: CoreThread, private val platform: Platform) : Page {
    override val shows = emptySet<Area>()

    /** The others whose stores lie on this phone as before. */
    var others: List<Worker> by mutableStateOf(emptyList())
        private set

    override fun read() = core.ask({ platform.otherWorkers() }) { others = it.value.orEmpty() }

    fun changeTo(worker: Worker) = platform.changeTo(worker)
}

@Composable
fun GoneScreen(model: Gone, again: () -> Unit) = Frame(
    PhoneWord.THIS_PHONE.words,
    Banners(),
    back = null,
    foot = { Foot { MainButton(ScreenWord.ENROL.words, again) } },
) {
    Blocks {
        Notice(PhoneWord.WIPED.words)
        if (model.others.isNotEmpty()) Workers(model.others, model::changeTo)
    }
}
