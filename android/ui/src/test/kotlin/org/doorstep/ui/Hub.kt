package org.doorstep.ui

import java.nio.ByteBuffer
import java.security.MessageDigest
import java.util.Base64
import java.util.UUID
import org.doorstep.Doorstep
import org.doorstep.HostTask
import org.doorstep.HttpAnswer
import org.doorstep.HttpRequest
import org.doorstep.KeyVault
import org.doorstep.StaffRole

/** The text of an invented enrolment code. */
val CODE = """{"url":"https://hub.example:8443","spki":"${"5a".repeat(32)}","code":"X7K2-9QPD"}"""

/** What to dial there to report at once. */
const val REPORT_PHONE = "12345"

/** A hub's answer to an enrolment: 王芳 is a worker of an invented county. */
fun welcome(
    role: StaffRole = StaffRole.SOCIAL_WORKER,
    device: UUID = UUID.randomUUID(),
    staff: UUID = UUID.randomUUID(),
) = answer(
    200,
    """
    {
      "device": "$device",
      "staff": {"id": "$staff", "name": "王芳", "role": "${role.onTheWire}"},
      "settings": {
        "tenant": "${UUID.randomUUID()}", "name": "演示县民政局", "zone": 480,
        "fence_radius_m": 100, "keep_days": 30, "demo": true, "report_phone": "$REPORT_PHONE"
      },
      "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
      "order_key": "${Base64.getEncoder().encodeToString(ByteArray(65) { 4 })}"
    }
    """,
)

/** A hub that has no such code. */
fun refusal() = answer(404, "{}")

private fun answer(status: Int, body: String) = HttpAnswer(
    status.toUShort(),
    mapOf("doorstep-protocol" to "1", "content-type" to "application/json"),
    body.toByteArray(),
)

/** A phone that was enrolled and got nothing from its hub yet. */
fun enrolledPhone(): Doorstep = newPhone().apply { readEnrolment(CODE).finish(welcome()) }

/** 王芳's phone in this role, after one exchange that brought these rows. */
fun phoneOf(role: StaffRole, rows: InventedRows.(staff: UUID) -> Unit): Doorstep {
    val vault = Vault()
    val (device, staff) = UUID.randomUUID() to UUID.randomUUID()
    val feed = InventedRows(device).apply { rows(staff) }
    return newPhone(vault).apply {
        readEnrolment(CODE).finish(welcome(role, device, staff))
        exchange(InventedHub(genesis(device, vault), feed)::answer)
    }
}

/** Rows of a feed, as JSON, by their scope. */
class InventedRows(private val device: UUID) {
    private val scopes = mutableMapOf("tenant" to mutableListOf<String>(), "private:$device" to mutableListOf())

    fun put(scope: String, kind: String, id: UUID, document: String, household: UUID? = null) {
        val of = household?.let { """"household":"$it",""" }.orEmpty()
        scopes.getOrPut(scope) { mutableListOf() }
            .add("""{"kind":"$kind","id":"$id","revision":1,$of"document":$document}""")
    }

    fun pages() = scopes.map { (scope, rows) ->
        """
        {"scope":"$scope","from_start":true,"more":false,"rows":[${rows.joinToString()}],
         "cursor":{"epoch":1,"revision":1,"digest":"${"5a".repeat(32)}"}}
        """
    }
}

/** Gives a phone its rows once, and takes nothing from it. */
private class InventedHub(genesis: String, private val rows: InventedRows) {
    private var isFed = false
    private val heads = """
        "head":{"seq":0,"hash":"$genesis"},"backed_up_through":0,"hub_now":${System.currentTimeMillis()}
    """

    fun answer(request: HttpRequest): HttpAnswer = when (request.url.substringAfter("/v1/")) {
        "challenge" -> answer(200, """{"challenge":"invented"}""")
        "session" -> answer(200, """{"token":"invented","expires_in_s":900,$heads}""")
        "head" -> answer(200, "{$heads}")
        "feed" -> {
            val pages = if (isFed) emptyList() else rows.pages()
            isFed = true
            answer(200, """{$heads,"silent_phones":0,"scopes":[${pages.joinToString()}]}""")
        }
        else -> answer(404, "{}")
    }
}

private fun Doorstep.exchange(answer: (HttpRequest) -> HttpAnswer) = syncSession().run {
    begin()
    while (true) {
        val task = nextTask() as? HostTask.Request ?: break
        answered(task.task, answer(task.request))
    }
}

/** What the first record of a phone is chained to, in hexadecimal digits. */
private fun genesis(device: UUID, vault: KeyVault): String {
    val id = ByteBuffer.allocate(16).putLong(device.mostSignificantBits).putLong(device.leastSignificantBits).array()
    val point = vault.publicKey().takeLast(65).toByteArray()
    val digest = MessageDigest.getInstance("SHA-256")
    listOf("doorstep/journal/genesis/1".toByteArray(), id, point).forEach {
        digest.update(ByteBuffer.allocate(4).putInt(it.size).array())
        digest.update(it)
    }
    return digest.digest().joinToString("") { "%02x".format(it) }
}

/** As the wire writes it. */
private val StaffRole.onTheWire
    get() = name.split('_').joinToString("") { it.lowercase().replaceFirstChar(Char::uppercase) }
