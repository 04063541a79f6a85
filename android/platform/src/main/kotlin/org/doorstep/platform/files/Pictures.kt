package org.doorstep.platform.files

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import android.media.FaceDetector
import java.io.File
import java.io.IOException
import org.doorstep.PhotoRegion

/** The camera's files, as far as a screen shows them. */
object Pictures {
    /** No screen shows more. */
    private const val SIDE = 1920

    /** Lines keep their edges. */
    private const val QUALITY = 95

    /** More of them in a visit's picture are no faces that anybody could name. */
    private const val MOST_FACES = 32

    /** A picture as it is seen upright, its longer side no less than that where it was; none where it is none. */
    fun upright(path: String, side: Int = SIDE): Bitmap? {
        val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
        BitmapFactory.decodeFile(path, size)
        if (size.outWidth <= 0 || size.outHeight <= 0) return null
        val longer = maxOf(size.outWidth, size.outHeight)
        val options = BitmapFactory.Options().apply { inSampleSize = shrink(longer, side) }
        return BitmapFactory.decodeFile(path, options)?.turned(path)
    }

    /** No side longer than that. */
    fun within(picture: Bitmap, side: Int): Bitmap {
        val longer = maxOf(picture.width, picture.height)
        if (longer <= side) return picture
        fun part(of: Int) = (of * side / longer).coerceAtLeast(1)
        return Bitmap.createScaledBitmap(picture, part(picture.width), part(picture.height), true)
    }

    /** How many times smaller, as a power of two, so that the longer side still fills `least`: a screen. */
    internal fun shrink(side: Int, least: Int = SIDE): Int =
        generateSequence(1) { it * 2 }.first { side / (it * 2) < least }

    private fun Bitmap.turned(path: String): Bitmap {
        val turn = turn(orientation(path)) ?: return this
        return Bitmap.createBitmap(this, 0, 0, width, height, turn, true)
    }

    private fun orientation(path: String) = try {
        ExifInterface(path).getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)
    } catch (_: IOException) {
        ExifInterface.ORIENTATION_NORMAL
    }

    /** None where it stands upright already. */
    internal fun turn(orientation: Int): Matrix? = Matrix().apply {
        when (orientation) {
            ExifInterface.ORIENTATION_FLIP_HORIZONTAL -> setScale(-1f, 1f)
            ExifInterface.ORIENTATION_ROTATE_180 -> setRotate(180f)
            ExifInterface.ORIENTATION_FLIP_VERTICAL -> setScale(1f, -1f)
            ExifInterface.ORIENTATION_TRANSPOSE -> {
                setRotate(90f)
                postScale(-1f, 1f)
            }
            ExifInterface.ORIENTATION_ROTATE_90 -> setRotate(90f)
            ExifInterface.ORIENTATION_TRANSVERSE -> {
                setRotate(270f)
                postScale(-1f, 1f)
            }
            ExifInterface.ORIENTATION_ROTATE_270 -> setRotate(270f)
            else -> return null
        }
    }

    /**
     * Where faces are in a picture: found, never recognised. It is the system's own finder, which misses those that do
     * not look into the camera, so a worker looks too.
     */
    fun faces(path: String): List<PhotoRegion> {
        val picture = upright(path) ?: return emptyList()
        // The finder wants this form, and an even width.
        val even = picture.width and 1.inv()
        if (even == 0) return emptyList()
        val plain = Bitmap.createBitmap(picture, 0, 0, even, picture.height).copy(Bitmap.Config.RGB_565, false)
        val found = arrayOfNulls<FaceDetector.Face>(MOST_FACES)
        val count = FaceDetector(plain.width, plain.height, MOST_FACES).findFaces(plain, found)
        return found.take(count).filterNotNull().map { face ->
            val middle = android.graphics.PointF().also(face::getMidPoint)
            region(middle.x, middle.y, face.eyesDistance(), plain.width, plain.height)
        }
    }

    /** From crown to chin about the middle of the eyes: heads are some five times as high as their eyes are apart. */
    internal fun region(x: Float, y: Float, eyes: Float, width: Int, height: Int): PhotoRegion {
        val left = (x - 2 * eyes).coerceIn(0f, width.toFloat())
        val right = (x + 2 * eyes).coerceIn(0f, width.toFloat())
        val top = (y - 2.5f * eyes).coerceIn(0f, height.toFloat())
        val bottom = (y + 3 * eyes).coerceIn(0f, height.toFloat())
        return PhotoRegion(
            (left / width).toDouble(), (top / height).toDouble(),
            ((right - left) / width).toDouble(), ((bottom - top) / height).toDouble(),
        )
    }

    /** Whether what the app drew lies in the file, as a JPEG; where it does not, nothing of it is left. */
    fun write(pixels: IntArray, width: Int, file: File): Boolean {
        val picture = Bitmap.createBitmap(pixels, width, pixels.size / width, Bitmap.Config.ARGB_8888)
        val isWritten = try {
            file.outputStream().use { picture.compress(Bitmap.CompressFormat.JPEG, QUALITY, it) }
        } catch (_: IOException) {
            false
        }
        if (!isWritten) file.delete()
        return isWritten
    }

    /** Whether it is gone. */
    fun remove(path: String) = File(path).let { it.delete() || !it.exists() }
}
