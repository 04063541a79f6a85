package org.doorstep.ui.coverage

import java.util.Locale
import org.doorstep.Counts
import org.doorstep.CoverageLine
import org.doorstep.CoverageReport
import org.doorstep.Doorstep
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

/** A grid with its figures. */
data class GridFigures(val grid: GridCode, val name: String, val figures: Figures)

/** How well the figures are known. */
data class Known(val period: Words, val asOf: Words, val silence: Words)

internal fun Counts.inWords() = Figures(
    rate?.let { ScreenWord.REACHED.of(percent(it)) } ?: ScreenWord.NONE_DUE.words,
    rate?.toFloat(),
    line(
        ScreenWord.COUNT_DUE.of(figure(due)),
        ScreenWord.COUNT_VISITED.of(figure(visited)),
        ScreenWord.COUNT_ATTEMPTED.of(figure(attempted)),
        ScreenWord.COUNT_EXEMPT.of(figure(exempt)),
    ),
    ScreenWord.COUNT_OVERDUE.of(figure(overdue)).takeIf { overdue > 0u },
)

/** One decimal, as the hub prints it. */
private fun percent(share: Double) = asIs(String.format(Locale.ROOT, "%.1f%%", share * 100))

/** Areas whose share is lowest come first, and those where nothing is due come last. Nobody ever sorts people. */
internal val lowestFirst: Comparator<CoverageLine> =
    compareBy<CoverageLine> { it.counts.rate ?: Double.MAX_VALUE }.thenByDescending { it.counts.overdue }
        .thenBy { it.grid }

internal fun CoverageReport.all(): List<CoverageLine> = buildList {
    do {
        val page = lines(size.toUInt(), PAGE)
        addAll(page)
    } while (page.size.toUInt() == PAGE)
}

internal fun List<CoverageLine>.wholes() = filter { it.area == null && it.category == null }

internal fun List<CoverageLine>.of(area: ServiceArea) = filter { it.area == area }

internal fun Doorstep.known(report: CoverageReport) = Known(
    ScreenWord.PERIOD.of(asIs(report.period())),
    report.asOf()?.let { ScreenWord.AS_OF.of(wordsOfTime(it)) } ?: ScreenWord.NEVER_EXCHANGED.words,
    when (val silent = report.silentPhones()) {
        null -> ScreenWord.SILENCE_UNKNOWN.words
        0u -> ScreenWord.NO_SILENT_PHONES.words
        else -> ScreenWord.SILENT_PHONES.of(figure(silent))
    },
)

/** The grid's name stands on the list of who answers for it; its code where nobody does. */
internal fun Doorstep.nameOf(grid: GridCode) =
    responsibilityList().ofGrid(grid).firstOrNull()?.gridName ?: grid

/** What one page of the core may hold. */
private const val PAGE = 200u
