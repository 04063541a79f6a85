import DoorstepKit
import Foundation

/// The text of an invented enrolment code.
let code =
    #"{"url":"https://hub.example:8443","spki":"\#(String(repeating: "5a", count: 32))","code":"X7K2-9QPD"}"#

/// A hub's answer to an enrolment: 王芳 is a social worker of an invented county.
func welcome() -> HttpAnswer {
    answer(
        200,
        """
        {
          "device": "\(UUID().uuidString.lowercased())",
          "staff": {"id": "\(UUID().uuidString.lowercased())", "name": "王芳", "role": "SocialWorker"},
          "settings": {
            "tenant": "\(UUID().uuidString.lowercased())", "name": "演示县民政局", "zone": 480,
            "fence_radius_m": 100, "keep_days": 30, "demo": true
          },
          "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
          "order_key": "\(Data(repeating: 4, count: 65).base64EncodedString())"
        }
        """
    )
}

/// A hub that has no such code.
func refusal() -> HttpAnswer { answer(404, "{}") }

private func answer(_ status: UInt16, _ body: String) -> HttpAnswer {
    HttpAnswer(
        status: status,
        headers: ["doorstep-protocol": "1", "content-type": "application/json"],
        body: Data(body.utf8)
    )
}

/// A phone that was enrolled and got nothing from its hub yet.
func enrolledPhone() throws -> Doorstep {
    let phone = try newPhone()
    _ = try phone.readEnrolment(qr: code).finish(answer: welcome())
    return phone
}
