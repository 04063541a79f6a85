package org.doorstep.ui

import org.doorstep.ui.stop.StopModel

internal fun statesOfHandOver(others: Others): List<Scene> = others.chief.run {
    val (mine, another) = stops().partition { it.handedOver?.toMe == true }.run { first.first() to second.first() }
    listOf(
        Scene("today-handed") { app() },
        Scene("stop-handed") { app().apply { stop(mine.household) } },
        Scene("homes-handing") { app().apply { inCoverage { homes(part, span) } } },
        Scene("stop-handing") {
            app().apply {
                stop(another.household)
                (page as StopModel).handOver.run {
                    open()
                    choose(colleagues.first().first)
                    note("院里有狗，先打电话。".repeat(21))
                    handOver()
                }
            }
        },
    )
}
