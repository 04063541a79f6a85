package org.doorstep.ui.coverage

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clipToBounds
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.lerp
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.toSize
import org.doorstep.GridCode
import org.doorstep.GridShape
import org.doorstep.ScreenWord
import org.doorstep.Words
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.here
import org.doorstep.ui.of
import org.doorstep.ui.percent
import org.doorstep.ui.words

/** Neither a strip nor a tower, whatever the ground looks like. */
private val RATIOS = 0.8f..1.6f

/**
 * Grids by their ground, the more reached the fuller their colour. It says nothing that the list below it does not say:
 * names and shares stand on it where they have room.
 */
@Composable
fun GridMap(
    ground: Ground,
    figures: Map<GridCode, GridFigures>,
    lens: Lens,
    look: ((Lens) -> Lens) -> Unit,
    onTap: (GridShape) -> Unit,
) {
    val colours = MaterialTheme.colorScheme
    val style = MaterialTheme.typography.bodySmall.copy(color = colours.onSurface)
    val measurer = rememberTextMeasurer()
    val open by rememberUpdatedState(onTap)
    val through by rememberUpdatedState(lens)
    val name = ScreenWord.EACH_GRID.words.here()
    val labels = ground.shapes.associateWith { listOfNotNull(it.name, figures[it.grid]?.figures?.rate?.here()) }
    val finger = Modifier.pointerInput(ground) {
        detectTapGestures { at -> ground.on(size.toSize(), through).below(at)?.let { open(it) } }
    }.pointerInput(ground) { twoFingers(look) }
    Canvas(
        Modifier.fillMaxWidth().aspectRatio(ground.ratio.coerceIn(RATIOS)).clipToBounds()
            .semantics { contentDescription = name }.then(finger),
    ) {
        val sheet = ground.on(size, lens)
        ground.shapes.forEach { shape ->
            val outline = sheet.outline(shape)
            drawPath(outline, colours.reached(figures[shape.grid]?.figures?.share))
            drawPath(outline, colours.outline, style = Stroke(1.5.dp.toPx()))
        }
        val drawn = mutableListOf<Rect>()
        labels.forEach { (shape, lines) ->
            val at = shape.labelAt?.let { sheet.at(it.lon, it.lat) } ?: return@forEach
            fun text(lines: List<String>) = measurer.measure(lines.joinToString("\n"), style)
            val (whole, visible) = Rect(Offset.Zero, size).let { it to sheet.outline(shape).getBounds().intersect(it) }
            // All of it where the grid itself has room, the name alone where anything has, in its grid if it can be.
            val (all, name) = text(lines) to text(lines.take(1))
            val moved = around(name, at).movedInto(visible)
            // Once a closer look has its midst outside, it stands on the grid or not at all.
            val stands = at in whole || sheet.below(moved.center) == shape
            val (text, place) = listOfNotNull(
                Triple(all, around(all, at), visible),
                Triple(name, moved, whole).takeIf { stands },
            ).find { (_, place, room) -> place within room && drawn.none(place::overlaps) } ?: return@forEach
            drawn += place
            label(text, place, colours.surface)
        }
    }
}

/** What the colours of the map say. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun MapKey() =
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(16.dp), Arrangement.spacedBy(4.dp)) {
        listOf(0f, 0.5f, 1f).forEach { Shade(ScreenWord.REACHED.of(percent(it)), it) }
        Shade(ScreenWord.NONE_DUE.words, share = null)
    }

@Composable
private fun Shade(words: Words, share: Float?) =
    Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
        val colours = MaterialTheme.colorScheme
        Spacer(Modifier.size(20.dp).background(colours.reached(share)).border(1.5.dp, colours.outline))
        Detail(words)
    }

/** From hardly any colour to much of it; none at all where nothing is due. */
private fun ColorScheme.reached(share: Float?): Color =
    if (share == null) surface else lerp(surface, primary, 0.1f + 0.6f * share)

/** What lies on both sides of a label. */
private val BESIDE = 4.dp

private fun DrawScope.around(text: TextLayoutResult, at: Offset): Rect {
    val size = Size(text.size.width + 2 * BESIDE.toPx(), text.size.height.toFloat())
    return Rect(Offset(at.x - size.width / 2, at.y - size.height / 2), size)
}

/** As it is where it is larger. */
private fun Rect.movedInto(room: Rect) = if (width > room.width || height > room.height) this else translate(
    left.coerceIn(room.left, room.right - width) - left,
    top.coerceIn(room.top, room.bottom - height) - top,
)

private infix fun Rect.within(room: Rect) =
    left >= room.left && top >= room.top && right <= room.right && bottom <= room.bottom

private fun DrawScope.label(text: TextLayoutResult, place: Rect, ground: Color) {
    drawRoundRect(ground.copy(alpha = 0.9f), place.topLeft, place.size, CornerRadius(6.dp.toPx()))
    drawText(text, topLeft = place.topLeft + Offset(BESIDE.toPx(), 0f))
}
