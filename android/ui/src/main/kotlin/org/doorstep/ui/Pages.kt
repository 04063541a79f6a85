package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.GridLine

/** How many lines a list grows by. */
internal const val PAGE = 50u

/** What one page of the core may hold. */
internal const val MOST = 200u

/** How many lines to read anew where so many are shown. */
internal fun again(shown: Int?) = (shown ?: 0).toUInt().coerceIn(PAGE, MOST)

/** All lines of a list that is given page by page, `after` so many. */
internal fun <T> allPages(page: (after: UInt) -> List<T>): List<T> = buildList {
    do {
        val next = page(size.toUInt())
        addAll(next)
    } while (next.size.toUInt() == MOST)
}

/** All grids of this phone. */
internal fun Doorstep.grids(): List<GridLine> = responsibilityList().let { list ->
    generateSequence(list.grids(null, MOST)) { page -> page.lastOrNull()?.let { list.grids(it.grid, MOST) } }
        .takeWhile { it.isNotEmpty() }.flatten().toList()
}
