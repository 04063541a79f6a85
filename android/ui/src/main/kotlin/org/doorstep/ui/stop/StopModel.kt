package org.doorstep.ui.stop

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.LocalDate
import org.doorstep.Area
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.DutyView
import org.doorstep.HouseholdId
import org.doorstep.HouseholdView
import org.doorstep.ResidentView
import org.doorstep.Subject
import org.doorstep.TicketView
import org.doorstep.VisitId
import org.doorstep.VisitView
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.OtherApps
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.address
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.ui.stops.Handed
import org.doorstep.ui.stops.inWords
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitTo
import org.doorstep.ui.visit.begun

/** What *Stop* shows of a household: what this role may see, and no more comes from the core. */
data class Home(
    val greeting: String,
    val address: Words,
    val phone: String?,
    val safetyNote: String?,
    val toDo: List<Duty>,
    val otherDuties: List<Duty>,
    val people: List<Words>,
    val visits: List<LastVisit>,
    val needs: List<Words>,
    val isBeingVisited: Boolean,
    val place: Coordinate?,
    /** Whom it is handed to, where it is. */
    val handed: Handed?,
    val mayHandOver: Boolean,
    val mayAddPerson: Boolean,
    /** That homes are locked without the hub, where they are: then the core gives no more than its door needs. */
    val lock: Words?,
)

/** One thing due here, and why. */
data class Duty(
    val title: Words,
    val task: Words?,
    val basis: Words?,
    val photo: Words?,
    val state: Words,
    val opens: LocalDate,
    val due: LocalDate,
)

/** A visit of before. */
data class LastVisit(
    val on: LocalDate,
    val how: Words,
    val wasPutRight: Boolean,
    /** Which, where this phone can put it right. */
    val correctable: VisitId?,
)

/** One household. */
class StopModel(private val core: CoreThread, platform: Platform, val household: HouseholdId) : Page {
    override val shows = setOf(Area.REGISTER, Area.VISITS)

    var home: Answer<Home> by mutableStateOf(Answer.Awaited)
        private set

    val handOver = HandOver(core, household, ::read)

    val apps = OtherApps(core, platform)

    override fun read() {
        core.ask({ it.home() }) { home = it }
        handOver.read()
    }

    override fun back() = handOver.close()

    fun call() = home.value?.phone?.let(apps::dial)

    fun showTheWay() = home.value?.place?.let(apps::showTheWay)

    private fun Doorstep.home(): Home {
        val view = register().household(household)
        val (toDo, others) = view.duties.partition { it.isDueToday }
        return Home(
            view.greeting,
            address(view.address, view.building, view.floor),
            view.phone,
            view.safetyNote,
            toDo.map { it.inWords(view) } + view.tickets.map { it.inWords() },
            others.map { it.inWords(view) },
            view.residents.map(::person),
            view.visits.map { it.inWords(view.correctable) },
            view.needs.map { line(it.kind.label(), it.status.label(), it.note?.let(::asIs)) },
            begun(VisitTo(household)) != null,
            view.place,
            view.handedOver?.inWords(),
            view.mayHandOver,
            view.mayAddResident,
            view.lock,
        )
    }
}

private fun VisitView.inWords(correctable: List<VisitId>) =
    LastVisit(on, line(outcome.label(), mode.label()), correctedBy != null, id.takeIf { it in correctable })

private fun person(resident: ResidentView) = line(
    asIs(resident.name),
    resident.relation?.let(::asIs),
    *resident.categories.map { it.kind.label() }.toTypedArray(),
)

private fun DutyView.inWords(home: HouseholdView) = Duty(
    line(home.nameOf(subject)?.let(::asIs), title),
    task,
    legalBasis,
    photoReason,
    standing,
    opens,
    due,
)

private fun TicketView.inWords() =
    Duty(task, task = null, basis = null, photo = null, state.label(), opens, due)

private fun HouseholdView.nameOf(subject: Subject) = when (subject) {
    is Subject.Household -> null
    is Subject.Resident -> residents.find { it.id == subject.id }?.name
}
