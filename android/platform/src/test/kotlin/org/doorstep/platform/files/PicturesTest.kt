package org.doorstep.platform.files

import android.graphics.Color
import android.graphics.RectF
import android.media.ExifInterface
import java.io.File
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** What is reckoned about a picture. Pictures themselves are the system's, and a phone's to show. */
@RunWith(RobolectricTestRunner::class)
class PicturesTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a picture is shrunk by powers of two, and fills a screen still`() {
        val shrunk = mapOf(640 to 1, 1920 to 1, 3839 to 1, 3840 to 2, 8000 to 4, 12000 to 4, 16000 to 8)
        shrunk.forEach { (side, times) -> assertEquals("$side", times, Pictures.shrink(side)) }
    }

    /** Where the upper left quarter of a picture of 4 by 2 goes. */
    private fun turned(orientation: Int): RectF = RectF(0f, 0f, 2f, 1f).also { quarter ->
        val turn = checkNotNull(Pictures.turn(orientation))
        val whole = RectF(0f, 0f, 4f, 2f).also(turn::mapRect)
        turn.mapRect(quarter)
        quarter.offset(-whole.left, -whole.top)
    }

    @Test
    fun `every way in which a camera may hold a picture is turned upright`() {
        val expected = mapOf(
            ExifInterface.ORIENTATION_FLIP_HORIZONTAL to RectF(2f, 0f, 4f, 1f),
            ExifInterface.ORIENTATION_ROTATE_180 to RectF(2f, 1f, 4f, 2f),
            ExifInterface.ORIENTATION_FLIP_VERTICAL to RectF(0f, 1f, 2f, 2f),
            ExifInterface.ORIENTATION_TRANSPOSE to RectF(0f, 0f, 1f, 2f),
            ExifInterface.ORIENTATION_ROTATE_90 to RectF(1f, 0f, 2f, 2f),
            ExifInterface.ORIENTATION_TRANSVERSE to RectF(1f, 2f, 2f, 4f),
            ExifInterface.ORIENTATION_ROTATE_270 to RectF(0f, 2f, 1f, 4f),
        )
        expected.forEach { (orientation, place) -> assertEquals("$orientation", place, turned(orientation)) }
        assertNull(Pictures.turn(ExifInterface.ORIENTATION_NORMAL))
        assertNull("as if it said nothing", Pictures.turn(0))
    }

    @Test
    fun `a face is hidden from crown to chin, and no further than the picture goes`() {
        val middle = Pictures.region(500f, 500f, 50f, 1_000, 2_000)
        val parts = middle.run { doubleArrayOf(left, top, width, height) }
        assertArrayEquals(doubleArrayOf(0.4, 0.1875, 0.2, 0.1375), parts, 1e-6)
        val corner = Pictures.region(10f, 10f, 50f, 1_000, 2_000)
        assertEquals(listOf(0.0, 0.0), corner.run { listOf(left, top) })
        assertEquals(0.11, corner.width, 1e-6)
    }

    @Test
    fun `what the app drew lies in its file, and where that cannot be written nothing is left`() {
        val file = File(folder.root, "drawn.jpg")
        assertTrue(Pictures.write(IntArray(6) { Color.WHITE }, width = 3, file))
        assertTrue(file.length() > 0)
        val nowhere = File(folder.root, "no folder/drawn.jpg")
        assertFalse(Pictures.write(IntArray(6) { Color.WHITE }, width = 3, nowhere))
        assertFalse(nowhere.exists())
    }
}
