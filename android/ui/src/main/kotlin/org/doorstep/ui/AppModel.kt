package org.doorstep.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateListOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Cause
import org.doorstep.GridCode
import org.doorstep.HouseholdId
import org.doorstep.IdentityView
import org.doorstep.Words
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.CoverageWays
import org.doorstep.ui.coverage.GridModel
import org.doorstep.ui.coverage.GridWays
import org.doorstep.ui.coverage.HomesModel
import org.doorstep.ui.coverage.HomesWays
import org.doorstep.ui.coverage.Part
import org.doorstep.ui.coverage.Span
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.menu.Menu
import org.doorstep.ui.menu.MenuWays
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.photo.PhotoWays
import org.doorstep.ui.register.AddModel
import org.doorstep.ui.responsibility.ResponsibilityModel
import org.doorstep.ui.review.ReviewModel
import org.doorstep.ui.settings.Gone
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.settings.SettingsWays
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.stop.StopWays
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayWays
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.volunteer.DoorModel

/** The way through the screens: a stack with *Today* at its bottom. Nothing that was entered lies here alone. */
class AppModel(
    private val core: CoreThread,
    private val platform: Platform,
    preferences: Preferences = Preferences(),
) : TodayWays, StopWays, MenuWays, CoverageWays, GridWays, HomesWays, SettingsWays, PhotoWays {
    private val pages = mutableStateListOf<Page>()

    val page get() = pages.last()

    var banners by mutableStateOf(Banners())
        private set

    /** Whether this phone shows its worker tickets, in few words and large pictures. */
    var isVolunteer by mutableStateOf(false)
        private set

    /** Whether a worker enrolled this phone; none until that is known. One that nobody did holds nothing. */
    var isEnrolled by mutableStateOf<Boolean?>(null)
        private set

    /** What the worker chose, as it is in force. */
    override var preferences by mutableStateOf(preferences)
        private set

    init {
        open(TodayModel(core, platform))
        identify {
            // A phone that nobody enrolled has nothing else to show.
            if (it == Answer.Here(null) && pages.size == 1) enrol()
        }
    }

    override fun stop(household: HouseholdId) =
        open(if (isVolunteer) door(household) else StopModel(core, platform, household))

    override fun handOver(household: HouseholdId) =
        open(StopModel(core, platform, household).apply { handOver.open() })

    override fun visit(visit: VisitTo) =
        open(if (isVolunteer) door(visit.household) else VisitModel(core, platform, visit, ::visited))

    private fun door(household: HouseholdId) = DoorModel(core, platform, household, ::visited)

    /** The core must hold the visit as it stands: what is noted with a photo goes with it. */
    fun photo(visit: VisitTo) = page.leave { open(PhotoModel(core, platform, visit)) }

    override fun addPerson(household: HouseholdId) = open(AddModel(core, platform, household, ::added))

    override fun addHome() = open(AddModel(core, platform, household = null, ::added))

    override fun outbox() = open(OutboxModel(core, platform))

    override fun menu() = open(Menu(core))

    override fun coverage() = open(CoverageModel(core))

    override fun grid(grid: GridCode, name: String, span: Span) = open(GridModel(core, grid, name, span))

    override fun homes(part: Part, span: Span) = open(HomesModel(core, part, span))

    override fun responsibility(grid: GridCode?) = open(ResponsibilityModel(core, platform, grid))

    override fun review() = open(ReviewModel(core))

    override fun settings() = open(SettingsModel(core, platform, ::wiped))

    override fun enrol() = open(EnrolModel(core, platform, ::enrolled))

    /** In force at once, also where the platform cannot keep it. */
    override fun prefer(preferences: Preferences) {
        this.preferences = preferences
        platform.keep(preferences)
    }

    /** Whether there was anything to go back to. */
    fun back(): Boolean {
        if (page.back()) return true
        if (pages.size == 1) return false
        page.leave {
            pages.removeAt(pages.lastIndex)
            page.read()
        }
        return true
    }

    /** Once nothing is lost by it. Who went elsewhere meanwhile stays there. */
    private fun Page.leave(next: () -> Unit) = settle { if (page === this) next() }

    /** Back to *Today* from wherever it is. */
    fun home() {
        while (pages.size > 1) pages.removeAt(pages.lastIndex)
        page.read()
    }

    /** The lock fell. */
    fun locked() = pages.forEach { it.locked() }

    /** The core changed something. From any thread. */
    fun changed(areas: List<Area>) = core.show {
        if (Area.ENROLMENT in areas) identify { }
        if (areas.any(page.shows::contains)) page.read()
    }

    /** Why nothing is sent at present; none when it is. From any thread. */
    fun held(cause: Cause?) = core.ask({ cause?.label() }) { banners = banners.copy(hold = it.value) }

    /** The store is gone, on this worker's order or the hub's. From any thread. */
    fun wiped() = core.show {
        open(Gone(core, platform))
        pages.removeRange(0, pages.lastIndex)
        banners = Banners()
        isEnrolled = false
        platform.wiped()
    }

    private fun open(page: Page) {
        banners = banners.copy(notice = null)
        pages.add(page)
        page.read()
    }

    /** A visit is over. Who went elsewhere meanwhile stays there. */
    private fun visited(notice: Words) {
        if (page is VisitModel || page is DoorModel) while (pages.size > 1) pages.removeAt(pages.lastIndex)
        banners = banners.copy(notice = notice)
        page.read()
    }

    /** To the home, which a person is added from. Who went elsewhere meanwhile stays there. */
    private fun added(household: HouseholdId) {
        if (page !is AddModel) return
        pages.removeAt(pages.lastIndex)
        if (page is StopModel) page.read() else stop(household)
    }

    /** The first exchange brings what there is to visit. */
    private fun enrolled() {
        identify { platform.sendNow() }
    }

    /** Whose phone this is decides what it shows. */
    private fun identify(known: (Answer<IdentityView?>) -> Unit) = core.ask({ it.identity() }) { answer ->
        if (answer is Answer.Here) {
            banners = banners.copy(isDemo = answer.value?.isDemo == true)
            isVolunteer = answer.value?.screens?.isPlain == true
            isEnrolled = answer.value != null
        }
        known(answer)
    }
}
