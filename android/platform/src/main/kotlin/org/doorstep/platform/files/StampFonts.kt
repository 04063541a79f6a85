package org.doorstep.platform.files

import android.graphics.fonts.SystemFonts
import android.os.Build
import java.io.File
import org.doorstep.StampLook

/** The system's font with the simplified forms, which the core draws stamps in. */
object StampFonts {
    /** Where Android's own phones have them, and which of the collection's fonts is the simplified Chinese one. */
    private val known = File("/system/fonts/NotoSansCJK-Regular.ttc") to 2

    /** None where there is only what the core brings along. */
    fun find(): StampLook? = (listed() ?: known.takeIf { it.first.canRead() })
        ?.let { (file, index) -> StampLook.Font(file.path, index.toUInt()) }

    private fun listed(): Pair<File, Int>? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) return null
        return SystemFonts.getAvailableFonts()
            .filter { font -> (0 until font.localeList.size()).any { font.localeList[it].script == SIMPLIFIED } }
            // The upright one of the usual weight, or what comes nearest.
            .minByOrNull { kotlin.math.abs(it.style.weight - USUAL) + it.style.slant * USUAL }
            ?.let { font -> font.file?.let { it to font.ttcIndex } }
    }

    private const val SIMPLIFIED = "Hans"
    private const val USUAL = 400
}
