package org.doorstep.platform.keys

import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption

/** All of it or what was there before, whatever happens to the phone; on the disk when this returns. */
@Throws(IOException::class)
internal fun writeDurably(file: File, bytes: ByteArray) {
    val folder = checkNotNull(file.parentFile)
    Files.createDirectories(folder.toPath())
    val new = File(folder, "${file.name}.new")
    FileOutputStream(new).use {
        it.write(bytes)
        it.fd.sync()
    }
    Files.move(new.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
    rememberNames(folder)
}

/** On the disk, too, it is gone when this returns. */
@Throws(IOException::class)
internal fun removeDurably(file: File) {
    Files.deleteIfExists(file.toPath())
    rememberNames(checkNotNull(file.parentFile))
}

/** A file's new name is on the disk once its folder is. Where the system opens no folder, it sees to that by itself. */
private fun rememberNames(folder: File) = try {
    FileChannel.open(folder.toPath(), StandardOpenOption.READ).use { it.force(true) }
} catch (_: IOException) {
}
