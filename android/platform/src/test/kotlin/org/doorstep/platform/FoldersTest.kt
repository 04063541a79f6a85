package org.doorstep.platform

import java.io.File
import java.io.IOException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** Where the other tests of a phone call the core: it answers the first who called, and nobody elsewhere. */
@RunWith(RobolectricTestRunner::class)
class FoldersTest {
    @get:Rule
    val temporary = TemporaryFolder()

    private val base by lazy { File(temporary.root, "doorstep") }
    private val folders by lazy { Folders(base) }

    @Test
    fun `the first worker gets a folder, and keeps it`() {
        val mine = folders.current()
        assertEquals(mine.id, Folders(base).current().id)
        assertTrue(folders.others().isEmpty())
        assertFalse(mine.store.exists())
    }

    @Test
    fun `another worker gets another, and the first finds theirs again`() {
        val first = folders.current().apply { name = "王芳" }
        val second = folders.choose(null)
        assertNotEquals(first.id, second.id)
        assertEquals(second.id, Folders(base).current().id)
        assertEquals(listOf("王芳"), folders.others().map { it.name })
        folders.choose(first.id)
        assertEquals(first.id, Folders(base).current().id)
        assertEquals("王芳", Folders(base).current().name)
    }

    @Test
    fun `no folder's name says whose it is`() {
        folders.current().name = "王芳"
        assertFalse(base.walk().any { "王芳" in it.name })
    }

    @Test
    fun `one that is named and not there is not chosen`() {
        folders.current()
        File(base, "current").writeText("../../elsewhere")
        assertTrue(folders.current().id.startsWith("worker-"))
        assertEquals(base, folders.current().store.parentFile!!.parentFile)
    }

    @Test
    fun `a choice that cannot be read leads to a store that somebody has, not to a new one`() {
        val mine = folders.current().apply { name = "王芳" }
        File(base, "current").delete()
        File(base, "worker-0").mkdirs()
        assertEquals(mine.id, folders.current().id)
        assertEquals(2, base.listFiles()!!.count { it.isDirectory })
    }

    @Test
    fun `a change that cannot be written leaves all as it was`() {
        val mine = folders.current()
        File(base, "current.new").mkdirs()
        assertThrows(IOException::class.java) { folders.choose(null) }
        assertEquals(mine.id, folders.current().id)
        assertTrue(folders.others().isEmpty())
    }

    @Test
    fun `a wipe is known by its mark, by the core's, and by a key without a store`() {
        val mine = folders.current()
        assertFalse("a new one", mine.isWiping)
        mine.key.writeText("wrapped")
        assertTrue("a key alone", mine.isWiping)
        mine.store.mkdirs()
        assertFalse("a store and its key", mine.isWiping)
        mine.beginWipe()
        assertTrue("marked", mine.isWiping)
        mine.endWipe()
        assertFalse("over", mine.isWiping)
        File(mine.store, "doorstep.wiping").createNewFile()
        assertTrue("begun by the core", mine.isWiping)
    }

    @Test
    fun `a mark that cannot be removed is told`() {
        val mine = folders.current()
        mine.endWipe()
        File(base, "${mine.id}/wiping/stuck").mkdirs()
        assertThrows(IOException::class.java) { mine.endWipe() }
        assertTrue(mine.isWiping)
    }

    @Test
    fun `what lies beside a store is forgotten with it, and what was left of it`() {
        val mine = folders.current().apply { name = "王芳" }
        mine.key.writeText("wrapped")
        mine.pin.writeText("sealed")
        File(mine.store, "photos").mkdirs()
        mine.forget()
        assertEquals("", mine.name)
        assertFalse(mine.key.exists() || mine.pin.exists() || mine.store.exists())
        assertEquals(mine.id, folders.current().id)
    }
}
