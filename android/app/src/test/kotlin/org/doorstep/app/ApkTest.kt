package org.doorstep.app

import java.io.File
import java.util.zip.ZipFile
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** What the system will read of the app, from the APK that Debian's tools linked and signed. */
class ApkTest {
    private val apk = File(System.getProperty("doorstep.apk"), "doorstep-signed.apk")

    private fun told(vararg command: String): List<String> {
        val process = ProcessBuilder(*command, apk.path).redirectErrorStream(true).start()
        val said = process.inputStream.bufferedReader().readLines()
        assertEquals(said.joinToString("\n"), 0, process.waitFor())
        return said
    }

    private fun tree(file: String): List<String> {
        val command = listOf("aapt2", "dump", "xmltree", apk.path, "--file", file)
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        return process.inputStream.bufferedReader().readLines().map(String::trim).also { process.waitFor() }
    }

    private val manifest by lazy { tree("AndroidManifest.xml") }

    /** The lines of one element: those from its name to the next element's. */
    private fun element(kind: String, name: String): List<String> {
        val starts = manifest.indices.filter { manifest[it].startsWith("E: ") }
        return starts.map { start -> manifest.subList(start, starts.find { it > start } ?: manifest.size) }
            .single { part -> part.first().startsWith("E: $kind ") && part.any { "\"$name\"" in it } }
    }

    private fun List<String>.says(attribute: String, value: String) =
        assertTrue("$attribute: $this", any { ":$attribute(" in it && it.contains("=$value") })

    @Test
    fun `it asks for seven permissions and no more`() {
        val asked = told("aapt2", "dump", "permissions").filter { it.startsWith("uses-permission") }
        val names = asked.map { it.substringAfter("name='android.permission.").substringBefore("'") }
        val few = setOf(
            "INTERNET", "ACCESS_NETWORK_STATE", "RECEIVE_BOOT_COMPLETED", "POST_NOTIFICATIONS",
            "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION", "RECORD_AUDIO",
        )
        assertEquals(few, names.toSet())
        assertEquals(few.size, names.size)
    }

    @Test
    fun `it runs from Android 8 on, on phones without satellites or a microphone too`() {
        val badging = told("aapt2", "dump", "badging")
        assertTrue("sdkVersion:'26'" in badging)
        assertTrue("targetSdkVersion:'35'" in badging)
        val needed = badging.filter { it.trim().startsWith("uses-feature:") }
        assertFalse(needed.any { "location" in it || "microphone" in it })
        assertTrue(badging.any { it.startsWith("launchable-activity: name='org.doorstep.app.MainActivity'") })
    }

    @Test
    fun `nothing of it goes into a backup nor to another phone`() {
        val application = element("application", ".DoorstepApplication")
        application.says("allowBackup", "false")
        val excluded = { file: String -> tree(file).count { it.startsWith("E: exclude") } }
        assertEquals("to a cloud and to another phone", 18, excluded("res/xml/data_extraction_rules.xml"))
        assertEquals("before Android 12", 5, excluded("res/xml/backup_rules.xml"))
        for (file in listOf("res/xml/data_extraction_rules.xml", "res/xml/backup_rules.xml")) {
            assertFalse(file, tree(file).any { it.startsWith("E: include") })
        }
        assertTrue(application.any { ":dataExtractionRules(" in it } && application.any { ":fullBackupContent(" in it })
    }

    @Test
    fun `nothing goes out in clear, and no authority is trusted`() {
        element("application", ".DoorstepApplication").says("usesCleartextTraffic", "false")
        val config = tree("res/xml/network_security_config.xml")
        assertTrue(config.any { "cleartextTrafficPermitted=" in it && "false" in it })
        assertTrue(config.any { it.startsWith("E: trust-anchors") })
        assertFalse("none in it", config.any { it.startsWith("E: certificates") })
    }

    @Test
    fun `other apps reach the first screen and nothing else`() {
        val exported = { kind: String, name: String, isSo: Boolean -> element(kind, name).says("exported", "$isSo") }
        exported("activity", ".MainActivity", true)
        exported("service", "org.doorstep.platform.sync.SyncJob", false)
        exported("provider", "org.doorstep.platform.files.LentFiles", false)
        assertEquals(3, manifest.count { ":exported(" in it })
        val service = element("service", "org.doorstep.platform.sync.SyncJob")
        assertTrue(service.any { "android.permission.BIND_JOB_SERVICE" in it })
    }

    @Test
    fun `its classes are what phones run, and every class that the manifest names is there`() {
        ZipFile(apk).use { zip ->
            val dex = zip.entries().toList().filter { it.name.matches(Regex("classes\\d*\\.dex")) }
            val code = dex.joinToString("") { String(zip.getInputStream(it).readBytes(), Charsets.ISO_8859_1) }
            assertTrue(code.startsWith("dex\n"))
            val named = Regex(":name\\(0x[0-9a-f]+\\)=\"((?:org\\.doorstep)?\\.[A-Za-z.]+)\"")
            val classes = manifest.mapNotNull { named.find(it)?.groupValues?.get(1) } - "org.doorstep.notice"
            assertEquals("$classes", 4, classes.size)
            classes.map { if (it.startsWith(".")) "org.doorstep.app$it" else it }
                .forEach { assertTrue(it, "L${it.replace('.', '/')};" in code) }
        }
    }

    @Test
    fun `its signature is good`() {
        val said = told("apksigner", "verify", "--verbose", "--min-sdk-version", "26")
        assertTrue("$said", said.any { it.startsWith("Verified using v2 scheme") && it.endsWith("true") })
    }
}
