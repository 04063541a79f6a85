package org.doorstep.platform.files

import android.app.Activity
import android.app.Application
import android.content.Intent
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.MediaStore
import java.io.File
import java.io.FileNotFoundException
import java.time.Duration
import java.time.Instant
import org.doorstep.platform.Errands
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** The camera's picture, from the intent to the file, and what other apps can do with the files of this one. */
@RunWith(RobolectricTestRunner::class)
class CameraTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val lent = Robolectric.buildContentProvider(LentFiles::class.java)
        .create("${context.packageName}.files").get()
    private var forgotten = 0
    private val errands = Errands { forgotten += 1 }
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get().also(errands::inFront)
    private val camera = Camera(context, errands)
    private val folder = Place.CAMERA.folder(context)
    private val taken = mutableListOf<File?>()

    private fun open(): Pair<Intent, Int> {
        assertTrue(camera.take(taken::add))
        return shadowOf(activity).nextStartedActivityForResult.let { it.intent to it.requestCode }
    }

    @Suppress("DEPRECATION")
    private fun address(intent: Intent): Uri = checkNotNull(intent.getParcelableExtra(MediaStore.EXTRA_OUTPUT))

    private fun shoot(address: Uri, picture: ByteArray, mode: String = "w") =
        ParcelFileDescriptor.AutoCloseOutputStream(lent.openFile(address, mode)!!).use { it.write(picture) }

    @Test
    fun `the phone's camera writes the picture to a private file that was lent to it`() {
        val (intent, errand) = open()
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, intent.action)
        assertTrue(intent.flags and Intent.FLAG_GRANT_WRITE_URI_PERMISSION != 0)
        assertEquals("and nothing more", 0, intent.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION)
        assertEquals(address(intent), intent.clipData?.getItemAt(0)?.uri)
        val picture = ByteArray(5_000) { it.toByte() }
        shoot(address(intent), picture)
        errands.back(errand, Activity.RESULT_OK)
        val file = checkNotNull(taken.single())
        assertArrayEquals(picture, file.readBytes())
        assertTrue("out of every backup", file.path.startsWith(context.noBackupFilesDir.path))
    }

    @Test
    fun `who goes back leaves nothing`() {
        val (intent, errand) = open()
        shoot(address(intent), byteArrayOf(1))
        errands.back(errand, Activity.RESULT_CANCELED)
        assertNull(taken.single())
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `a camera that says it is done and wrote nothing took nothing`() {
        val (_, errand) = open()
        errands.back(errand, Activity.RESULT_OK)
        assertNull(taken.single())
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `a phone without a camera is told so and keeps no file`() {
        shadowOf(context).checkActivities(true)
        assertFalse(camera.take(taken::add))
        assertEquals(0, folder.list()!!.size)
        assertTrue(taken.isEmpty())
    }

    @Test
    fun `where no activity is in front there is no camera`() {
        errands.gone(activity)
        assertFalse(camera.take(taken::add))
    }

    @Test
    fun `an activity that was made anew brings the picture too`() {
        val (intent, errand) = open()
        shoot(address(intent), byteArrayOf(1, 2, 3))
        val again = Robolectric.buildActivity(Activity::class.java).setup().get()
        errands.inFront(again)
        errands.gone(activity)
        errands.back(errand, Activity.RESULT_OK)
        assertEquals(3L, taken.single()?.length())
    }

    @Test
    fun `a picture that nobody waits for any more is told of once`() {
        val (intent, errand) = open()
        shoot(address(intent), byteArrayOf(1))
        val afterDeath = Errands { camera.sweep() }
        afterDeath.back(errand, Activity.RESULT_OK)
        assertEquals(0, folder.list()!!.size)
        errands.back(errand, Activity.RESULT_OK)
        assertEquals(0, forgotten)
        errands.back(errand, Activity.RESULT_OK)
        assertEquals(1, forgotten)
    }

    @Test
    fun `nobody reads a picture, nor writes where none is awaited`() {
        val address = address(open().first)
        assertThrows(FileNotFoundException::class.java) { lent.openFile(address, "r") }
        val other = address.buildUpon().path("camera/another.jpg").build()
        assertThrows(FileNotFoundException::class.java) { lent.openFile(other, "w") }
        camera.sweep()
        assertThrows(FileNotFoundException::class.java) { lent.openFile(address, "w") }
        assertEquals(0, folder.list()!!.size)
    }

    @Test
    fun `what is handed on is read and not written`() {
        val out = HandOver(context, errands)
        val file = out.newFile("unsent", "doorstep", Instant.parse("2026-06-01T08:00:05Z"))
        file.writeText("sealed")
        assertEquals("unsent-20260601-080005.doorstep", file.name)
        out.hand(file)
        val chooser = shadowOf(activity).nextStartedActivity
        @Suppress("DEPRECATION")
        val send = checkNotNull(chooser.getParcelableExtra<Intent>(Intent.EXTRA_INTENT))
        assertEquals("application/octet-stream", send.type)
        assertTrue(send.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        assertEquals(0, send.flags and Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
        val address = checkNotNull(send.clipData).getItemAt(0).uri
        val read = ParcelFileDescriptor.AutoCloseInputStream(lent.openFile(address, "r")!!).use { it.readBytes() }
        assertEquals("sealed", String(read))
        for (mode in listOf("w", "rw", "wa", "rwt")) {
            assertThrows(mode, FileNotFoundException::class.java) { lent.openFile(address, mode) }
        }
        lent.query(address, null, null, null, null)!!.use {
            it.moveToFirst()
            assertEquals(listOf(file.name, "6"), listOf(it.getString(0), it.getString(1)))
        }
    }

    @Test
    fun `after an hour nobody reads what was handed on`() {
        val file = HandOver(context, errands).newFile("unsent", "doorstep", Instant.now()).apply { writeText("1") }
        val address = LentFiles.address(context, Place.OUT, file)
        fun lentSince(span: Duration) = file.setLastModified((Instant.now() - span).toEpochMilli())
        lentSince(Duration.ofMinutes(59))
        lent.openFile(address, "r")!!.close()
        lentSince(Duration.ofMinutes(61))
        assertThrows(FileNotFoundException::class.java) { lent.openFile(address, "r") }
    }

    @Test
    fun `a workbook is handed on as one`() {
        val out = HandOver(context, errands)
        val file = out.newFile("responsibility", "xlsx", Instant.now()).apply { writeText("rows") }
        val sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assertEquals(sheet, lent.getType(LentFiles.address(context, Place.OUT, file)))
        out.hand(file)
        @Suppress("DEPRECATION")
        val send = shadowOf(activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)
        assertEquals(sheet, send?.type)
    }

    @Test
    fun `two files of one second have two places, and neither lies there for ever`() {
        val out = HandOver(context, errands)
        val now = Instant.now()
        val first = out.newFile("unsent", "doorstep", now).apply { writeText("1") }
        val second = out.newFile("unsent", "doorstep", now).apply { writeText("2") }
        assertFalse(first == second)
        first.setLastModified(now.minus(Duration.ofDays(8)).toEpochMilli())
        out.sweep(now - Duration.ofDays(7))
        assertEquals(listOf(second), second.parentFile!!.listFiles()!!.toList())
    }

    @Test
    fun `no address leads out of the folders`() {
        File(context.noBackupFilesDir, "database.key").writeText("wrapped")
        File(Place.OUT.folder(context).apply { mkdirs() }, "a.txt").writeText("a")
        val base = LentFiles.address(context, Place.OUT, File("a.txt"))
        val read = ParcelFileDescriptor.AutoCloseInputStream(lent.openFile(base, "r")!!).use { it.readBytes() }
        assertEquals("a", String(read))
        val ways = listOf("out/../database.key", "out/..%2fdatabase.key", "database.key", "out/a.txt/b.txt", "out/", "")
        for (path in ways) {
            val address = base.buildUpon().encodedPath(path).build()
            assertThrows(path, FileNotFoundException::class.java) { lent.openFile(address, "r") }
        }
    }
}
