package org.doorstep.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateListOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Cause
import org.doorstep.GridCode
import org.doorstep.HouseholdId
import org.doorstep.Words
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.GridFigures
import org.doorstep.ui.coverage.GridModel
import org.doorstep.ui.coverage.GridWays
import org.doorstep.ui.coverage.Span
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.menu.Menu
import org.doorstep.ui.menu.MenuWays
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.responsibility.ResponsibilityModel
import org.doorstep.ui.settings.Gone
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.settings.SettingsWays
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayWays
import org.doorstep.ui.visit.VisitModel

/** The way through the screens: a stack with *Today* at its bottom. Nothing that was entered lies here alone. */
class AppModel(
    private val core: CoreThread,
    private val platform: Platform,
    preferences: Preferences = Preferences(),
) : TodayWays, MenuWays, GridWays, SettingsWays {
    private val pages = mutableStateListOf<Page>()

    val page get() = pages.last()

    var banners by mutableStateOf(Banners())
        private set

    /** What the worker chose, as it is in force. */
    override var preferences by mutableStateOf(preferences)
        private set

    init {
        open(TodayModel(core))
        core.ask({ it.identity() }) { identity ->
            banners = banners.copy(isDemo = identity.value?.isDemo == true)
            // A phone that nobody enrolled has nothing else to show.
            if (identity == Answer.Here(null) && pages.size == 1) enrol()
        }
    }

    override fun stop(household: HouseholdId) = open(StopModel(core, household))

    override fun visit(household: HouseholdId) = open(VisitModel(core, household, ::visited))

    override fun outbox() = open(OutboxModel(core, platform))

    override fun menu() = open(Menu)

    override fun coverage() = open(CoverageModel(core))

    /** A grid in the period that *Coverage* shows. */
    fun grid(grid: GridFigures, span: Span) = open(GridModel(core, grid.grid, grid.name, span))

    override fun responsibility(grid: GridCode?) = open(ResponsibilityModel(core, grid))

    override fun settings() = open(SettingsModel(core, platform, ::wiped))

    override fun enrol() = open(EnrolModel(core, platform, ::enrolled))

    /** In force at once, also where the platform cannot keep it. */
    override fun prefer(preferences: Preferences) {
        this.preferences = preferences
        platform.keep(preferences)
    }

    /** Whether there was a screen to go back to. */
    fun back(): Boolean {
        if (pages.size == 1) return false
        pages.removeAt(pages.lastIndex)
        page.read()
        return true
    }

    /** Back to *Today* from wherever it is. */
    fun home() {
        while (pages.size > 1) pages.removeAt(pages.lastIndex)
        page.read()
    }

    /** The core changed something. From any thread. */
    fun changed(areas: List<Area>) = core.show { if (areas.any(page.shows::contains)) page.read() }

    /** Why nothing is sent at present; none when it is. From any thread. */
    fun held(cause: Cause?) = core.ask({ cause?.label() }) { banners = banners.copy(hold = it.value) }

    /** The store is gone, on this worker's order or the hub's. From any thread. */
    fun wiped() = core.show {
        pages.add(Gone)
        pages.removeRange(0, pages.lastIndex)
        banners = Banners()
        platform.wiped()
    }

    private fun open(page: Page) {
        banners = banners.copy(notice = null)
        pages.add(page)
        page.read()
    }

    /** A visit is over. Who went elsewhere meanwhile stays there. */
    private fun visited(notice: Words) {
        if (page is VisitModel) while (pages.size > 1) pages.removeAt(pages.lastIndex)
        banners = banners.copy(notice = notice)
        page.read()
    }

    /** The first exchange brings what there is to visit. */
    private fun enrolled() {
        core.ask({ it.identity()?.isDemo }) { banners = banners.copy(isDemo = it.value == true) }
        platform.sendNow()
    }
}
