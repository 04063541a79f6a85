package org.doorstep.platform.files

import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test

/** Codes as a camera sees them: small in its picture, turned, dark, uneven. */
class CodeReaderTest {
    private val text = """{"url":"https://hub.example:8443","spki":"${"5a".repeat(32)}","code":"${"c3".repeat(16)}"}"""

    private class Picture(val width: Int, val height: Int, val pixels: IntArray) {
        fun read() = ZxingCodes.inPixels(pixels, width, height)

        fun turned() = Picture(height, width, IntArray(pixels.size) { index ->
            val (x, y) = index % height to index / height
            pixels[(height - 1 - x) * width + y]
        })

        fun changed(change: (x: Int, y: Int, grey: Int) -> Int) =
            Picture(width, height, IntArray(pixels.size) { index ->
                val grey = change(index % width, index / width, pixels[index] and 0xff).coerceIn(0, 255)
                0xff000000.toInt() or (grey shl 16) or (grey shl 8) or grey
            })
    }

    /** A code of `side` pixels somewhere in a larger picture. */
    private fun picture(side: Int = 400): Picture {
        val code = QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side)
        return Picture(1_200, 900, IntArray(1_200 * 900)).changed { x, y, _ ->
            val (column, row) = x - 330 to y - 210
            if (column in 0 until side && row in 0 until side && code[column, row]) 30 else 220
        }
    }

    @Test
    fun `a code is read where it stands in the picture, whichever way the phone was held`() {
        assertEquals(text, picture().read())
        assertEquals(text, picture().turned().read())
        assertEquals(text, picture().turned().turned().read())
    }

    @Test
    fun `a code on a dark terminal, in weak light and with a shadow over it is read`() {
        assertEquals(text, picture().changed { _, _, grey -> 255 - grey }.read())
        assertEquals(text, picture().changed { _, _, grey -> 90 + grey / 8 }.read())
        assertEquals(text, picture().changed { x, _, grey -> grey - x / 10 }.read())
        assertEquals(text, picture().changed { x, y, grey -> grey + (x * 7 + y * 13) % 41 - 20 }.read())
    }

    @Test
    fun `a picture of something else shows no code, and a damaged one gives no other text`() {
        assertNull(Picture(400, 300, IntArray(400 * 300) { it * 31 }).read())
        assertNull(picture().changed { x, y, grey -> if (x in 400..600 && y in 250..600) 128 else grey }.read())
        assertNull(Picture(1, 1, IntArray(1)).read())
    }
}
