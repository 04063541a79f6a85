package org.doorstep.ui.menu

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.GridCode
import org.doorstep.ScreenWord
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Page
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.value
import org.doorstep.ui.words

/** The way to what is not needed at every door. */
class Menu(private val core: CoreThread) : Page {
    override val shows = setOf(Area.ENROLMENT, Area.REGISTER)

    /** Whether a way leads to *Review*. */
    var hasReview by mutableStateOf(false)
        private set

    /** Whether this worker may add a home. */
    var mayAddHome by mutableStateOf(false)
        private set

    override fun read() {
        core.ask({ it.review().isOffered() }) { hasReview = it.value == true }
        core.ask({ it.register().newHouseholdFields().isNotEmpty() }) { mayAddHome = it.value == true }
    }
}

/** Where the menu leads. */
interface MenuWays {
    fun coverage()

    /** Of one grid, or of all of this phone. */
    fun responsibility(grid: GridCode? = null)

    fun review()

    fun addHome()

    fun outbox()

    fun settings()

    fun enrol()
}

@Composable
fun MenuScreen(menu: Menu, banners: Banners, back: () -> Unit, ways: MenuWays) =
    Frame(ScreenWord.MENU.words, banners, back) {
        Blocks {
            OtherButton(ScreenWord.COVERAGE.words, ways::coverage)
            OtherButton(ScreenWord.RESPONSIBILITY.words, { ways.responsibility() })
            if (menu.hasReview) OtherButton(ScreenWord.REVIEW.words, ways::review)
            if (menu.mayAddHome) OtherButton(ScreenWord.ADD_HOME.words, ways::addHome)
            OtherButton(ScreenWord.OUTBOX.words, ways::outbox)
            OtherButton(ScreenWord.SETTINGS.words, ways::settings)
            OtherButton(ScreenWord.ENROL.words, ways::enrol)
        }
    }
