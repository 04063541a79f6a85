package org.doorstep.ui.photo

import androidx.compose.ui.graphics.ImageBitmap
import java.time.Instant
import org.doorstep.PhotoRegion

/** How far a photo has come. */
sealed interface Shooting {
    /** What for and whether they agree is asked first. */
    data object Asking : Shooting

    data object AtCamera : Shooting

    /** A finger writes on the screen, in place of a camera. */
    data class Signing(val traces: List<Trace> = emptyList()) : Shooting

    /** The picture lies in clear in the camera's file. */
    data class Seen(
        val path: String,
        val picture: ImageBitmap,
        val at: Instant,
        /** What is to be made unrecoverable, in parts of the upright picture. */
        val hidden: List<PhotoRegion>,
        val isSignedHere: Boolean = false,
    ) : Shooting

    data class Sealing(val seen: Seen) : Shooting
}
