package org.doorstep.ui.outbox

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Doorstep
import org.doorstep.OutboxLineView
import org.doorstep.PhoneWord
import org.doorstep.PhotoId
import org.doorstep.PhotoLineView
import org.doorstep.ScreenWord
import org.doorstep.UnsentExport
import org.doorstep.WaitingView
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.PAGE
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.again
import org.doorstep.ui.asIs
import org.doorstep.ui.figure
import org.doorstep.ui.fileName
import org.doorstep.ui.line
import org.doorstep.ui.map
import org.doorstep.ui.more
import org.doorstep.ui.of
import org.doorstep.ui.plus
import org.doorstep.ui.span
import org.doorstep.ui.value
import org.doorstep.ui.words
import org.doorstep.wordsOfBytes

/** What *Outbox* shows. */
data class Items(
    val waiting: WaitingView,
    val photos: List<Item>,
    /** After which the next page begins, where there may be one. */
    val lastPhoto: PhotoId?,
    val records: List<Item>,
    val lastRecord: ULong?,
)

/** A record or a photo: what it is, how far it has come and why, and the figures. */
data class Item(val what: Words, val state: Words, val figures: Words)

/** What was recorded here and how far it has come. */
class OutboxModel(private val core: CoreThread, private val platform: Platform) : Page {
    override val shows = setOf(Area.OUTBOX, Area.PHOTOS)

    var items: Answer<Items> by mutableStateOf(Answer.Awaited)
        private set

    /** What stood in the way of sending. */
    var problem: Words? by mutableStateOf(null)
        private set

    /** The file that what waits was written to, line by line; none before it was asked for. */
    var exported: Answer<List<Words>>? by mutableStateOf(null)
        private set

    override fun read() {
        val photos = again(items.value?.photos?.size)
        val records = again(items.value?.records?.size)
        core.ask({ it.items(photos, records) }) { items = it }
    }

    fun morePhotos() = core.more(::items, { photosAfter(it.lastPhoto, PAGE) }) { shown, (photos, last) ->
        shown.copy(photos = shown.photos + photos, lastPhoto = last)
    }

    fun moreRecords() = core.more(::items, { recordsAfter(it.lastRecord, PAGE) }) { shown, (records, last) ->
        shown.copy(records = shown.records + records, lastRecord = last)
    }

    fun send() = core.ask({ it.syncSession().sendNow() }) {
        problem = (it as? Answer.Failed)?.words
        if (problem == null) platform.sendNow()
    }

    /** For a place that no network reaches: the file travels by any means. */
    fun export() {
        if (exported == Answer.Awaited) return
        exported = Answer.Awaited
        val file = platform.unsentFile()
        core.ask({ it.outbox().exportUnsent(file) }) { answer ->
            exported = answer.map { it.inWords(file) }
            if (answer is Answer.Here) platform.handOn(file)
        }
    }

    private fun UnsentExport.inWords(file: String) = listOfNotNull(
        PhoneWord.DIAGNOSTICS_WRITTEN.of(fileName(file)),
        PhoneWord.RECORDS_UNSENT.of(figure(records)),
        PhoneWord.PHOTOS_UNSENT.of(figure(photos)),
        ScreenWord.FILES_MISSING.of(figure(leftOut)).takeIf { leftOut > 0uL },
        PhoneWord.STORED_BYTES.of(wordsOfBytes(bytes)),
    )

    private fun Doorstep.items(photos: UInt, records: UInt): Items {
        val (photoLines, lastPhoto) = photosAfter(null, photos)
        val (recordLines, lastRecord) = recordsAfter(null, records)
        return Items(outbox().waiting(), photoLines, lastPhoto, recordLines, lastRecord)
    }

    private fun Doorstep.photosAfter(after: PhotoId?, limit: UInt): Pair<List<Item>, PhotoId?> {
        val lines = photos().outbox(after, limit)
        return lines.map { it.inWords() } to lines.lastOrNull()?.photo.takeIf { lines.size.toUInt() == limit }
    }

    private fun Doorstep.recordsAfter(after: ULong?, limit: UInt): Pair<List<Item>, ULong?> {
        val lines = outbox().records(after, limit)
        return lines.map { it.inWords() } to lines.lastOrNull()?.seq.takeIf { lines.size.toUInt() == limit }
    }

    private fun OutboxLineView.inWords() = Item(
        line(what, home?.greeting?.let(::asIs)),
        words,
        line(
            ScreenWord.RECORDED.of(span(recordedAt, platform.now())),
            wordsOfBytes(bytes),
            ScreenWord.TRIES.of(figure(attempts)).takeIf { attempts > 0u },
            nextTry?.let { ScreenWord.NEXT_TRY.of(span(platform.now(), it)) },
        ),
    )

    private fun PhotoLineView.inWords() = Item(
        line(ScreenWord.PHOTO.words, home?.greeting?.let(::asIs)),
        words,
        line(
            wordsOfBytes(sent) + asIs(" / ") + wordsOfBytes(bytes),
            ScreenWord.TRIES.of(figure(attempts)).takeIf { attempts > 0u },
            nextTry?.let { ScreenWord.NEXT_TRY.of(span(platform.now(), it)) },
        ),
    )
}
