package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.EntryField
import org.doorstep.ui.register.AddModel
import org.doorstep.ui.value
import org.doorstep.ui.visit.VisitModel

internal fun statesOfRegister(core: Doorstep) = listOf(
    Scene("add-person") { core.app().apply { addPerson(core.quietStop().household) } },
    Scene("add-home") {
        core.app().apply {
            addHome()
            (page as AddModel).run {
                choose(checkNotNull(asked.value).grids.last())
                type(EntryField.GREETING, "孙家")
                type(EntryField.HOME_PHONE, "1390")
                save()
            }
        }
    },
    Scene("add-home-no-place") {
        core.app().apply {
            addHome()
            (page as AddModel).homeIsHere(true)
        }
    },
    Scene("visit-particulars") {
        hamlet().run {
            app().apply {
                visit(quietStop().household)
                (page as VisitModel).particulars.run {
                    type(all.indexOfFirst { it.entry.field == EntryField.GREETING }, "刘奶奶家（后院）")
                    type(all.indexOfFirst { it.entry.field == EntryField.HOME_PHONE }, "1390")
                }
            }
        }
    },
)
