package org.doorstep.platform.files

import com.google.zxing.Binarizer
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.GlobalHistogramBinarizer
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader

/** Reads a QR code out of a picture: no class of the system does. */
interface CodeReader {
    /** The code's text; none where the file shows none, or is no picture. */
    fun inPicture(path: String): String? {
        val picture = Pictures.upright(path, SIDE)?.let { Pictures.within(it, SIDE) } ?: return null
        val pixels = IntArray(picture.width * picture.height)
        picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
        return inPixels(pixels, picture.width, picture.height)
    }

    /** Each pixel as Android has it: red, green and blue in the lower 24 bits. */
    fun inPixels(pixels: IntArray, width: Int, height: Int): String?
}

/** A code that fills half of it has pixels enough, and several looks fit into a small phone's memory. */
private const val SIDE = 1_500

/** By ZXing, which is Java alone and knows no camera. */
object ZxingCodes : CodeReader {
    private val hints = mapOf(DecodeHintType.TRY_HARDER to true, DecodeHintType.CHARACTER_SET to "UTF-8")

    /**
     * What one look misses, another may find: photographed screens shimmer, terminals are dark, and a code that stands
     * straight in its picture is missed at times, and found when that is turned.
     */
    override fun inPixels(pixels: IntArray, width: Int, height: Int): String? {
        val picture = RGBLuminanceSource(width, height, pixels)
        val turned by lazy { RGBLuminanceSource(height, width, turned(pixels, width, height)) }
        val looks = sequence<Binarizer> {
            yield(HybridBinarizer(picture))
            yield(HybridBinarizer(turned))
            yield(GlobalHistogramBinarizer(picture))
            yield(HybridBinarizer(picture.invert()))
            yield(HybridBinarizer(turned.invert()))
        }
        return looks.firstNotNullOfOrNull { read(BinaryBitmap(it)) }
    }

    /** By a quarter. */
    private fun turned(pixels: IntArray, width: Int, height: Int) = IntArray(pixels.size) { index ->
        pixels[(height - 1 - index % height) * width + index / height]
    }

    private fun read(picture: BinaryBitmap) = try {
        QRCodeReader().decode(picture, hints).text
    } catch (_: ReaderException) {
        null
    }
}
