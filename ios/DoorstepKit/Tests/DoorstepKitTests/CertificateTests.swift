import Foundation
import Story
import Testing

@testable import DoorstepKit

struct CertificateTests {
    private static func certificate(_ key: [String]) throws -> (der: Data, key: Data) {
        let folder = try newFolder()
        let (secret, shown) = (folder.appendingPathComponent("key.pem").path, folder.appendingPathComponent("c.der").path)
        try run(openssl, ["genpkey", "-out", secret] + key)
        let names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        try run(openssl, ["req", "-x509", "-new", "-key", secret, "-days", "9", "-outform", "DER", "-out", shown] + names)
        let half = try run(openssl, ["pkey", "-in", secret, "-pubout", "-outform", "DER"])
        return (try Data(contentsOf: URL(fileURLWithPath: shown)), half)
    }

    @Test(
        "the key of a certificate is found, of whatever kind it is",
        arguments: [
            ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
            ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
            ["-algorithm", "ED25519"],
        ])
    func found(_ key: [String]) throws {
        let made = try Self.certificate(key)
        #expect(Certificate.publicKeyInfo(of: made.der) == made.key)
    }

    @Test("a certificate that was cut off has no key")
    func torn() throws {
        let der = try Self.certificate(["-algorithm", "ED25519"]).der
        for length in 0..<der.count { #expect(Certificate.publicKeyInfo(of: der.prefix(length)) == nil) }
        #expect(Certificate.publicKeyInfo(of: Data(repeating: 0xff, count: 400)) == nil)
    }

    @Test("each hub has its own pin")
    func pins() throws {
        let pins = Pins()
        pins.put(Data([1]), for: try #require(URL(string: "https://a.example")))
        pins.put(Data([2]), for: try #require(URL(string: "https://a.example:8443/v1")))
        #expect(pins.pin(host: "a.example", port: 443) == Data([1]))
        #expect(pins.pin(host: "a.example", port: 8443) == Data([2]))
        #expect(pins.pin(host: "b.example", port: 443) == nil)
    }
}
