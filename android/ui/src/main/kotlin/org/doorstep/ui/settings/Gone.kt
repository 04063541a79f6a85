package org.doorstep.ui.settings

import androidx.compose.runtime.Composable
import org.doorstep.Area
import org.doorstep.PhoneWord
import org.doorstep.ui.Page
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Notice
import org.doorstep.ui.words

/** What is left of a phone that was wiped, until the app begins anew. */
data object Gone : Page {
    override val shows = emptySet<Area>()

    override fun read() = Unit
}

@Composable
fun GoneScreen() = Frame(PhoneWord.THIS_PHONE.words, Banners(), back = null) { Notice(PhoneWord.WIPED.words) }
