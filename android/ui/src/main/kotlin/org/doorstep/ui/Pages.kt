package org.doorstep.ui

import kotlin.reflect.KMutableProperty0
import org.doorstep.Doorstep
import org.doorstep.GridLine

/** How many lines a list grows by. */
internal const val PAGE = 50u

/** What one page of the core may hold. */
internal const val MOST = 200u

/** How many lines to read anew where so many are shown. */
internal fun again(shown: Int?) = (shown ?: 0).toUInt().coerceIn(PAGE, MOST)

/** The next page after what is shown, added to it; not once another answer came: the pages would not fit together. */
internal fun <T, P> CoreThread.more(shown: KMutableProperty0<Answer<T>>, page: Doorstep.(T) -> P, add: (T, P) -> T) {
    val before = shown.get().value ?: return
    ask({ it.page(before) }) { more -> if (shown.get().value === before) shown.set(more.map { add(before, it) }) }
}

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
