package org.doorstep.platform.files

import android.content.ClipData
import android.content.Context
import android.content.Intent
import java.io.File
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import org.doorstep.platform.Errands

/** Lets the worker hand a file on by whatever the phone has: a message, a cable's folder, another phone. */
class HandOver(private val context: Context, private val errands: Errands) {
    private val folder = Place.OUT.folder(context)

    /**
     * A place for a file that waits to be handed on, at which there is none. Its name says what it is and since when.
     */
    fun newFile(what: String, ending: String, now: Instant): File {
        folder.mkdirs()
        val name = "$what-${time.format(now)}"
        return generateSequence(1) { it + 1 }
            .map { File(folder, if (it == 1) "$name.$ending" else "$name-$it.$ending") }
            .first { !it.exists() }
    }

    /** What was handed on is worth nothing here: whoever wanted it has it, or a new one is made. */
    fun sweep(before: Instant) = folder.listFiles().orEmpty()
        .filter { Instant.ofEpochMilli(it.lastModified()) < before }
        .forEach(File::delete)

    fun hand(file: File) {
        val address = LentFiles.address(context, Place.OUT, file)
        val send = Intent(Intent.ACTION_SEND)
            .setType(LentFiles.typeOf(file))
            .putExtra(Intent.EXTRA_STREAM, address)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            .apply { clipData = ClipData.newRawUri(null, address) }
        errands.hand(Intent.createChooser(send, null))
    }

    companion object {
        /** For how long another app may still read what was handed to it. */
        val LENT_FOR: Duration = Duration.ofHours(1)

        /** Whether nobody may read it any more. */
        internal fun isOver(file: File, now: Instant) = Instant.ofEpochMilli(file.lastModified()) < now - LENT_FOR

        private val time: DateTimeFormatter = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC)
    }
}
