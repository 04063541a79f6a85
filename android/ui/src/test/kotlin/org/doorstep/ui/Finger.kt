@file:OptIn(ExperimentalTestApi::class)

package org.doorstep.ui

import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick

/** Taps what shows these words, and counts. */
class Finger(private val test: DesktopComposeUiTest) {
    var taps = 0
        private set

    fun tap(words: String) {
        test.onAllNodes(hasText(words, substring = true) and hasClickAction()).onFirst().performClick()
        test.waitForIdle()
        taps += 1
    }
}

/** How far down the screen these words stand first. */
fun DesktopComposeUiTest.topOf(words: String) =
    onAllNodes(hasText(words, substring = true)).fetchSemanticsNodes().minOf { it.boundsInRoot.top }

/** Whether these words stand on the screen, in Chinese and anywhere in a line. */
fun DesktopComposeUiTest.shows(words: String) =
    onAllNodes(hasText(words, substring = true)).fetchSemanticsNodes().isNotEmpty()
