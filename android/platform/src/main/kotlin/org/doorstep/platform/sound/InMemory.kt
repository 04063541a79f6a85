package org.doorstep.platform.sound

import android.media.MediaDataSource

/** A sound that is played and lies nowhere in clear; wiped once it was played. */
internal class InMemory(private val sound: ByteArray) : MediaDataSource() {
    override fun getSize() = sound.size.toLong()

    override fun readAt(position: Long, buffer: ByteArray, offset: Int, size: Int): Int {
        if (size == 0) return 0
        if (position >= sound.size) return END
        val count = minOf(size.toLong(), sound.size - position).toInt()
        sound.copyInto(buffer, offset, position.toInt(), position.toInt() + count)
        return count
    }

    override fun close() = sound.fill(0)

    private companion object {
        const val END = -1
    }
}
