package org.doorstep.platform.sync

import java.io.File
import java.io.IOException
import java.io.OutputStream
import java.io.RandomAccessFile
import java.net.HttpURLConnection
import java.net.URL
import java.net.URLConnection
import java.nio.ByteBuffer
import java.security.MessageDigest
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicReference
import javax.net.ssl.HostnameVerifier
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.X509TrustManager
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest

/** Performs what an exchange asks for and waits for the answer. None where none came. */
interface Carrier {
    fun send(request: HttpRequest): HttpAnswer?

    /** The file goes from `offset` to its end. */
    fun upload(request: HttpRequest, file: String, offset: ULong): HttpAnswer?

    /** Ends what is under way; it gets no answer. From any thread. */
    fun stop()
}

/**
 * The system's own HTTP over TLS. It trusts the key that the request names and asks no authority, follows no redirect
 * and keeps nothing. One request after the other.
 */
class HttpsCarrier(
    private val open: (URL) -> URLConnection = URL::openConnection,
    /** Names the method; Android takes all that the core uses, other platforms may not. */
    private val method: HttpURLConnection.(String) -> Unit = { requestMethod = it },
) : Carrier {
    private val underWay = AtomicReference<HttpURLConnection?>()

    /** One for each key: a connection is used again by requests that share it. */
    private val sockets = ConcurrentHashMap<ByteBuffer, SSLSocketFactory>()

    override fun send(request: HttpRequest) = perform(request) { connection ->
        request.body?.toByteArray()?.let { body -> connection.send(body.size.toLong()) { it.write(body) } }
    }

    override fun upload(request: HttpRequest, file: String, offset: ULong) = perform(request) { connection ->
        RandomAccessFile(File(file), "r").use { from ->
            val start = offset.toLong().coerceIn(0, from.length())
            from.seek(start)
            connection.send(from.length() - start) { from.copyTo(it) }
        }
    }

    override fun stop() {
        underWay.get()?.disconnect()
    }

    private fun perform(request: HttpRequest, send: (HttpURLConnection) -> Unit): HttpAnswer? = try {
        (open(URL(request.url)) as? HttpsURLConnection)?.run {
            underWay.set(this)
            sslSocketFactory = sockets.computeIfAbsent(ByteBuffer.wrap(request.spkiSha256)) { sockets(it.array()) }
            hostnameVerifier = anyName
            instanceFollowRedirects = false
            useCaches = false
            connectTimeout = CONNECT_MS
            readTimeout = READ_MS
            method(request.method.name)
            // Not the phone's make and model, which the system would name.
            setRequestProperty("User-Agent", "doorstep")
            request.headers.forEach(::setRequestProperty)
            send(this)
            answer()
        }
    } catch (_: IOException) {
        null
    } finally {
        underWay.set(null)
    }

    private companion object {
        const val CONNECT_MS = 30_000

        /** A hub under a month's end may take its time. */
        const val READ_MS = 60_000

        /** The key is what is trusted, whatever the address it is reached by. */
        val anyName = HostnameVerifier { _, _ -> true }

        fun sockets(spkiSha256: ByteArray): SSLSocketFactory =
            SSLContext.getInstance("TLS").apply { init(null, arrayOf(HubKey(spkiSha256)), null) }.socketFactory
    }
}

private fun HttpURLConnection.send(bytes: Long, write: (OutputStream) -> Unit) {
    doOutput = true
    // Streamed: nothing is gathered in memory, and the system sends nothing twice by itself.
    setFixedLengthStreamingMode(bytes)
    outputStream.use(write)
}

private fun HttpURLConnection.answer(): HttpAnswer? {
    val status = responseCode
    // Not HTTP at all.
    if (status < 0) return null
    val body = (if (status >= HttpURLConnection.HTTP_BAD_REQUEST) errorStream else inputStream)?.use { it.readBytes() }
    val headers = headerFields.filterKeys { it != null }.mapValues { it.value.last() }
    return HttpAnswer(status.toUShort(), headers, body ?: ByteArray(0))
}

private fun RandomAccessFile.copyTo(to: OutputStream) {
    val buffer = ByteArray(64 * 1024)
    generateSequence { read(buffer).takeIf { it > 0 } }.forEach { to.write(buffer, 0, it) }
}

/** Trusts the key whose SHA-256 it knows, in whatever certificate. */
private class HubKey(private val spkiSha256: ByteArray) : X509TrustManager {
    override fun checkClientTrusted(chain: Array<X509Certificate>, kind: String) =
        throw CertificateException("nobody is a client here")

    override fun checkServerTrusted(chain: Array<X509Certificate>, kind: String) {
        val shown = MessageDigest.getInstance("SHA-256").digest(chain.first().publicKey.encoded)
        if (!MessageDigest.isEqual(shown, spkiSha256)) throw CertificateException("the server has another key")
    }

    override fun getAcceptedIssuers() = emptyArray<X509Certificate>()
}
