package org.doorstep.ui

import java.util.Base64
import java.util.UUID
import org.doorstep.Doorstep
import org.doorstep.HttpAnswer

/** The text of an invented enrolment code. */
val CODE = """{"url":"https://hub.example:8443","spki":"${"5a".repeat(32)}","code":"X7K2-9QPD"}"""

/** A hub's answer to an enrolment: 王芳 is a social worker of an invented county. */
fun welcome() = answer(
    200,
    """
    {
      "device": "${UUID.randomUUID()}",
      "staff": {"id": "${UUID.randomUUID()}", "name": "王芳", "role": "SocialWorker"},
      "settings": {
        "tenant": "${UUID.randomUUID()}", "name": "演示县民政局", "zone": 480,
        "fence_radius_m": 100, "keep_days": 30, "demo": true
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
