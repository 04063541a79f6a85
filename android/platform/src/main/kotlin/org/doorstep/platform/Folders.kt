package org.doorstep.platform

import java.io.File
import java.io.IOException
import java.util.UUID
import org.doorstep.platform.keys.removeDurably
import org.doorstep.platform.keys.writeDurably
import org.doorstep.wipeIsCutShort

/**
 * Where the stores of all who share this phone lie: a folder for each, below one that is in no backup. Nobody's keys
 * open another's.
 */
class Folders(private val base: File) {
    private val chosen = File(base, "current")

    /** Of whoever has the phone now; a new one at first. Where that is not known, one whose PIN asks who it is. */
    @Synchronized
    fun current(): WorkerFolder {
        val name = named()
        val all = all()
        return all.find { it.id == name } ?: all.maxByOrNull { it.name.isNotEmpty() } ?: choose(null)
    }

    /** One that is being wiped is nobody's any more. */
    fun others(): List<WorkerFolder> = current().let { mine -> all().filter { it.id != mine.id && !it.isWiping } }

    /** Whosever they are. */
    fun wiping(): List<WorkerFolder> = all().filter { it.isWiping }

    /** From now on this one, or a new one. */
    @Synchronized
    fun choose(id: String?): WorkerFolder {
        val folder = all().find { it.id == id } ?: WorkerFolder(File(base, "$PREFIX${UUID.randomUUID()}"))
        folder.make()
        try {
            writeDurably(chosen, folder.id.toByteArray())
        } catch (failed: IOException) {
            folder.unmake()
            throw failed
        }
        return folder
    }

    private fun named() = try {
        chosen.takeIf { it.isFile }?.readText()?.trim()
    } catch (_: IOException) {
        null
    }

    private fun all() = base.listFiles().orEmpty()
        .filter { it.isDirectory && it.name.startsWith(PREFIX) }
        .sortedBy { it.name }
        .map(::WorkerFolder)

    private companion object {
        const val PREFIX = "worker-"
    }
}

/** One worker's part of the phone. */
class WorkerFolder(private val folder: File) {
    /** Says nothing about anybody. */
    val id: String = folder.name

    val store = File(folder, "store")

    /** The database's key, wrapped. */
    val key = File(folder, "database.key")

    val pin = File(folder, "pin")

    private val named = File(folder, "name")
    private val wiping = File(folder, "wiping")

    /** By what name others find it: the worker's own, once the phone is enrolled. */
    var name: String
        get() = named.takeIf { it.isFile }?.readText().orEmpty()
        set(name) {
            if (name != this.name) writeDurably(named, name.toByteArray())
        }

    internal fun make() {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("a worker's folder cannot be made")
    }

    /** One that nobody used yet. */
    internal fun unmake() = folder.delete()

    /**
     * Whether a wipe of it was begun and did not come to its end. The hub's order is marked here only once the core
     * obeyed: until then the core's own mark tells of it, and then a key without a store.
     */
    val isWiping get() = wiping.exists() || wipeIsCutShort(store.path) || key.exists() && !store.exists()

    internal fun beginWipe() = writeDurably(wiping, ByteArray(0))

    /** Were the mark to stay, the next start would take what is recorded here since. */
    internal fun endWipe() = removeDurably(wiping)

    /**
     * The one place outside the core that can remove a whole store: where a wipe was marked and the process ended
     * before the core's part. That is right, since it is marked only once a worker said yes beside what would be lost,
     * or the hub ordered it: half of a store would be of no use, and all of it was to go.
     */
    internal fun forget() {
        val isGone = listOf(key, pin, named, store).map(File::deleteRecursively).all { it }
        if (!isGone) throw IOException("a worker's files cannot be removed")
    }
}
