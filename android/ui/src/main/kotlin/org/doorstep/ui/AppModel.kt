package org.doorstep.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateListOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.Instant
import org.doorstep.Area
import org.doorstep.Cause
import org.doorstep.HouseholdId
import org.doorstep.Words
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayWays
import org.doorstep.ui.visit.VisitModel

/** The way through the screens: a stack with *Today* at its bottom. Nothing that was entered lies here alone. */
class AppModel(
    private val core: CoreThread,
    private val now: () -> Instant = Instant::now,
    private val sendNow: () -> Unit = {},
) : TodayWays {
    private val pages = mutableStateListOf<Page>()

    val page get() = pages.last()

    var banners by mutableStateOf(Banners())
        private set

    init {
        core.ask({ it.identity()?.isDemo }) { banners = banners.copy(isDemo = it.value == true) }
        open(TodayModel(core))
    }

    override fun stop(household: HouseholdId) = open(StopModel(core, household))

    override fun visit(household: HouseholdId) = open(VisitModel(core, household, ::home))

    override fun outbox() = open(OutboxModel(core, now, sendNow))

    /** Whether there was a screen to go back to. */
    fun back(): Boolean {
        if (pages.size == 1) return false
        pages.removeAt(pages.lastIndex)
        page.read()
        return true
    }

    /** The core changed something. From any thread. */
    fun changed(areas: List<Area>) = core.show { if (areas.any(page.shows::contains)) page.read() }

    /** Why nothing is sent at present; none when it is. From any thread. */
    fun held(cause: Cause?) = core.ask({ cause?.label() }) { banners = banners.copy(hold = it.value) }

    private fun open(page: Page) {
        banners = banners.copy(notice = null)
        pages.add(page)
        page.read()
    }

    /** A visit is over. Who went elsewhere meanwhile stays there. */
    private fun home(notice: Words) {
        if (page is VisitModel) while (pages.size > 1) pages.removeAt(pages.lastIndex)
        banners = banners.copy(notice = notice)
        page.read()
    }
}
