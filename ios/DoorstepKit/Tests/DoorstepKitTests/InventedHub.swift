import DoorstepKit
import Foundation
import Story

/// Gives a phone its rows once, and takes nothing from it.
final class InventedHub {
    private let heads: String
    private let rows: InventedRows
    private var isFed = false

    init(genesis: String, rows: InventedRows) {
        self.rows = rows
        let now = Int(Date().timeIntervalSince1970 * 1000)
        heads = #""head":{"seq":0,"hash":"\#(genesis)"},"backed_up_through":0,"hub_now":\#(now)"#
    }

    func answer(to request: HttpRequest) -> HttpAnswer {
        switch request.url.components(separatedBy: "/v1/").last {
        case "challenge": return DoorstepKitTests.answer(200, #"{"challenge":"invented"}"#)
        case "session": return DoorstepKitTests.answer(200, #"{"token":"invented","expires_in_s":900,\#(heads)}"#)
        case "head": return DoorstepKitTests.answer(200, "{\(heads)}")
        case "feed":
            let pages = isFed ? [] : rows.pages
            isFed = true
            let body = #"{\#(heads),"silent_phones":0,"scopes":[\#(pages.joined(separator: ","))]}"#
            return DoorstepKitTests.answer(200, body)
        default: return DoorstepKitTests.answer(404, "{}")
        }
    }
}

/// What the first record of a phone is chained to, in hexadecimal digits.
func genesis(_ device: UUID, _ vault: FileVault) throws -> String {
    let id = withUnsafeBytes(of: device.uuid) { Data($0) }
    let parts = [Data("doorstep/journal/genesis/1".utf8), id, try vault.publicKey().suffix(65)]
    let text = parts.reduce(into: Data()) { all, part in
        withUnsafeBytes(of: UInt32(part.count).bigEndian) { all.append(contentsOf: $0) }
        all.append(part)
    }
    return try run(openssl, ["dgst", "-sha256", "-binary"], input: text).map { String(format: "%02x", $0) }.joined()
}
