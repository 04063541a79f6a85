package org.doorstep.ui

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Typography
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

/** How a worker wants the screens to look. `mainText` is in sp, 18 to 30 (工信部适老化). */
@Immutable
data class Look(
    val language: Language = Language.CHINESE,
    val mainText: Int = 18,
    val isDark: Boolean = false,
    /** Its Chinese forms must be the simplified ones. */
    val font: FontFamily = FontFamily.Default,
    /** The smallest height and width of what can be tapped. */
    val target: Dp = TARGET,
)

/** What can be tapped by those who do it all day. */
val TARGET = 56.dp

/** What volunteers tap, many of whom are old: 60 at least (工信部适老化). */
val LARGE_TARGET = 64.dp

/** The target in force. */
val LocalTarget = staticCompositionLocalOf { TARGET }

val Light = lightColorScheme(
    primary = Color(0xFF0B5C4A),
    onPrimary = Color.White,
    primaryContainer = Color(0xFFD3ECE4),
    onPrimaryContainer = Color(0xFF06382D),
    secondaryContainer = Color(0xFFFFECC2),
    onSecondaryContainer = Color(0xFF4A3300),
    background = Color(0xFFF6F7F5),
    onBackground = Color(0xFF181C1A),
    surface = Color.White,
    onSurface = Color(0xFF181C1A),
    onSurfaceVariant = Color(0xFF474F4B),
    outline = Color(0xFF6B746F),
    error = Color(0xFFA3160E),
    onError = Color.White,
    errorContainer = Color(0xFFFFE0DC),
    onErrorContainer = Color(0xFF5E0A05),
)

val Dark = darkColorScheme(
    primary = Color(0xFF86D6BF),
    onPrimary = Color(0xFF00382C),
    primaryContainer = Color(0xFF12463A),
    onPrimaryContainer = Color(0xFFCDEFE4),
    secondaryContainer = Color(0xFF4A3800),
    onSecondaryContainer = Color(0xFFFFE6AE),
    background = Color(0xFF101412),
    onBackground = Color(0xFFE4E8E5),
    surface = Color(0xFF1B201E),
    onSurface = Color(0xFFE4E8E5),
    onSurfaceVariant = Color(0xFFC2CAC6),
    outline = Color(0xFF8F9994),
    error = Color(0xFFFFB4AA),
    onError = Color(0xFF5E0A05),
    errorContainer = Color(0xFF5C1712),
    onErrorContainer = Color(0xFFFFDAD5),
)

fun Look.colours(): ColorScheme = if (isDark) Dark else Light

/** Four sizes, all from the main one. */
private fun Look.type(): Typography {
    fun style(part: Float, weight: FontWeight = FontWeight.Normal) = TextStyle(
        fontFamily = font,
        fontWeight = weight,
        fontSize = (mainText * part).sp,
        lineHeight = 1.4.em,
    )
    return Typography(
        headlineSmall = style(1.25f, FontWeight.Bold),
        titleMedium = style(1.1f, FontWeight.Bold),
        bodyLarge = style(1f),
        bodyMedium = style(0.89f),
        bodySmall = style(0.89f),
        labelLarge = style(1f, FontWeight.Bold),
    )
}

@Composable
fun DoorstepTheme(look: Look, content: @Composable () -> Unit) {
    CompositionLocalProvider(LocalLanguage provides look.language, LocalTarget provides look.target) {
        MaterialTheme(colorScheme = look.colours(), typography = look.type(), content = content)
    }
}

/** Whether words need all of the screen's width. */
@Composable
internal fun isTextLarge() = MaterialTheme.typography.bodyLarge.fontSize > 24.sp
