package org.doorstep.ui.frame

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.here
import org.doorstep.ui.words

private val corners = RoundedCornerShape(12.dp)

/** What was asked for once it is here; until then that it comes, or why it does not. */
@Composable
fun <T> Answered(answer: Answer<T>, again: () -> Unit, content: @Composable (T) -> Unit) = when (answer) {
    Answer.Awaited -> Notice(ScreenWord.LOADING.words)
    is Answer.Failed -> Column(Modifier.fillMaxWidth().padding(16.dp), Arrangement.spacedBy(16.dp)) {
        Problem(answer.words)
        OtherButton(ScreenWord.AGAIN.words, again)
    }
    is Answer.Here -> content(answer.value)
}

/** A sentence where there is nothing else to show. */
@Composable
fun Notice(words: Words) = Text(
    words.here(),
    Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 24.dp)
        .semantics { liveRegion = LiveRegionMode.Polite },
    style = MaterialTheme.typography.bodyLarge,
    color = MaterialTheme.colorScheme.onBackground,
)

/** What stands in the way. */
@Composable
fun Problem(words: Words, modifier: Modifier = Modifier) = Surface(
    modifier.fillMaxWidth().semantics { liveRegion = LiveRegionMode.Assertive },
    corners,
    color = MaterialTheme.colorScheme.errorContainer,
    contentColor = MaterialTheme.colorScheme.onErrorContainer,
) { Text(words.here(), Modifier.padding(16.dp), style = MaterialTheme.typography.bodyLarge) }

/** Blocks one below the other, more than fit. */
@Composable
fun Blocks(scroll: ScrollState = rememberScrollState(), content: @Composable ColumnScope.() -> Unit) = Column(
    Modifier.fillMaxWidth().verticalScroll(scroll).padding(12.dp),
    Arrangement.spacedBy(12.dp),
    content = content,
)

/** What the things below are. */
@Composable
fun Heading(words: Words) = Text(
    words.here(),
    Modifier.semantics { heading() },
    style = MaterialTheme.typography.titleMedium,
    color = MaterialTheme.colorScheme.primary,
)

/** A block with a title of its own. */
@Composable
fun Block(title: Words, content: @Composable ColumnScope.() -> Unit) = Card {
    Heading(title)
    content()
}

/** A block; all of it can be tapped where `onTap` is given. */
@Composable
fun Card(
    onTap: (() -> Unit)? = null,
    ground: Color = MaterialTheme.colorScheme.surface,
    content: @Composable ColumnScope.() -> Unit,
) {
    val inside = @Composable {
        Column(Modifier.fillMaxWidth().padding(16.dp), Arrangement.spacedBy(4.dp), content = content)
    }
    val edge = BorderStroke(1.dp, MaterialTheme.colorScheme.outline.copy(alpha = 0.4f))
    when (onTap) {
        null -> Surface(Modifier.fillMaxWidth(), corners, ground, border = edge, content = inside)
        else ->
            Surface(used(onTap), Modifier.fillMaxWidth(), true, corners, ground, border = edge, content = inside)
    }
}

/** A line of a block, in its main text. */
@Composable
fun Line(words: Words, isStrong: Boolean = false, ink: Color = MaterialTheme.colorScheme.onSurface) = Text(
    words.here(),
    style = MaterialTheme.typography.bodyLarge,
    fontWeight = if (isStrong) FontWeight.Bold else FontWeight.Normal,
    color = ink,
)

/** A line that says more about the one above. */
@Composable
fun Detail(words: Words) = Text(
    words.here(),
    style = MaterialTheme.typography.bodyMedium,
    color = MaterialTheme.colorScheme.onSurfaceVariant,
)

/** A line about what must not be overlooked: bold, and its words say it without their colour. */
@Composable
fun Warning(words: Words) = Line(words, isStrong = true, ink = MaterialTheme.colorScheme.error)
