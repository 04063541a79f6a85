package org.doorstep.ui

import org.doorstep.Cause
import org.doorstep.Doorstep
import org.doorstep.DoorstepException
import org.doorstep.EvidenceKind
import org.doorstep.FixDraft
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.VisitOutcome
import org.doorstep.Words
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.visit.VisitModel

/** The state of a screen that is drawn, with `inView` of it on the screen. A scene leaves the core as it found it. */
class Scene(
    val name: String,
    val lock: (() -> LockModel)? = null,
    /** What must be seen in the picture; what is at the top anyway needs no word. */
    val inView: Words? = null,
    /** A scene that may look like this one; why, stands where it is named. */
    val looksLike: String? = null,
    val app: () -> AppModel,
)

/** The screens with the invented hamlet on them. */
fun screens(core: Doorstep, others: Others) = listOf(
    Scene("today") { core.app() },
    Scene("stop") { core.app().apply { stop(core.quietStop().household) } },
    Scene("visit") { core.app().apply { visit(core.visits().drafts().single().household) } },
    Scene("photo") { others.asking.atPhoto() },
    Scene("outbox") { core.app().apply { outbox() } },
    Scene("menu") { core.app().apply { menu() } },
    Scene("coverage") { core.app().apply { coverage() } },
    Scene("grid") { core.app().apply { firstGrid() } },
    Scene("map") { others.supervisor.app().apply { inCoverage { scroll.requestScrollToItem(2) } } },
    Scene("map-closer") {
        others.supervisor.app().apply {
            inCoverage {
                scroll.requestScrollToItem(2)
                look { it.closer(3f) }
            }
        }
    },
    Scene("homes") { core.app().apply { inCoverage { homes(part, span) } } },
    Scene("responsibility") { core.app().apply { responsibility() } },
    Scene("settings") { core.app().apply { settings() } },
    Scene("review") { others.supervisor.app().apply { review() } },
    Scene("volunteer") { others.volunteer.app() },
    Scene("volunteer-door") { others.volunteer.app().apply { stop(others.volunteer.quietStop().household) } },
    Scene("lock", lock = { closed() }) { core.app() },
    Scene("enrol") { core.app(platform = TestPlatform { welcome() }).apply { readCode() } },
)

/** Phones in other states than a morning's. */
class Others(
    /** Every stop of its day is visited. */
    val ended: Doorstep,
    /** Nobody enrolled it. */
    val new: Doorstep,
    /** It got nothing from its hub yet. */
    val enrolled: Doorstep,
    /** Its store does not open. */
    val closed: Doorstep,
    /** A visit was begun on it where a rule asks for a photo. */
    val asking: Doorstep,
    val supervisor: Doorstep,
    /** Who leads a grid, and has somebody to hand homes to. */
    val chief: Doorstep,
    val volunteer: Doorstep,
    /** Its hub was out of reach for more than seven days. */
    val forsaken: Doorstep,
)

/** Their other states: empty, without the first data, loading, offline, error, done. */
fun states(core: Doorstep, others: Others): List<Scene> =
    statesOfVisits(core, others) + statesOfPhotos(core, others) + statesOfCoverage(core, others) +
        statesOfSettings(core, others) + statesOfEnrolment(others) + statesOfReviews(others) +
        statesOfVolunteers(others) + statesOfLocks(core) + statesOfHandOver(others) +
        statesOfRegister(core)

private fun statesOfVisits(core: Doorstep, others: Others): List<Scene> {
    val household = core.visits().drafts().single().household
    return listOf(
        Scene("today-loading") { core.app(background = Never) },
        Scene("today-offline") { core.app().apply { held(Cause.NO_NETWORK) } },
        Scene("today-error") { others.closed.app() },
        Scene("today-empty") { others.ended.app() },
        Scene("today-filling") { others.enrolled.app() },
        Scene("today-done") { hamlet().run { app().also { it.finishTheVisitBegun(this) } } },
        Scene("today-grids") {
            core.app().apply { (page as TodayModel).run { choose(checkNotNull(day.value).grids.last()) } }
        },
        Scene("today-area") {
            core.app().apply { (page as TodayModel).run { choose(checkNotNull(day.value).areas.last()) } }
        },
        Scene("today-found") { core.app().apply { (page as TodayModel).search("wang") } },
        Scene("today-not-found") { core.app().apply { (page as TodayModel).search("zzzz") } },
        Scene("today-from-here") {
            core.app(platform = TestPlatform().apply { whereabouts = fixAt(core.stopWithPlace().place) })
                .apply { (page as TodayModel).fromHere() }
        },
        // Nothing is folded where text is of standard size.
        Scene("today-unfolded", looksLike = "today") { core.app().apply { (page as TodayModel).unfold() } },
        Scene("today-no-place", inView = ScreenWord.NO_PLACE_NOW.words) {
            core.app().apply {
                (page as TodayModel).run {
                    unfold()
                    fromHere()
                }
            }
        },
        Scene("today-locked") { others.forsaken.app() },
        Scene("stop-locked") { others.forsaken.run { app().apply { stop(quietStop().household) } } },
        Scene("visit-locating") { core.app(platform = Silent).apply { visit(household) } },
        Scene("visit-placed") {
            hamlet().run {
                val stop = stopWithPlace()
                app(platform = TestPlatform().apply { whereabouts = fixAt(stop.place, isMock = true) })
                    .apply { visit(stop.household) }
            }
        },
        Scene("stop-no-map") {
            core.app(platform = TestPlatform().apply { hasOtherApps = false }).apply {
                stop(core.stopWithPlace().household)
                (page as StopModel).showTheWay()
            }
        },
        Scene("visit-no-dialler") {
            core.app(platform = TestPlatform().apply { hasOtherApps = false }).apply {
                visit(household)
                (page as VisitModel).report()
            }
        },
        Scene("stop-error") { others.new.app().apply { stop(household) } },
        Scene("stop-empty") { others.ended.app().apply { stop(household) } },
        Scene("visit-signature", inView = EvidenceKind.SIGNATURE.label()) {
            hamlet().run { app().apply { visit(stopWithSignature().household) } }
        },
        Scene("visit-error") { others.new.app().apply { visit(household) } },
        Scene("visit-not-home", inView = ScreenWord.WHAT_FOLLOWS.words) {
            core.app().apply {
                visit(household)
                (page as VisitModel).run {
                    choose(VisitOutcome.NOT_HOME)
                    finish()
                }
            }
        },
        Scene("visit-offline") {
            core.app().apply {
                held(Cause.NO_NETWORK)
                visit(household)
            }
        },
        Scene("outbox-empty") { others.new.app().apply { outbox() } },
        Scene("outbox-exported") { core.app().apply { outbox() }.apply { (page as OutboxModel).export() } },
        Scene("outbox-photos", inView = ScreenWord.MORE.words) {
            ManyPhotos(core, 60).app().apply { outbox() }
        },
        Scene("outbox-error") {
            others.new.app().apply {
                outbox()
                (page as OutboxModel).send()
            }
        },
        Scene("outbox-offline") {
            core.app().apply {
                held(Cause.NO_NETWORK)
                outbox()
            }
        },
    )
}

private fun statesOfSettings(core: Doorstep, others: Others) = listOf(
    Scene("settings-loading", inView = ScreenWord.LOADING.words) { core.app(background = Never).apply { settings() } },
    Scene("settings-new", inView = ScreenWord.NOT_ENROLLED.words) { others.new.app().apply { settings() } },
    Scene("settings-error", inView = PhoneWord.LOSS_UNKNOWN.words) {
        others.closed.app().apply {
            inSettings {
                prove()
                leave()
            }
        }
    },
    Scene("settings-diagnosed", inView = PhoneWord.HAND_ON_FILE.words) {
        core.app().apply { inSettings { diagnose() } }
    },
    Scene("settings-proved", inView = PhoneWord.PROVE.words) {
        core.app().apply { inSettings { prove() } }
    },
    Scene("settings-feedback", inView = PhoneWord.FEEDBACK_THANKS.words) {
        hamlet().app().apply {
            inSettings {
                type("字太小")
                giveFeedback()
            }
        }
    },
    Scene("settings-leave", inView = PhoneWord.REALLY_LEAVE.words) { core.app().apply { inSettings { leave() } } },
    Scene("settings-not-wiped", inView = PhoneWord.YES_LEAVE.words) {
        FullDisk(core).run {
            app().apply {
                inSettings {
                    leave()
                    isFull = true
                    wipe()
                }
            }
        }
    },
    Scene("settings-leave-none-lost", inView = PhoneWord.NOTHING_UNSENT.words) {
        others.enrolled.app().apply { inSettings { leave() } }
    },
    Scene("gone") { core.app(platform = TestPlatform(others = emptyList())).apply { wiped() } },
    Scene("gone-shared") { core.app().apply { wiped() } },
)

private fun statesOfEnrolment(others: Others) = listOf(
    Scene("enrol-new") { others.new.app() },
    Scene("enrol-no-code") {
        others.new.app().inEnrolment {
            type("x7k2")
            readCode()
        }
    },
    Scene("enrol-unread") { others.new.app().inEnrolment { scan() } },
    Scene("enrol-pin", lock = { lock(null) }) {
        others.new.app().inEnrolment {
            type(CODE)
            readCode()
            choosePin()
        }
    },
    Scene("enrol-sending") { others.new.app(platform = Silent).inEnrolment { enrolWithCode() } },
    Scene("enrol-offline") { others.new.app().inEnrolment { enrolWithCode() } },
    Scene("enrol-refused") { others.new.app(platform = TestPlatform { refusal() }).inEnrolment { enrolWithCode() } },
    Scene("enrol-done") { newPhone().app(platform = TestPlatform { welcome() }).inEnrolment { enrolWithCode() } },
)

/** A hub's answer that does not come, and a place that is not found yet. */
internal object Silent : Platform by TestPlatform() {
    override fun locate(answered: (FixDraft?) -> Unit) = Unit

    override fun send(request: HttpRequest, answered: (HttpAnswer?) -> Unit) = Unit
}

private fun AppModel.inSettings(work: SettingsModel.() -> Unit) {
    settings()
    (page as SettingsModel).work()
}

private fun AppModel.inEnrolment(work: EnrolModel.() -> Unit) = apply { (page as EnrolModel).work() }

private fun AppModel.readCode() {
    enrol()
    inEnrolment {
        type(CODE)
        readCode()
    }
}

private fun EnrolModel.enrolWithCode() {
    type(CODE)
    readCode()
    enrol()
}

private fun AppModel.finishTheVisitBegun(core: Doorstep) {
    visit(core.visits().drafts().single().household)
    (page as VisitModel).run {
        choose(VisitOutcome.NO_CHANGE)
        finish()
    }
}
