@file:OptIn(ExperimentalTestApi::class, ExperimentalTextApi::class)

package org.doorstep.ui

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.graphics.asSkiaBitmap
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.text.ExperimentalTextApi
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.SystemFont
import androidx.compose.ui.unit.Density
import java.io.File
import org.doorstep.ui.lock.LockModel
import org.jetbrains.skia.EncodedImageFormat
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.Image

/** Debian's fonts-noto-cjk; named, since whatever else has Chinese may show its Japanese forms. */
const val CHINESE_FONT = "Noto Sans CJK SC"

val chineseFont = FontFamily(
    SystemFont(CHINESE_FONT, FontWeight.Normal),
    SystemFont(CHINESE_FONT, FontWeight.Bold),
)

fun isChineseFontHere() = FontMgr.default.matchFamily(CHINESE_FONT).count() > 0

/** A window of this many dp, each drawn with `zoom` pixels. */
data class Window(val width: Int, val height: Int, val zoom: Int = 1)

/** Shows the app in a window and works on it. */
fun shown(
    app: AppModel,
    look: Look,
    window: Window,
    lock: LockModel? = null,
    work: DesktopComposeUiTest.() -> Unit,
) =
    runDesktopComposeUiTest(window.width * window.zoom, window.height * window.zoom) {
        app.prefer(app.preferences.copy(language = look.language, mainText = look.mainText))
        setContent {
            CompositionLocalProvider(LocalDensity provides Density(window.zoom.toFloat())) {
                App(app, look.isDark, chineseFont, lock)
            }
        }
        waitForIdle()
        work()
    }

/** Scrolls until these words are seen. */
fun DesktopComposeUiTest.bring(words: String) {
    val sought = hasText(words, substring = true) or hasContentDescription(words, substring = true)
    val list = onAllNodes(hasScrollToNodeAction())
    if (list.fetchSemanticsNodes().isNotEmpty()) list.onFirst().performScrollToNode(sought)
    onAllNodes(sought).onFirst().performScrollTo().assertIsDisplayed()
    waitForIdle()
}

/** Writes what is shown to `target/screens`. */
fun DesktopComposeUiTest.draw(name: String): ByteArray {
    val image = Image.makeFromBitmap(captureToImage().asSkiaBitmap())
    val png = checkNotNull(image.encodeToData(EncodedImageFormat.PNG)).bytes
    File(System.getProperty("doorstep.screens")).apply { mkdirs() }.resolve("$name.png").writeBytes(png)
    return png
}
