package org.doorstep.ui.frame

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.LocalTarget
import org.doorstep.ui.here
import org.doorstep.ui.words

/** What stands above every screen. */
data class Banners(
    /** The data are invented. */
    val isDemo: Boolean = false,
    /** Why nothing is sent at present. */
    val hold: Words? = null,
    /** What was just done. */
    val notice: Words? = null,
)

/** Title and banners above, the screen's content, and below it what its worker mostly wants to do. */
@Composable
fun Frame(
    title: Words,
    banners: Banners,
    back: (() -> Unit)?,
    foot: @Composable () -> Unit = {},
    content: @Composable () -> Unit,
) {
    val colours = MaterialTheme.colorScheme
    Column(Modifier.fillMaxSize().background(colours.background)) {
        Title(title, back)
        if (banners.isDemo) Banner(ScreenWord.DEMO.words, colours.secondaryContainer, colours.onSecondaryContainer)
        banners.hold?.let { Banner(it, colours.secondaryContainer, colours.onSecondaryContainer) }
        banners.notice?.let { Banner(it, colours.primaryContainer, colours.onPrimaryContainer) }
        Column(Modifier.weight(1f).fillMaxWidth()) { content() }
        foot()
    }
}

/** What stands below a screen, one below the other. */
@Composable
fun Foot(content: @Composable ColumnScope.() -> Unit) = Column(
    Modifier.fillMaxWidth().padding(horizontal = 12.dp, vertical = 8.dp),
    Arrangement.spacedBy(8.dp),
    content = content,
)

@Composable
private fun Title(title: Words, back: (() -> Unit)?) {
    val colours = MaterialTheme.colorScheme
    Row(
        Modifier.fillMaxWidth().background(colours.surface).heightIn(min = LocalTarget.current).padding(end = 16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        back?.let { QuietButton(ScreenWord.BACK.words, it) }
        Text(
            title.here(),
            Modifier.weight(1f).padding(start = if (back == null) 16.dp else 4.dp).semantics { heading() },
            style = MaterialTheme.typography.headlineSmall,
            color = colours.onSurface,
        )
    }
}

@Composable
private fun Banner(words: Words, ground: Color, ink: Color) = Text(
    words.here(),
    Modifier.fillMaxWidth().background(ground).padding(horizontal = 16.dp, vertical = 6.dp)
        .semantics { liveRegion = LiveRegionMode.Polite },
    style = MaterialTheme.typography.bodyMedium,
    color = ink,
)
