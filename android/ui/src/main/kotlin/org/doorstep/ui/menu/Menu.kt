package org.doorstep.ui.menu

import androidx.compose.runtime.Composable
import org.doorstep.Area
import org.doorstep.GridCode
import org.doorstep.ScreenWord
import org.doorstep.ui.Page
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.words

/** The way to what is not needed at every door. It asks the core for nothing. */
data object Menu : Page {
    override val shows = emptySet<Area>()

    override fun read() = Unit
}

/** Where the menu leads. */
interface MenuWays {
    fun coverage()

    /** Of one grid, or of all of this phone. */
    fun responsibility(grid: GridCode? = null)

    fun outbox()

    fun settings()

    fun enrol()
}

@Composable
fun MenuScreen(banners: Banners, back: () -> Unit, ways: MenuWays) = Frame(ScreenWord.MENU.words, banners, back) {
    Blocks {
        OtherButton(ScreenWord.COVERAGE.words, ways::coverage)
        OtherButton(ScreenWord.RESPONSIBILITY.words, { ways.responsibility() })
        OtherButton(ScreenWord.OUTBOX.words, ways::outbox)
        OtherButton(ScreenWord.SETTINGS.words, ways::settings)
        OtherButton(ScreenWord.ENROL.words, ways::enrol)
    }
}
