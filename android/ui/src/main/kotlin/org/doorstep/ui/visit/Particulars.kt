package org.doorstep.ui.visit

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.Doorstep
import org.doorstep.EntryView
import org.doorstep.ScreenWord
import org.doorstep.Typed
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.keys
import org.doorstep.ui.line
import org.doorstep.ui.value
import org.doorstep.ui.words

/** A field of the home or of who lives there, as it is typed, and why the core does not take it. */
data class Particular(val entry: EntryView, val problem: Words? = null)

/** What is known of a home, put right in a visit to it: kept at each change that the core takes. */
class Particulars(private val core: CoreThread, private val visit: VisitTo) {
    var all: List<Particular> by mutableStateOf(emptyList())
        private set

    /** What was typed and not taken. */
    val problem get() = all.firstNotNullOfOrNull { it.problem }

    fun read() = core.ask({ it.entries() }) { all = it.value.orEmpty().map(::Particular) }

    fun type(index: Int, text: String) {
        val entry = all.getOrNull(index)?.entry ?: return
        change(index) { it.copy(entry = entry.copy(text = text)) }
        core.ask({ it.enter(entry, text) }) { answer ->
            change(index) {
                when {
                    // What was typed since has an answer of its own.
                    it.entry.text != text -> it
                    answer is Answer.Failed -> it.copy(problem = answer.words)
                    else -> Particular(it.entry.copy(isChanged = answer.value == true))
                }
            }
        }
    }

    private fun change(index: Int, edit: (Particular) -> Particular) {
        all = all.mapIndexed { at, one -> if (at == index) edit(one) else one }
    }

    private fun Doorstep.entries() = visits().entries(inProgress(visit).id)

    /** Whether it is another one than before. */
    private fun Doorstep.enter(entry: EntryView, text: String): Boolean {
        visits().enter(inProgress(visit).id, entry.resident, Typed(entry.field, text))
        return entries().any { it.field == entry.field && it.resident == entry.resident && it.isChanged }
    }
}

/** Behind a button until something of it is changed. */
@Composable
internal fun ParticularsPart(model: Particulars) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (model.all.isEmpty()) return
    if (!isOpen && model.all.none { it.entry.isChanged || it.problem != null }) {
        return OtherButton(ScreenWord.PARTICULARS.words, { isOpen = true })
    }
    Block(ScreenWord.PARTICULARS.words) {
        model.all.forEachIndexed { index, (entry, problem) ->
            val words = line(entry.whose?.let(::asIs), entry.field.label())
            Field(words, entry.text, { model.type(index, it) }, keys = entry.field.keys)
            if (entry.isChanged) Detail(ScreenWord.CHANGED_NOW.words)
            problem?.let { Problem(it) }
        }
    }
}
