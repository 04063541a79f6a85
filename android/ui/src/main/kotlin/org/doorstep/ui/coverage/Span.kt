package org.doorstep.ui.coverage

import java.time.LocalDate
import java.time.temporal.ChronoUnit
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord

/** A civil period as a worker walks to it: so many back from the present one. What it holds the core knows. */
data class Span(val kind: PeriodKind = PeriodKind.MONTH, val back: Long = 0) {
    fun earlier() = copy(back = back + 1)

    fun later() = copy(back = (back - 1).coerceAtLeast(0))

    /** A day in it; none in the present one, which holds the core's today. */
    internal fun day(today: LocalDate): LocalDate? = if (back == 0L) null else kind.before(today, back)
}

/** What choosing it is called. */
val PeriodKind.words
    get() = when (this) {
        PeriodKind.WEEK -> ScreenWord.BY_WEEK
        PeriodKind.MONTH -> ScreenWord.BY_MONTH
        PeriodKind.QUARTER -> ScreenWord.BY_QUARTER
        PeriodKind.HALF_YEAR -> ScreenWord.BY_HALF_YEAR
        PeriodKind.YEAR -> ScreenWord.BY_YEAR
    }

private fun PeriodKind.before(today: LocalDate, count: Long) = when (this) {
    PeriodKind.WEEK -> today.minus(count, ChronoUnit.WEEKS)
    PeriodKind.MONTH -> today.minus(count, ChronoUnit.MONTHS)
    PeriodKind.QUARTER -> today.minus(3 * count, ChronoUnit.MONTHS)
    PeriodKind.HALF_YEAR -> today.minus(6 * count, ChronoUnit.MONTHS)
    PeriodKind.YEAR -> today.minus(count, ChronoUnit.YEARS)
}
