package org.doorstep.ui

import java.time.Instant
import java.util.UUID
import org.doorstep.BlobState
import org.doorstep.Doorstep
import org.doorstep.NoHandle
import org.doorstep.PhotoId
import org.doorstep.PhotoLineView
import org.doorstep.Photos

/** A core on which so many photos wait. */
class ManyPhotos(core: Doorstep, count: Int) : FullDisk(core) {
    private val lines = List(count) {
        PhotoLineView(
            UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), home = null, Instant.EPOCH, bytes = 400_000uL,
            sent = 0uL, BlobState.WAITING, attempts = 0u, nextTry = null, BlobState.WAITING.label(),
        )
    }

    override fun photos() = object : Photos(NoHandle) {
        override fun outbox(after: PhotoId?, limit: UInt) =
            lines.drop(lines.indexOfFirst { it.photo == after } + 1).take(limit.toInt())
    }
}
