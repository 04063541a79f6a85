package org.doorstep.ui.coverage

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.PathFillType
import kotlin.math.cos
import org.doorstep.Corner
import org.doorstep.Doorstep
import org.doorstep.GridShape
import org.doorstep.ui.MOST

/** The ground of all grids that somebody drew, laid flat: right for what a phone shows at once. */
class Ground(val shapes: List<GridShape>) {
    private val corners = shapes.flatMap { shape -> shape.parts.flatMap { it.outer } }
    private val west = corners.minOf { it.lon }
    private val north = corners.maxOf { it.lat }

    /** Degrees of longitude are shorter the further they lie from the equator. */
    private val narrow = cos(Math.toRadians((north + corners.minOf { it.lat }) / 2))
    private val width = (corners.maxOf { it.lon } - west) * narrow
    private val height = north - corners.minOf { it.lat }

    /** How wide it is for its height. */
    val ratio = (width / height).toFloat()

    /** Laid on a sheet of this size, as large as fits, and looked at through a lens. */
    fun on(sheet: Size, lens: Lens = Lens()) = Sheet(sheet, lens)

    /** Where everything lies on a sheet. */
    inner class Sheet(sheet: Size, lens: Lens) {
        private val scale = minOf(sheet.width / width, sheet.height / height) * lens.times
        private val left = sheet.width * (0.5 + lens.times * (0.5 - lens.middle.x)) - width * scale / 2
        private val top = sheet.height * (0.5 + lens.times * (0.5 - lens.middle.y)) - height * scale / 2

        fun at(lon: Double, lat: Double) = Offset(
            (left + (lon - west) * narrow * scale).toFloat(),
            (top + (north - lat) * scale).toFloat(),
        )

        /** Its outline; what is cut out of it lies outside. */
        fun outline(shape: GridShape) = Path().apply {
            fillType = PathFillType.EvenOdd
            shape.rings().forEach { ring ->
                ring.map { at(it.lon, it.lat) }.forEachIndexed { index, corner ->
                    if (index == 0) moveTo(corner.x, corner.y) else lineTo(corner.x, corner.y)
                }
                close()
            }
        }

        /** The grid that a finger is on. */
        fun below(finger: Offset): GridShape? {
            val lon = west + (finger.x - left) / scale / narrow
            val lat = north - (finger.y - top) / scale
            return shapes.find { shape -> shape.rings().count { it.surrounds(lon, lat) } % 2 == 1 }
        }
    }
}

/** None where nobody drew any. */
internal fun Doorstep.ground(): Ground? {
    val pages = generateSequence(coverage().gridShapes(null, MOST)) { page ->
        page.next?.let { coverage().gridShapes(it, MOST) }
    }
    val drawn = pages.flatMap { it.shapes }.filter { it.parts.isNotEmpty() }.toList()
    return if (drawn.isEmpty()) null else Ground(drawn)
}

private fun GridShape.rings() = parts.flatMap { listOf(it.outer) + it.holes }

/** Whether a line to the east crosses the ring an odd number of times. */
private fun List<Corner>.surrounds(lon: Double, lat: Double) = zipWithNext().count { (one, other) ->
    (one.lat > lat) != (other.lat > lat) &&
        lon < one.lon + (lat - one.lat) / (other.lat - one.lat) * (other.lon - one.lon)
} % 2 == 1
