package org.doorstep.ui.photo

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.gestures.detectDragGestures
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.IntSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.toSize
import kotlin.math.roundToInt
import org.doorstep.PhotoRegion
import org.doorstep.ScreenWord
import org.doorstep.ui.here
import org.doorstep.ui.words

/** Less is a slip of the finger: of the picture's width or height. */
private const val LEAST = 0.02

/** A picture with what is to be blurred; a finger draws more of it where `onBox` is given. */
@Composable
fun BoxedPicture(picture: ImageBitmap, hidden: List<PhotoRegion>, onBox: ((PhotoRegion) -> Unit)? = null) {
    var drawn: Rect? by remember { mutableStateOf(null) }
    val tell by rememberUpdatedState(onBox)
    val name = ScreenWord.PHOTO.words.here()
    val finger = Modifier.pointerInput(picture) {
        detectDragGestures(
            onDragStart = { drawn = Rect(it, it) },
            onDragCancel = { drawn = null },
            onDragEnd = {
                drawn?.region(size.toSize())?.let { tell?.invoke(it) }
                drawn = null
            },
        ) { change, _ -> drawn = drawn?.let { Rect(it.topLeft, change.position) } }
    }
    Canvas(
        Modifier.fillMaxWidth().padding(vertical = 8.dp).aspectRatio(picture.width.toFloat() / picture.height)
            .semantics { contentDescription = name }.then(if (onBox == null) Modifier else finger),
    ) {
        drawImage(picture, dstSize = IntSize(size.width.roundToInt(), size.height.roundToInt()))
        hidden.forEach { box(it.on(size)) }
        drawn?.let { box(it.upright()) }
    }
}

/** Seen on any picture: dark with a bright edge. */
private fun DrawScope.box(box: Rect) {
    drawRect(Color.Black.copy(alpha = 0.75f), box.topLeft, box.size)
    drawRect(Color.White, box.topLeft, box.size, style = Stroke(2.dp.toPx()))
}

private fun PhotoRegion.on(size: Size) = Rect(
    Offset((left * size.width).toFloat(), (top * size.height).toFloat()),
    Size((width * size.width).toFloat(), (height * size.height).toFloat()),
)

/** Wherever the finger began. */
private fun Rect.upright() = Rect(minOf(left, right), minOf(top, bottom), maxOf(left, right), maxOf(top, bottom))

/** The part of the picture below it; none where that is too little to be meant. */
private fun Rect.region(picture: Size): PhotoRegion? {
    val within = upright().intersect(Rect(Offset.Zero, picture))
    val region = PhotoRegion(
        (within.left / picture.width).toDouble(),
        (within.top / picture.height).toDouble(),
        (within.width / picture.width).toDouble(),
        (within.height / picture.height).toDouble(),
    )
    return region.takeIf { it.width >= LEAST && it.height >= LEAST }
}
