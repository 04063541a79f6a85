import DoorstepKit
import Foundation

/// The text of an invented enrolment code.
let code =
    #"{"url":"https://hub.example:8443","spki":"\#(String(repeating: "5a", count: 32))","code":"X7K2-9QPD"}"#

/// A hub's answer to an enrolment: 王芳 is a worker of an invented county.
func welcome(_ role: StaffRole = .socialWorker, device: UUID = UUID(), staff: UUID = UUID()) -> HttpAnswer {
    answer(
        200,
        """
        {
          "device": "\(device.text)",
          "staff": {"id": "\(staff.text)", "name": "王芳", "role": "\(role.onTheWire)"},
          "settings": {
            "tenant": "\(UUID().text)", "name": "演示县民政局", "zone": 480,
            "fence_radius_m": 100, "keep_days": 30, "demo": true,
            "report_phone": "12345"
          },
          "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
          "order_key": "\(Data(repeating: 4, count: 65).base64EncodedString())"
        }
        """
    )
}

/// A hub that has no such code.
func refusal() -> HttpAnswer { answer(404, "{}") }

func answer(_ status: UInt16, _ body: String) -> HttpAnswer {
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

extension UUID {
    /// As the wire writes it.
    var text: String { uuidString.lowercased() }
}

extension StaffRole {
    fileprivate var onTheWire: String { "\(self)".prefix(1).uppercased() + "\(self)".dropFirst() }
}
