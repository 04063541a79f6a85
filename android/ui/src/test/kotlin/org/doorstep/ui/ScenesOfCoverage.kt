package org.doorstep.ui

import org.doorstep.Cause
import org.doorstep.Doorstep
import org.doorstep.ScreenWord
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.Part
import org.doorstep.ui.coverage.Span

internal fun statesOfCoverage(core: Doorstep, others: Others) = listOf(
    Scene("coverage-loading") { core.app(background = Never).apply { coverage() } },
    Scene("coverage-offline") {
        core.app().apply {
            held(Cause.NO_NETWORK)
            coverage()
        }
    },
    Scene("coverage-error") { others.new.app().apply { coverage() } },
    Scene("coverage-filling") { others.enrolled.app().apply { coverage() } },
    Scene("coverage-earlier") { core.app().apply { inCoverage { earlier() } } },
    Scene("coverage-of-an-area") {
        core.app().apply { inCoverage { choose(checkNotNull(covered.value).areas.first()) } }
    },
    Scene("homes-loading") { core.app(background = Never).apply { homes(Part(asIs(NAME)), Span()) } },
    Scene("homes-none") {
        others.enrolled.app().apply { homes(Part(ScreenWord.ALL_GRIDS.words), Span()) }
    },
    Scene("homes-error") { others.closed.app().apply { homes(Part(asIs(NAME)), Span()) } },
    Scene("grid-done") { others.ended.app().apply { firstGrid() } },
    Scene("grid-error") { others.closed.app().apply { grid(GRID, NAME, Span()) } },
    Scene("responsibility-loading") { core.app(background = Never).apply { responsibility() } },
    Scene("responsibility-filling") { others.enrolled.app().apply { responsibility() } },
    Scene("responsibility-new") { others.new.app().apply { responsibility() } },
    Scene("responsibility-error") { others.closed.app().apply { responsibility() } },
)

/** A grid that is on no phone. */
private const val GRID = "610203102200999"
private const val NAME = "第9网格"

internal fun AppModel.firstGrid() = inCoverage {
    checkNotNull(covered.value).grids.first().let { grid(it.grid, it.name, span) }
}

internal fun AppModel.inCoverage(work: CoverageModel.() -> Unit) {
    coverage()
    (page as CoverageModel).work()
}
