package org.doorstep.ui.coverage

import java.time.LocalDate
import org.doorstep.PeriodKind
import org.doorstep.ScreenWord

/** The civil period that holds a day, today where none is named. What it holds and lies around it, the core knows. */
data class Span(val kind: PeriodKind = PeriodKind.MONTH, val day: LocalDate? = null)

/** What choosing it is called. */
val PeriodKind.words
    get() = when (this) {
        PeriodKind.WEEK -> ScreenWord.BY_WEEK
        PeriodKind.MONTH -> ScreenWord.BY_MONTH
        PeriodKind.QUARTER -> ScreenWord.BY_QUARTER
        PeriodKind.HALF_YEAR -> ScreenWord.BY_HALF_YEAR
        PeriodKind.YEAR -> ScreenWord.BY_YEAR
    }
