package org.doorstep.platform.sync

import com.sun.net.httpserver.HttpExchange
import java.io.File
import java.net.HttpURLConnection
import java.net.ServerSocket
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.doorstep.HttpAnswer
import org.doorstep.HttpMethod
import org.doorstep.HttpRequest
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** HTTP over TLS with the hub's key alone, by Java's own classes, which Android names alike. */
class HttpsCarrierTest {
    private class Came(val line: String, val headers: Map<String, String>, val body: ByteArray)

    @get:Rule
    val folder = TemporaryFolder()

    private val came = mutableListOf<Came>()
    private var answer: (HttpExchange) -> Unit = { it.answer(200, "{}") }
    private val server = TlsServer { exchange ->
        val headers = exchange.requestHeaders.mapKeys { it.key.lowercase() }.mapValues { it.value.last() }
        came += Came("${exchange.requestMethod} ${exchange.requestURI}", headers, exchange.requestBody.readBytes())
        answer(exchange)
    }

    // Java's own connection refuses PATCH, which Android's takes.
    private val carrier = HttpsCarrier(method = { if (it == "PATCH") patch() else requestMethod = it })

    @After
    fun end() = server.close()

    private fun request(method: HttpMethod, path: String, body: String? = null, key: ByteArray = server.spkiSha256) =
        HttpRequest(method, server.url + path, mapOf("doorstep-protocol" to "1"), body, key)

    private fun HttpAnswer.header(name: String) = headers.entries.find { it.key.equals(name, ignoreCase = true) }?.value

    @Test
    fun `a message goes as the core wrote it, and its answer comes back whole, whatever it says`() {
        answer = { it.answer(426, "你a\r", "Doorstep-Protocol" to "2") }
        val answer = checkNotNull(carrier.send(request(HttpMethod.POST, "/v1/ops", """{"a":"张三"}""")))
        assertEquals(426, answer.status.toInt())
        assertEquals("2", answer.header("doorstep-protocol"))
        assertEquals("你a\r", String(answer.body))
        assertEquals("POST /v1/ops", came.single().line)
        assertEquals("1", came.single().headers["doorstep-protocol"])
        assertEquals("""{"a":"张三"}""", String(came.single().body))
        assertEquals("not the phone's make", "doorstep", came.single().headers["user-agent"])
    }

    @Test
    fun `a server with another key is told nothing`() {
        val other = server.spkiSha256.copyOf().also { it[0] = (it[0] + 1).toByte() }
        assertNull(carrier.send(request(HttpMethod.POST, "/v1/enrol", "a secret", other)))
        assertTrue(came.isEmpty())
        assertNotNull(carrier.send(request(HttpMethod.GET, "/v1/feed")))
    }

    @Test
    fun `a connection that a key opened serves no request that names another`() {
        assertNotNull(carrier.send(request(HttpMethod.GET, "/v1/feed")))
        assertNull(carrier.send(request(HttpMethod.GET, "/v1/feed", key = ByteArray(32))))
        assertEquals(1, came.size)
    }

    @Test
    fun `nothing is sent in clear`() {
        ServerSocket(0).use { plain ->
            val url = "http://127.0.0.1:${plain.localPort}/v1/enrol"
            assertNull(carrier.send(HttpRequest(HttpMethod.POST, url, emptyMap(), "a secret", server.spkiSha256)))
        }
    }

    @Test
    fun `a redirect is an answer like any other and is not followed`() {
        answer = { it.answer(302, "", "Location" to "/login") }
        assertEquals(302, carrier.send(request(HttpMethod.GET, "/v1/feed"))?.status?.toInt())
        assertEquals(1, came.size)
    }

    @Test
    fun `where nobody listens, or the address is none, there is no answer`() {
        val port = ServerSocket(0).use { it.localPort }
        for (url in listOf("https://127.0.0.1:$port/v1/feed", "", "hub.example")) {
            assertNull(url, carrier.send(HttpRequest(HttpMethod.GET, url, emptyMap(), null, server.spkiSha256)))
        }
    }

    @Test
    fun `a file goes from where the hub has it to its end`() {
        answer = { it.answer(204, "", "Upload-Offset" to "300000") }
        val sealed = ByteArray(300_000) { (it * 7).toByte() }
        val file = File(folder.root, "sealed.age").apply { writeBytes(sealed) }
        for (offset in listOf(0, 100_000, 300_000)) {
            val answer = carrier.upload(request(HttpMethod.PATCH, "/v1/uploads/1"), file.path, offset.toULong())
            assertEquals("300000", answer?.header("upload-offset"))
            assertEquals("PATCH /v1/uploads/1", came.last().line)
            assertEquals("${300_000 - offset}", came.last().headers["content-length"])
            assertArrayEquals(sealed.copyOfRange(offset, sealed.size), came.last().body)
        }
    }

    @Test
    fun `a file that is gone is no answer`() {
        val gone = File(folder.root, "gone.age").path
        assertNull(carrier.upload(request(HttpMethod.PATCH, "/v1/uploads/1"), gone, 0uL))
    }

    @Test
    fun `what is under way can be ended`() {
        val arrived = CountDownLatch(1)
        val release = CountDownLatch(1)
        answer = {
            arrived.countDown()
            release.await(30, TimeUnit.SECONDS)
            it.answer(200, "{}")
        }
        var ended: Result<HttpAnswer?>? = null
        val sending = thread { ended = runCatching { carrier.send(request(HttpMethod.GET, "/v1/feed")) } }
        assertTrue(arrived.await(30, TimeUnit.SECONDS))
        carrier.stop()
        sending.join(30_000)
        release.countDown()
        assertEquals(Result.success(null), ended)
    }
}

private fun HttpExchange.answer(status: Int, body: String, vararg headers: Pair<String, String>) {
    headers.forEach { (name, value) -> responseHeaders.add(name, value) }
    val bytes = body.toByteArray()
    sendResponseHeaders(status, if (bytes.isEmpty()) -1 else bytes.size.toLong())
    if (bytes.isNotEmpty()) responseBody.write(bytes)
}

private fun HttpURLConnection.patch() {
    val inner = javaClass.getDeclaredField("delegate").apply { isAccessible = true }.get(this)
    for (connection in listOf(this, inner)) {
        HttpURLConnection::class.java.getDeclaredField("method").apply { isAccessible = true }.set(connection, "PATCH")
    }
}
