package org.doorstep.ui.stops

import org.doorstep.HandedOverView
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.asIs
import org.doorstep.ui.line
import org.doorstep.ui.of
import org.doorstep.ui.words
import org.doorstep.wordsOfDay

/** A home that was handed to a colleague: who asked whom, until when, and what the receiver must know. */
data class Handed(val words: Words, val note: Words?)

internal fun HandedOverView.inWords() = Handed(
    if (toMe) ScreenWord.HANDED_TO_YOU.of(named(by), wordsOfDay(until))
    else ScreenWord.HANDED_TO.of(named(to), wordsOfDay(until)),
    note?.let { line(ScreenWord.HAND_OVER_NOTE.words, asIs(it)) },
)

/** Who left may be on no list any more. */
private fun named(worker: String?) = asIs(worker ?: "—")
