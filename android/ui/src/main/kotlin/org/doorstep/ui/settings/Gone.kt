package org.doorstep.ui.settings

import androidx.compose.runtime.Composable
import org.doorstep.Area
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.ui.Page
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.words

/** What is left of a phone that was wiped, until the app begins anew: by a tap, or once it is in front again. */
data object Gone : Page {
    override val shows = emptySet<Area>()

    override fun read() = Unit
}

@Composable
fun GoneScreen(again: () -> Unit) = Frame(
    PhoneWord.THIS_PHONE.words,
    Banners(),
    back = null,
    foot = { Foot { MainButton(ScreenWord.ENROL.words, again) } },
) { Notice(PhoneWord.WIPED.words) }
