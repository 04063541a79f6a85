package org.doorstep.ui.coverage

import org.doorstep.CategoryKind
import org.doorstep.Counts
import org.doorstep.CoverageLine
import org.doorstep.CoverageReport
import org.doorstep.Doorstep
import org.doorstep.Figure
import org.doorstep.GridCode
import org.doorstep.ScreenWord
import org.doorstep.ServiceArea
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.words

/** The figures of something that is counted. */
data class Figures(val rate: Words, val share: Float?, val counts: Words, val overdue: Words?)

/** The duties that are counted together: all of them, or those of one grid, area or category. */
data class Part(
    val name: Words,
    val grid: GridCode? = null,
    val area: ServiceArea? = null,
    val category: CategoryKind? = null,
)

/** The figures of a part. */
data class Group(val part: Part, val figures: Figures)

/** A grid with its figures. */
data class GridFigures(val grid: GridCode, val name: String, val figures: Figures)

/** How well the figures are known. */
data class Known(val period: Words, val asOf: Words, val silence: Words)

internal fun Counts.inWords() = Figures(
    share,
    rate?.toFloat(),
    line(
        ScreenWord.COUNT_DUE.of(figure(due)),
        ScreenWord.COUNT_VISITED.of(figure(visited)),
        ScreenWord.COUNT_ATTEMPTED.of(figure(attempted)),
        ScreenWord.COUNT_EXEMPT.of(figure(exempt)),
    ),
    ScreenWord.COUNT_OVERDUE.of(figure(overdue)).takeIf { overdue > 0u },
)

internal fun CoverageLine.ofGrid() = GridFigures(grid, gridName, counts.inWords())

internal fun Doorstep.known(report: CoverageReport) = Known(
    ScreenWord.PERIOD.of(asIs(report.period())),
    report.asOf()?.let { ScreenWord.AS_OF.of(wordsOfTime(it)) } ?: ScreenWord.NEVER_EXCHANGED.words,
    when (val silent = report.silentPhones()) {
        null -> ScreenWord.SILENCE_UNKNOWN.words
        0u -> ScreenWord.NO_SILENT_PHONES.words
        else -> ScreenWord.SILENT_PHONES.of(figure(silent))
    },
)

/** What says how much it is. */
val Figure.sentence
    get() = when (this) {
        Figure.DUE -> ScreenWord.COUNT_DUE
        Figure.VISITED -> ScreenWord.COUNT_VISITED
        Figure.ATTEMPTED -> ScreenWord.COUNT_ATTEMPTED
        Figure.OVERDUE -> ScreenWord.COUNT_OVERDUE
        Figure.EXEMPT -> ScreenWord.COUNT_EXEMPT
    }
