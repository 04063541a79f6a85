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
import org.doorstep.ui.Form
import org.doorstep.ui.Typing
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
data class Particular(val entry: EntryView, val problem: Words? = null, val isUnderWay: Boolean = false) {
    /** Whether the core holds it as it stands. */
    val isTaken get() = problem == null && !isUnderWay
}

/**
 * What is known of a home, put right in a visit to it: recorded at each change that the core takes. What it does not
 * take stays as it was typed, until it is put right.
 */
class Particulars(private val core: CoreThread, private val visit: VisitTo) {
    var all: List<Particular> by mutableStateOf(emptyList())
        private set

    /** What was typed and not taken. */
    val problem get() = all.firstNotNullOfOrNull { it.problem }

    private var typing: Typing? = null

    /** What was typed and not taken, here or before the app was killed, is newer than what the core holds. */
    fun read() = core.ask({ it.kept() }) { answer ->
        val (entries, left) = answer.value ?: return@ask
        val mine = all.filterNot { it.isTaken }.associateBy { it.entry.key }
        all = entries.map { mine[it.key] ?: Particular(it) }
        left.filterKeys { it !in mine }.forEach { (key, text) -> type(all.indexOfFirst { it.entry.key == key }, text) }
    }

    fun type(index: Int, text: String) {
        val entry = all.getOrNull(index)?.entry ?: return
        change(entry.key) { it.copy(entry = entry.copy(text = text), isUnderWay = true) }
        typing?.keep(entry.key, text)
        core.ask({ it.enter(entry, text) }) { answer ->
            // What was typed since has an answer of its own.
            if (all.find { it.entry.key == entry.key }?.entry?.text == text) answered(entry.key, answer)
        }
    }

    /** Tells once each change has its answer what was not taken. */
    fun settle(told: (Words?) -> Unit) = core.ask({ }) { told(problem) }

    private fun answered(key: String, answer: Answer<Boolean>) {
        if (answer is Answer.Failed) return change(key) { it.copy(problem = answer.words, isUnderWay = false) }
        typing?.keep(key, "")
        change(key) { Particular(it.entry.copy(isChanged = answer.value == true)) }
    }

    private fun change(key: String, edit: (Particular) -> Particular) {
        all = all.map { if (it.entry.key == key) edit(it) else it }
    }

    private fun Doorstep.kept(): Pair<List<EntryView>, Map<String, String>> {
        val typing = typing ?: Typing(core, Form.PARTICULARS, inProgress(visit).id).also { typing = it }
        return entries() to typing.left(this)
    }

    private fun Doorstep.entries() = visits().entries(inProgress(visit).id)

    /** Whether it is another one than before. */
    private fun Doorstep.enter(entry: EntryView, text: String): Boolean {
        visits().enter(inProgress(visit).id, entry.resident, Typed(entry.field, text))
        return entries().any { it.field == entry.field && it.resident == entry.resident && it.isChanged }
    }
}

/** Which field of whom. */
private val EntryView.key get() = listOfNotNull(field.name, resident).joinToString("/")

/** Behind a button until something of it is changed. */
@Composable
internal fun ParticularsPart(model: Particulars) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    if (model.all.isEmpty()) return
    if (!isOpen && model.all.none { it.entry.isChanged || it.problem != null }) {
        return OtherButton(ScreenWord.PARTICULARS.words, { isOpen = true })
    }
    Block(ScreenWord.PARTICULARS.words) {
        model.all.forEachIndexed { index, one ->
            val (entry, problem) = one
            val words = line(entry.whose?.let(::asIs), entry.field.label())
            Field(words, entry.text, { model.type(index, it) }, keys = entry.field.keys)
            if (entry.isChanged) Detail(ScreenWord.CHANGED_NOW.words)
            problem?.let { Problem(it) }
        }
    }
}
