package org.doorstep.platform.files

import android.content.ContentProvider
import android.content.ContentResolver
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import java.time.Instant

/** Where files lie that another app writes or reads, in no backup. */
enum class Place(internal val segment: String) {
    /** The camera leaves a picture here until it is sealed. It is written and read by nobody else. */
    CAMERA("camera"),

    /** What a worker hands on. */
    OUT("out"),
    ;

    fun folder(context: Context) = File(context.noBackupFilesDir, segment)
}

/**
 * Lends single files of this app to another one, which holds the system's grant for exactly that file. A picture can
 * only be written, and only where one is awaited; what is handed on can only be read. It keeps nothing in mind, so
 * that a camera can still write when the system ended the app meanwhile.
 */
class LentFiles : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val (place, file) = find(uri) ?: throw FileNotFoundException("no such file")
        val asked = ParcelFileDescriptor.parseMode(mode)
        val given = when (place) {
            Place.CAMERA -> {
                if (mode == "r") throw FileNotFoundException("a picture can only be written")
                asked and ParcelFileDescriptor.MODE_CREATE.inv()
            }
            Place.OUT -> {
                if (mode != "r") throw FileNotFoundException("this file can only be read")
                if (HandOver.isOver(file, Instant.now())) throw FileNotFoundException("its time is over")
                asked
            }
        }
        return ParcelFileDescriptor.open(file, given)
    }

    override fun query(
        uri: Uri, columns: Array<String>?, where: String?, values: Array<String>?, order: String?,
    ): Cursor {
        val (_, file) = find(uri) ?: return MatrixCursor(arrayOf(OpenableColumns.DISPLAY_NAME))
        val told = mapOf(OpenableColumns.DISPLAY_NAME to file.name, OpenableColumns.SIZE to file.length())
        val names = columns?.filter(told::containsKey) ?: told.keys.toList()
        return MatrixCursor(names.toTypedArray()).apply { addRow(names.map(told::get)) }
    }

    override fun getType(uri: Uri): String = typeOf(find(uri)?.second)

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, where: String?, values: Array<String>?) = 0

    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?) = 0

    private fun find(uri: Uri): Pair<Place, File>? {
        val (segment, name) = uri.pathSegments.takeIf { it.size == 2 } ?: return null
        val place = Place.entries.find { it.segment == segment } ?: return null
        // No way out of the folder.
        if (!NAME.matches(name)) return null
        return File(place.folder(checkNotNull(context)), name).takeIf { it.isFile }?.let { place to it }
    }

    companion object {
        private val NAME = Regex("[A-Za-z0-9-]{1,80}\\.[a-z0-9]{1,8}")

        /** What is in a file, by its ending: who takes it knows a workbook as such. */
        fun typeOf(file: File?) = when (file?.extension) {
            "jpg" -> "image/jpeg"
            "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            else -> "application/octet-stream"
        }

        /** What another app is told in place of the file's path. */
        fun address(context: Context, place: Place, file: File): Uri = Uri.Builder()
            .scheme(ContentResolver.SCHEME_CONTENT)
            .authority("${context.packageName}.files")
            .appendPath(place.segment)
            .appendPath(file.name)
            .build()
    }
}
