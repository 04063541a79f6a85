package org.doorstep.ui.photo

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.border
import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.awaitFirstDown
import androidx.compose.foundation.gestures.drag
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Canvas
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.PointMode
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.drawscope.CanvasDrawScope
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.doorstep.EvidenceKind
import org.doorstep.ui.here

/** The way of a finger from the touch to the lifting, in parts of the width of what it writes on. */
typealias Trace = List<Offset>

/** How wide a sheet is for its height, and how thick a line for its width. */
private const val WIDE = 2f
private const val THICK = 0.008f

/** Pixels of the picture. */
private const val WIDTH = 1200
private const val HEIGHT = (WIDTH / WIDE).toInt()

/** Where a finger writes. Who cannot signs on paper, of which a photo is taken. */
@Composable
internal fun SignatureSheet(traces: List<Trace>, onTrace: (Trace) -> Unit) {
    var underFinger: Trace by remember { mutableStateOf(emptyList()) }
    val tell by rememberUpdatedState(onTrace)
    val name = EvidenceKind.SIGNATURE.label().here()
    val finger = Modifier.pointerInput(Unit) {
        awaitEachGesture {
            val down = awaitFirstDown().apply { consume() }
            underFinger = listOf(down.position / size.width.toFloat())
            drag(down.id) {
                it.consume()
                underFinger = underFinger + it.position / size.width.toFloat()
            }
            tell(underFinger)
            underFinger = emptyList()
        }
    }
    Canvas(
        Modifier.fillMaxWidth().aspectRatio(WIDE).border(1.dp, MaterialTheme.colorScheme.outline)
            .semantics { contentDescription = name }.then(finger),
    ) { written(traces + listOf(underFinger)) }
}

/** What was written, as a picture. */
internal fun signature(traces: List<Trace>) = ImageBitmap(WIDTH, HEIGHT).also { picture ->
    val size = Size(WIDTH.toFloat(), HEIGHT.toFloat())
    CanvasDrawScope().draw(Density(1f), LayoutDirection.Ltr, Canvas(picture), size) { written(traces) }
}

/** Black on white in every look, as on paper. */
private fun DrawScope.written(traces: List<Trace>) {
    drawRect(Color.White)
    val thick = THICK * size.width
    traces.forEach { trace ->
        val points = trace.map { it * size.width }
        if (points.size == 1) drawCircle(Color.Black, thick / 2, points.single())
        else drawPoints(points, PointMode.Polygon, Color.Black, thick, StrokeCap.Round)
    }
}
