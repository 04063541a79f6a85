package org.doorstep.ui

import org.doorstep.Cause
import org.doorstep.Doorstep
import org.doorstep.VisitOutcome
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.visit.VisitModel

/** The state of a screen that is drawn. A scene leaves the core as it found it. */
class Scene(val name: String, val app: () -> AppModel)

/** The screens with the invented hamlet on them. */
fun screens(core: Doorstep) = listOf(
    Scene("today") { core.app() },
    Scene("stop") { core.app().apply { stop(core.quietStop().household) } },
    Scene("visit") { core.app().apply { visit(core.visits().drafts().single().household) } },
    Scene("outbox") { core.app().apply { outbox() } },
)

/** Their other states: empty, loading, offline, error, done. */
fun states(core: Doorstep, ended: Doorstep, new: Doorstep): List<Scene> {
    val household = core.visits().drafts().single().household
    return listOf(
        Scene("today-loading") { core.app(background = Never) },
        Scene("today-offline") { core.app().apply { held(Cause.NO_NETWORK) } },
        Scene("today-error") { new.app() },
        Scene("today-empty") { ended.app() },
        Scene("today-done") { hamlet().run { app().also { it.finishTheVisitBegun(this) } } },
        Scene("today-found") { core.app().apply { (page as TodayModel).search("wang") } },
        Scene("today-not-found") { core.app().apply { (page as TodayModel).search("zzzz") } },
        Scene("stop-error") { new.app().apply { stop(household) } },
        Scene("stop-empty") { ended.app().apply { stop(household) } },
        Scene("visit-error") { new.app().apply { visit(household) } },
        Scene("visit-not-home") {
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
        Scene("outbox-empty") { new.app().apply { outbox() } },
        Scene("outbox-error") {
            new.app().apply {
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

private fun AppModel.finishTheVisitBegun(core: Doorstep) {
    visit(core.visits().drafts().single().household)
    (page as VisitModel).run {
        choose(VisitOutcome.NO_CHANGE)
        finish()
    }
}
