package org.doorstep.ui

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.requiredWidth
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What looks the screens over sees what it should. */
@OptIn(ExperimentalTestApi::class)
class FaultsTest {
    private fun kindsOfFaults(content: @Composable () -> Unit): Set<String> {
        val window = Window(200, 400)
        lateinit var found: List<String>
        runDesktopComposeUiTest(window.width, window.height) {
            setContent { DoorstepTheme(Look(font = chineseFont), content) }
            found = faults(window)
        }
        return found.map { it.substringBefore(':') }.toSet()
    }

    @Test
    fun `a sound screen has none`() = assertEquals(
        emptySet<String>(),
        kindsOfFaults {
            Column {
                Text("一二三")
                Box(Modifier.size(48.dp).clickable { }) { Text("四") }
            }
        },
    )

    @Test
    fun `text with dots at its end, too high for its place or beyond the side is cut`() {
        val long = "一二三四五六七八九十".repeat(4)
        listOf<@Composable () -> Unit>(
            { Text(long, maxLines = 1, overflow = TextOverflow.Ellipsis) },
            { Text(long, Modifier.size(100.dp, 20.dp)) },
            { Text(long, Modifier.requiredWidth(300.dp)) },
        ).forEach { assertEquals(setOf("cut"), kindsOfFaults(it)) }
    }

    @Test
    fun `text over text is an overlap`() = assertEquals(
        setOf("overlap"),
        kindsOfFaults {
            Box {
                Text("一二三")
                Text("四五六", Modifier.offset(5.dp, 5.dp))
            }
        },
    )

    @Test
    fun `a control without words and one too small are told`() = assertEquals(
        setOf("without a name", "small"),
        kindsOfFaults { Box(Modifier.size(20.dp).clickable { }) },
    )
}
