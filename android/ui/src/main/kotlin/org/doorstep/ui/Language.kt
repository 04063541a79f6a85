package org.doorstep.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import org.doorstep.Words

/** A language of the screens. */
enum class Language { CHINESE, ENGLISH }

/** The language in force. */
val LocalLanguage = staticCompositionLocalOf { Language.CHINESE }

fun Words.inLanguage(language: Language) = when (language) {
    Language.CHINESE -> zh
    Language.ENGLISH -> en
}

/** These words in the language in force. */
@Composable
fun Words.here() = inLanguage(LocalLanguage.current)
