package org.doorstep.ui.visit

import androidx.compose.runtime.Composable
import org.doorstep.FellowVisitor
import org.doorstep.ScreenWord
import org.doorstep.ui.figure
import org.doorstep.ui.frame.Field
import org.doorstep.ui.line
import org.doorstep.ui.words

/** A field for each who came along, and one more. */
@Composable
internal fun Companions(model: VisitModel, companions: List<FellowVisitor>) {
    for (index in 0..companions.size) {
        val number = figure(index + 1).takeIf { index > 0 }
        Field(line(ScreenWord.COMPANION.words, number), companions.getOrNull(index)?.name.orEmpty(), {
            model.companion(index, it)
        })
    }
}

/** One in the middle keeps its field while it is typed anew. */
internal fun List<FellowVisitor>.named(index: Int, name: String) =
    (take(index) + (getOrNull(index) ?: FellowVisitor()).copy(name = name) + drop(index + 1))
        .dropLastWhile { it.isNobody }

/** Neither staff nor named: a field that is still free. */
private val FellowVisitor.isNobody get() = staff == null && name.isNullOrBlank()
