package org.doorstep.ui.coverage

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.unit.dp
import org.doorstep.Words
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.Warning

/** How well the figures are known: they are never shown without. */
@Composable
fun KnownLines(known: Known) = Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
    Detail(known.asOf)
    Detail(known.silence)
}

/** A share in words and as a bar, with what it is made of. */
@Composable
fun FigureLines(name: Words, figures: Figures) {
    Line(name, isStrong = true)
    Line(figures.rate)
    figures.share?.let { Bar(it) }
    Detail(figures.counts)
    figures.overdue?.let { Warning(it) }
}

/** The same as the words above it, for the eye: it has no name of its own. */
@Composable
private fun Bar(share: Float) {
    val colours = MaterialTheme.colorScheme
    val shape = RoundedCornerShape(4.dp)
    Box(
        Modifier.padding(vertical = 4.dp).fillMaxWidth().height(8.dp).clip(shape)
            .background(colours.outline.copy(alpha = 0.3f)),
    ) { Box(Modifier.fillMaxWidth(share).fillMaxHeight().clip(shape).background(colours.primary)) }
}
