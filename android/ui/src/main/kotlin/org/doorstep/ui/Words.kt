package org.doorstep.ui

import java.io.File
import java.time.Duration
import java.time.Instant
import java.util.EnumMap
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.wordsOfSpan

/** Asked of the core once: a screen says each of them again whenever it is drawn. */
private val ofScreens = ScreenWord.entries.associateWithTo(EnumMap(ScreenWord::class.java)) { it.label() }
private val ofPhones = PhoneWord.entries.associateWithTo(EnumMap(PhoneWord::class.java)) { it.label() }

/** What the screens say, from the table that all shells share. */
val ScreenWord.words get() = ofScreens.getValue(this)

/** What they say of the phone itself. */
val PhoneWord.words get() = ofPhones.getValue(this)

/** A sentence with its values. */
fun ScreenWord.of(vararg values: Words) = with(values.toList())

/** A sentence with its values. */
fun PhoneWord.of(vararg values: Words) = with(values.toList())

/** A name, an address, a figure: the same in both languages. */
fun asIs(text: String) = Words(text, text)

/** A number, which both languages write alike. */
fun <T : Comparable<T>> figure(number: T) = asIs("$number")

/** A part of the whole, which both languages write alike. */
fun percent(share: Float) = asIs("${(share * 100).toInt()}%")

/** Parts of a line, the missing ones left out. */
fun line(vararg parts: Words?) = parts.filterNotNull().let { all ->
    Words(all.joinToString(" · ") { it.zh }, all.joinToString(" · ") { it.en })
}

operator fun Words.plus(other: Words) = Words(zh + other.zh, en + other.en)

fun floor(number: Short) = ScreenWord.FLOOR.of(figure(number))

/** Where a home lies, as people there write it. */
fun address(street: String, building: String?, floor: Short?) =
    line(asIs(street), building?.let(::asIs), floor?.let(::floor))

/** By what whoever gets a file finds it; where it lies on this phone says nothing to them. */
fun fileName(path: String) = asIs(File(path).name)

fun toSend(count: ULong) = ScreenWord.UNSENT.of(figure(count))

/** From one moment to another; none where the clock was turned back between them. */
fun span(from: Instant, to: Instant) = wordsOfSpan(Duration.between(from, to).coerceAtLeast(Duration.ZERO))
