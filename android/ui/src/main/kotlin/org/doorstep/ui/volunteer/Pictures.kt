package org.doorstep.ui.volunteer

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.selection.triStateToggleable
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.state.ToggleableState
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.doorstep.Words
import org.doorstep.ui.frame.used
import org.doorstep.ui.frame.usedAs
import org.doorstep.ui.here
import org.doorstep.ui.isTextLarge

private val corners = RoundedCornerShape(16.dp)

/** What is answered by its picture: well, not well, which is said in words of its own, or not answered yet. */
@Composable
fun PictureButton(
    picture: Picture,
    words: Words,
    trouble: Words,
    isWell: Boolean?,
    modifier: Modifier = Modifier,
    onTap: () -> Unit,
) {
    val state = when (isWell) {
        true -> ToggleableState.On
        false -> ToggleableState.Indeterminate
        null -> ToggleableState.Off
    }
    // Who hears the screen hears what stands on it, and not that something is ticked in part.
    val told = if (isWell == false) trouble.here() else null
    val tap = Modifier.triStateToggleable(state, role = Role.Checkbox, onClick = used(onTap))
        .semantics { if (told != null) stateDescription = told }
    Answerable(picture, if (isWell == false) trouble else words, isWell, modifier.clip(corners).then(tap))
}

/** The picture of what is hard: nobody says of it that it is well. */
@Composable
fun TroubleButton(words: Words, isHard: Boolean, modifier: Modifier = Modifier, onTap: () -> Unit) {
    val tap = Modifier.toggleable(isHard, role = Role.Checkbox, onValueChange = usedAs { onTap() })
    Answerable(troublePicture, words, false.takeIf { isHard }, modifier.clip(corners).then(tap))
}

/** Answered, it has a thick edge and a mark: a tick in a circle or a cross in a square, seen without their colours. */
@Composable
private fun Answerable(picture: Picture, words: Words, isWell: Boolean?, modifier: Modifier) {
    val colours = MaterialTheme.colorScheme
    val (ground, ink, edge) = when (isWell) {
        true -> Triple(colours.primaryContainer, colours.onPrimaryContainer, colours.primary)
        false -> Triple(colours.errorContainer, colours.onErrorContainer, colours.error)
        null -> Triple(colours.surface, colours.onSurface, colours.outline)
    }
    Surface(modifier, corners, ground, border = BorderStroke(if (isWell == null) 1.dp else 4.dp, edge)) {
        val sheet = @Composable {
            // All four are seen at once, also above what stands in the way.
            Canvas(Modifier.size(if (isTextLarge()) 72.dp else 88.dp)) {
                Brush(this, ink, colours).run { picture() }
                when (isWell) {
                    true -> tick(colours)
                    false -> cross(colours)
                    null -> Unit
                }
            }
        }
        if (isTextLarge()) Beside(sheet, words, ink) else Below(sheet, words, ink)
    }
}

@Composable
private fun Below(sheet: @Composable () -> Unit, words: Words, ink: Color) = Column(
    Modifier.fillMaxHeight().padding(12.dp),
    Arrangement.spacedBy(8.dp, Alignment.CenterVertically),
    Alignment.CenterHorizontally,
) {
    sheet()
    Name(words, ink, TextAlign.Center)
}

@Composable
private fun Beside(sheet: @Composable () -> Unit, words: Words, ink: Color) =
    Row(Modifier.padding(12.dp), Arrangement.spacedBy(16.dp), Alignment.CenterVertically) {
        sheet()
        Name(words, ink, TextAlign.Start, Modifier.weight(1f))
    }

@Composable
private fun Name(words: Words, ink: Color, align: TextAlign, modifier: Modifier = Modifier) = Text(
    words.here(),
    modifier,
    style = MaterialTheme.typography.bodyLarge,
    fontWeight = FontWeight.Bold,
    color = ink,
    textAlign = align,
)

/** A picture, drawn on a sheet of 100 by 100. */
typealias Picture = Brush.() -> Unit

/** What draws a picture. */
class Brush(private val scope: DrawScope, private val ink: Color, colours: ColorScheme) {
    private val unit = scope.size.minDimension / 100
    private val line = Stroke(5 * unit, cap = StrokeCap.Round, join = StrokeJoin.Round)

    /** For what is in the pot, the tap, the bulb. */
    val fill = colours.primary

    /** For what is hard. */
    val alarm = colours.error

    fun circle(x: Float, y: Float, radius: Float, filled: Color? = null) = scope.run {
        if (filled != null) drawCircle(filled, radius * unit, at(x, y))
        drawCircle(ink, radius * unit, at(x, y), style = line)
    }

    fun dot(x: Float, y: Float, radius: Float, colour: Color = ink) =
        scope.drawCircle(colour, radius * unit, at(x, y))

    fun strip(fromX: Float, fromY: Float, toX: Float, toY: Float, colour: Color = ink) =
        scope.drawLine(colour, at(fromX, fromY), at(toX, toY), line.width, StrokeCap.Round)

    fun arc(left: Float, top: Float, width: Float, height: Float, from: Float, sweep: Float) =
        scope.drawArc(ink, from, sweep, false, at(left, top), Size(width * unit, height * unit), style = line)

    fun box(left: Float, top: Float, width: Float, height: Float, round: Float, filled: Color? = null) = scope.run {
        val (place, size) = at(left, top) to Size(width * unit, height * unit)
        val corner = CornerRadius(round * unit)
        if (filled != null) drawRoundRect(filled, place, size, corner)
        drawRoundRect(ink, place, size, corner, line)
    }

    fun shape(filled: Color? = null, draw: Path.(at: (Float, Float) -> Offset) -> Unit) {
        val path = Path().apply { draw(::at) }
        if (filled != null) scope.drawPath(path, filled)
        scope.drawPath(path, ink, style = line)
    }

    private fun at(x: Float, y: Float) = Offset(x * unit, y * unit)
}

/** A face that smiles. */
val personPicture: Picture = {
    circle(50f, 34f, 22f)
    dot(42f, 30f, 3f)
    dot(58f, 30f, 3f)
    arc(38f, 26f, 24f, 20f, 20f, 140f)
    arc(16f, 62f, 68f, 64f, 190f, 160f)
}

/** A bowl of rice with chopsticks, and a pill. */
val mealPicture: Picture = {
    strip(52f, 44f, 78f, 6f)
    strip(62f, 44f, 92f, 12f)
    arc(14f, 26f, 48f, 36f, 180f, 180f)
    shape(fill) { at ->
        moveTo(at(6f, 46f)); lineTo(at(72f, 46f))
        cubicTo(at(70f, 72f), at(58f, 80f), at(39f, 80f))
        cubicTo(at(20f, 80f), at(8f, 72f), at(6f, 46f))
        close()
    }
    box(60f, 76f, 36f, 18f, 9f)
    strip(78f, 78f, 78f, 92f)
}

/** A drop, a flash and a radiator. */
val homePicture: Picture = {
    shape(fill) { at ->
        moveTo(at(26f, 6f))
        cubicTo(at(34f, 18f), at(42f, 26f), at(42f, 34f))
        cubicTo(at(42f, 54f), at(10f, 54f), at(10f, 34f))
        cubicTo(at(10f, 26f), at(18f, 18f), at(26f, 6f))
        close()
    }
    shape { at ->
        moveTo(at(74f, 4f)); lineTo(at(60f, 28f)); lineTo(at(72f, 28f))
        lineTo(at(66f, 48f)); lineTo(at(88f, 20f)); lineTo(at(75f, 20f))
        close()
    }
    listOf(14f, 41f, 68f).forEach { box(it, 58f, 18f, 38f, 6f) }
    listOf(32f, 59f).forEach { left -> listOf(66f, 88f).forEach { strip(left, it, left + 9f, it) } }
}

/** A face that does not smile, with a sign above it. */
val troublePicture: Picture = {
    circle(40f, 58f, 30f)
    dot(30f, 52f, 3.5f)
    dot(50f, 52f, 3.5f)
    arc(27f, 66f, 26f, 20f, 200f, 140f)
    strip(84f, 8f, 84f, 34f, alarm)
    dot(84f, 48f, 4f, alarm)
}

private fun Path.moveTo(to: Offset) = moveTo(to.x, to.y)

private fun Path.lineTo(to: Offset) = lineTo(to.x, to.y)

private fun Path.cubicTo(one: Offset, other: Offset, to: Offset) =
    cubicTo(one.x, one.y, other.x, other.y, to.x, to.y)

/** In the lower corner, over whatever is there. */
private fun DrawScope.tick(colours: ColorScheme) {
    val unit = size.minDimension / 100
    fun at(x: Float, y: Float) = Offset(x * unit, y * unit)
    drawCircle(colours.primary, 16 * unit, at(88f, 88f))
    val tick = Path().apply {
        moveTo(at(80f, 88f))
        lineTo(at(86f, 95f))
        lineTo(at(96f, 81f))
    }
    drawPath(tick, colours.onPrimary, style = Stroke(5 * unit, cap = StrokeCap.Round, join = StrokeJoin.Round))
}

/** In place of the tick. */
private fun DrawScope.cross(colours: ColorScheme) {
    val unit = size.minDimension / 100
    fun at(x: Float, y: Float) = Offset(x * unit, y * unit)
    drawRoundRect(colours.error, at(72f, 72f), Size(32 * unit, 32 * unit), CornerRadius(6 * unit))
    listOf(at(80f, 80f) to at(96f, 96f), at(96f, 80f) to at(80f, 96f)).forEach { (from, to) ->
        drawLine(colours.onError, from, to, 5 * unit, StrokeCap.Round)
    }
}
