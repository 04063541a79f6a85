package org.doorstep.platform.sync

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import java.io.File
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Files
import java.security.KeyStore
import java.security.MessageDigest
import java.util.concurrent.Executors
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext

/** A server on this machine with a certificate of its own making, as a hub has one. */
class TlsServer(answer: (HttpExchange) -> Unit) : AutoCloseable {
    private val server = HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val threads = Executors.newCachedThreadPool()

    val url get() = "https://127.0.0.1:${server.address.port}"

    /** What a request must name to be answered. */
    val spkiSha256: ByteArray =
        MessageDigest.getInstance("SHA-256").digest(keys.getCertificate("hub").publicKey.encoded)

    init {
        val managers = KeyManagerFactory.getInstance("PKIX").apply { init(keys, PASSWORD) }.keyManagers
        server.httpsConfigurator = HttpsConfigurator(SSLContext.getInstance("TLS").apply { init(managers, null, null) })
        server.executor = threads
        server.createContext("/") { exchange -> exchange.use(answer) }
        server.start()
    }

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }

    private companion object {
        val PASSWORD = "a test's".toCharArray()

        /** Of all servers here. */
        val keys by lazy(::newKeys)

        /** By the JDK's own tool: Java makes keys, but no certificates. */
        fun newKeys(): KeyStore {
            val file = Files.createTempDirectory("hub").resolve("keys.p12").toFile()
            val tool = File(System.getProperty("java.home"), "bin/keytool").path
            val made = ProcessBuilder(
                tool, "-genkeypair", "-alias", "hub", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=hub",
                "-validity", "2", "-storetype", "PKCS12", "-storepass", String(PASSWORD), "-keystore", file.path,
            ).redirectErrorStream(true).start()
            val said = made.inputStream.bufferedReader().readText()
            check(made.waitFor() == 0) { said }
            return KeyStore.getInstance("PKCS12").apply { file.inputStream().use { load(it, PASSWORD) } }
                .also { file.parentFile.deleteRecursively() }
        }
    }
}
