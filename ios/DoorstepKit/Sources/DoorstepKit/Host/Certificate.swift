import Foundation

/// Reads the one thing that matters of a hub's certificate: no authority is asked, the key itself is what is trusted.
enum Certificate {
    /// The `SubjectPublicKeyInfo` of an X.509 certificate in DER, whole; none where it is no certificate.
    /// RFC 5280, 4.1: it is the sixth field after the version, which the oldest certificates lack.
    static func publicKeyInfo(of der: Data) -> Data? {
        guard let certificate = Element(at: der[...]), let signed = Element(at: certificate.content) else { return nil }
        var rest = signed.content
        if let version = Element(at: rest), version.tag == 0xa0 { rest = version.rest }
        for _ in ["serial number", "signature", "issuer", "validity", "subject"] {
            guard let field = Element(at: rest) else { return nil }
            rest = field.rest
        }
        return Element(at: rest).flatMap { $0.tag == 0x30 ? Data($0.whole) : nil }
    }

    /// One element of DER: a tag of one byte, a length, what it holds.
    private struct Element {
        let tag: UInt8
        let whole: Data
        let content: Data
        let rest: Data

        init?(at bytes: Data) {
            var at = bytes.startIndex
            func next() -> Int? {
                guard at < bytes.endIndex else { return nil }
                defer { at += 1 }
                return Int(bytes[at])
            }
            guard let tag = next(), let first = next() else { return nil }
            var length = first
            if first >= 0x80 {
                // More than three bytes of length are no certificate that anybody sends.
                guard (0x81...0x83).contains(first) else { return nil }
                length = 0
                for _ in 0..<(first - 0x80) {
                    guard let byte = next() else { return nil }
                    length = length << 8 | byte
                }
            }
            guard let end = bytes.index(at, offsetBy: length, limitedBy: bytes.endIndex) else { return nil }
            self.tag = UInt8(tag)
            whole = bytes[bytes.startIndex..<end]
            content = bytes[at..<end]
            rest = bytes[end...]
        }
    }
}
