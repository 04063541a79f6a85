package org.doorstep.story

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.net.HttpURLConnection
import java.net.Proxy
import java.net.URI
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.MessageDigest
import java.security.SecureRandom
import java.security.Signature
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.security.spec.ECGenParameterSpec
import java.security.spec.PKCS8EncodedKeySpec
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLContext
import javax.net.ssl.X509TrustManager
import org.doorstep.*

/** Keys in a folder. A phone keeps them in the Android Keystore, whose calls look the same. */
open class FileVault(folder: File) : KeyVault {
    private val database = File(folder, "database.key")
    private val device = File(folder, "device.key")
    private val public = File(folder, "device.pub")

    init {
        folder.mkdirs()
        if (!database.exists()) {
            database.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
            val generator = KeyPairGenerator.getInstance("EC")
            generator.initialize(ECGenParameterSpec("secp256r1"))
            val pair = generator.generateKeyPair()
            device.writeBytes(pair.private.encoded)
            public.writeBytes(pair.public.encoded)
        }
    }

    override fun databaseKey(): ByteArray = database.readBytes()

    override fun publicKey(): ByteArray = public.readBytes()

    override fun sign(message: ByteArray): ByteArray {
        val key = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(device.readBytes()))
        return Signature.getInstance("SHA256withECDSA").run { initSign(key); update(message); sign() }
    }
}

/** Trusts the one key and asks no authority. */
private class Pin(private val spki: ByteArray) : X509TrustManager {
    override fun checkClientTrusted(chain: Array<X509Certificate>, kind: String) = throw CertificateException()

    override fun checkServerTrusted(chain: Array<X509Certificate>, kind: String) {
        val shown = MessageDigest.getInstance("SHA-256").digest(chain[0].publicKey.encoded)
        if (!MessageDigest.isEqual(shown, spki)) throw CertificateException("the server has another key")
    }

    override fun getAcceptedIssuers(): Array<X509Certificate> = emptyArray()
}

/** Performs a request with `HttpURLConnection`; null when no answer came. */
fun send(request: HttpRequest, upload: Pair<File, Long>? = null): HttpAnswer? = try {
    val connection = URI(request.url).toURL().openConnection(Proxy.NO_PROXY) as HttpsURLConnection
    val tls = SSLContext.getInstance("TLS").apply { init(null, arrayOf(Pin(request.spkiSha256)), null) }
    connection.sslSocketFactory = tls.socketFactory
    connection.setHostnameVerifier { _, _ -> true } // the key is what is trusted
    connection.instanceFollowRedirects = false
    connection.connectTimeout = 30_000
    connection.readTimeout = 30_000
    connection.method(request.method.name)
    request.headers.forEach(connection::setRequestProperty)
    val text = request.body
    if (upload != null) {
        val (file, offset) = upload
        connection.doOutput = true
        connection.setFixedLengthStreamingMode(file.length() - offset)
        RandomAccessFile(file, "r").use { from ->
            from.seek(offset)
            connection.outputStream.use { to ->
                val buffer = ByteArray(64 * 1024)
                generateSequence { from.read(buffer).takeIf { it > 0 } }.forEach { to.write(buffer, 0, it) }
            }
        }
    } else if (text != null) {
        connection.doOutput = true
        connection.outputStream.use { it.write(text.toByteArray()) }
    }
    val status = connection.responseCode
    val stream = if (status >= 400) connection.errorStream else connection.inputStream
    val headers = connection.headerFields.filterKeys { it != null }.mapValues { it.value.last() }
    HttpAnswer(status.toUShort(), headers, stream?.use { it.readBytes() } ?: ByteArray(0))
} catch (_: IOException) {
    null
}

/** `requestMethod`, with PATCH, which the JVM's own connection refuses and Android's does not. */
private fun HttpURLConnection.method(name: String) {
    if (name != "PATCH") {
        requestMethod = name
        return
    }
    val delegate = javaClass.getDeclaredField("delegate").apply { isAccessible = true }.get(this)
    for (connection in listOf(this, delegate)) {
        HttpURLConnection::class.java.getDeclaredField("method").apply { isAccessible = true }.set(connection, name)
    }
}

/** Performs tasks until the exchange ends, holds or waits; answers with that last task. */
fun drain(session: SyncSession): HostTask {
    session.begin()
    repeat(2_000) {
        when (val task = session.nextTask()) {
            is HostTask.Request -> session.report(task.task, send(task.request))
            is HostTask.Upload ->
                session.report(task.task, send(task.request, File(task.file) to task.offset.toLong()))
            else -> return task
        }
    }
    error("the exchange runs in circles")
}

private fun SyncSession.report(task: TaskName, answer: HttpAnswer?) =
    if (answer == null) noAnswer(task) else answered(task, answer)

/** Enrols with the text of a QR. */
fun enrol(phone: Doorstep, qr: String): EnrolledView = phone.readEnrolment(qr).use { enrolment ->
    enrolment.finish(checkNotNull(send(enrolment.request())) { "the hub did not answer" })
}
