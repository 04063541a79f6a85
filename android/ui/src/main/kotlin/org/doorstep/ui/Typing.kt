package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.Words

/** A form whose words outlive a killed app. */
enum class Form { ADD_HOME, ADD_PERSON, HAND_OVER, FEEDBACK, REVIEW, PHOTO, PARTICULARS }

/** Where words stand in a form: in the only field that it has, or in which grid a home is. */
enum class Slot { WORDS, GRID }

/**
 * Words of a form that are being typed, of what it is about where there are several. The core keeps them at each
 * change. What cannot be kept stops nobody and is told; whether it is taken, the core says when the form is used.
 */
class Typing(
    private val core: CoreThread,
    form: Form,
    about: Any? = null,
    private val unkept: (Words) -> Unit = {},
) {
    private val name = listOfNotNull(form, about).joinToString("/")

    /** What was typed here is newer than what is read. */
    private val typed = mutableSetOf<String>()

    /** What was used is not shown again by a reading that was under way. */
    private var isOver = false

    /** What an earlier process left. */
    fun read(show: (Map<String, String>) -> Unit) = core.ask({ it.typed(name) }) { answer ->
        val left = if (isOver) emptyMap() else answer.value.orEmpty() - typed
        if (left.isNotEmpty()) show(left)
    }

    /** What an earlier process left in the only field. */
    fun readWords(show: (String) -> Unit) = read { left -> left[Slot.WORDS.name]?.let(show) }

    /** The same, for whoever calls the core already. */
    internal fun left(core: Doorstep): Map<String, String> = core.typed(name)

    fun keep(field: String, words: String) {
        typed += field
        core.ask({ it.keepTyped(name, field, words) }) { if (it is Answer.Failed) unkept(it.words) }
    }

    fun keepWords(words: String) = keep(Slot.WORDS.name, words)

    /** It was used or given up. */
    fun clear() {
        isOver = true
        core.ask({ it.clearTyped(name) }) { }
    }
}
