package org.doorstep.ui

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ThemeTest {
    /** Each ink on each ground that the screens lay it on. */
    private fun ColorScheme.pairs() = listOf(
        onBackground to background,
        onSurface to surface,
        onSurfaceVariant to surface,
        onSurfaceVariant to background,
        primary to surface,
        primary to background,
        onPrimary to primary,
        onPrimaryContainer to primaryContainer,
        onSecondaryContainer to secondaryContainer,
        error to surface,
        onErrorContainer to errorContainer,
    )

    /** WCAG 2.1. */
    private fun contrast(one: Color, other: Color): Float {
        val (darker, lighter) = listOf(one.luminance(), other.luminance()).sorted()
        return (lighter + 0.05f) / (darker + 0.05f)
    }

    @Test
    fun `text stands out from its ground by day and by night`() = listOf(Light, Dark).forEach { colours ->
        colours.pairs().forEach { (ink, ground) ->
            assertTrue(contrast(ink, ground) >= 4.5f, "$ink on $ground: ${contrast(ink, ground)}")
        }
    }
}
