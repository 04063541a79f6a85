package org.doorstep.ui.coverage

import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.calculateCentroid
import androidx.compose.foundation.gestures.calculatePan
import androidx.compose.foundation.gestures.calculateZoom
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.input.pointer.PointerInputScope
import androidx.compose.ui.input.pointer.positionChanged

/** How close a map is looked at: how many times larger, and what of the sheet lies in its middle, in parts of it. */
data class Lens(val times: Float = 1f, val middle: Offset = CENTRE) {
    val mayGoCloser get() = times < MOST
    val mayGoBack get() = times > 1f

    /** What lies at this part of the window stays where it is. */
    fun closer(by: Float, at: Offset = CENTRE): Lens {
        val closer = (times * by).coerceIn(1f, MOST)
        val beside = at - CENTRE
        return Lens(closer, middle + beside / times - beside / closer).within()
    }

    /** Moved by so much of the window. */
    fun moved(by: Offset) = copy(middle = middle - by / times).within()

    /** The sheet fills the window. */
    private fun within(): Lens {
        val half = 0.5f / times
        return copy(middle = Offset(middle.x.coerceIn(half, 1 - half), middle.y.coerceIn(half, 1 - half)))
    }

    companion object {
        /** One tap on a button. */
        const val STEP = 2f

        private const val MOST = 16f
        private val CENTRE = Offset(0.5f, 0.5f)
    }
}

/** Two fingers move the map and bring it closer. One scrolls what it lies on, and taps. */
internal suspend fun PointerInputScope.twoFingers(look: ((Lens) -> Lens) -> Unit) = awaitEachGesture {
    do {
        val event = awaitPointerEvent()
        if (event.changes.count { it.pressed } >= 2) {
            fun part(of: Offset) = Offset(of.x / size.width, of.y / size.height)
            val (by, at, zoom) = Triple(event.calculatePan(), event.calculateCentroid(), event.calculateZoom())
            if (at != Offset.Unspecified) look { it.moved(part(by)).closer(zoom, part(at)) }
            event.changes.filter { it.positionChanged() }.forEach { it.consume() }
        }
    } while (event.changes.any { it.pressed })
}
