package org.doorstep.platform.files

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.provider.MediaStore
import java.io.File
import java.io.IOException
import java.util.UUID
import org.doorstep.platform.Errands

/** The phone's own camera app: it needs no permission of ours and knows its lens best. */
class Camera(private val context: Context, private val errands: Errands) {
    private val folder = Place.CAMERA.folder(context)

    /**
     * A picture that a killed app left in clear is worth nothing: it was in no visit yet. Nor is one that comes when
     * nobody waits for it any more.
     */
    fun sweep() {
        folder.listFiles().orEmpty().forEach(File::delete)
    }

    /** Tells where the picture lies: none where the worker went back. Answers false where there is no camera. */
    fun take(told: (File?) -> Unit): Boolean {
        val file = newFile() ?: return false
        val isOpen = errands.send(intent(file)) { isDone ->
            val isTaken = isDone && file.length() > 0
            if (!isTaken) file.delete()
            told(file.takeIf { isTaken })
        }
        if (!isOpen) file.delete()
        return isOpen
    }

    /** Where a picture may lie until it is sealed; none where the disk has no room. */
    fun newFile(): File? = try {
        folder.mkdirs()
        File(folder, "${UUID.randomUUID()}.jpg").apply { createNewFile() }
    } catch (_: IOException) {
        null
    }

    private fun intent(file: File): Intent {
        val address = LentFiles.address(context, Place.CAMERA, file)
        return Intent(MediaStore.ACTION_IMAGE_CAPTURE)
            .putExtra(MediaStore.EXTRA_OUTPUT, address)
            .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
            // The grant goes by what is clipped.
            .apply { clipData = ClipData.newRawUri(null, address) }
    }
}
