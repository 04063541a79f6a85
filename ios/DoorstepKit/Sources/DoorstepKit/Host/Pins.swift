import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
#if canImport(CryptoKit)
import CryptoKit
#endif

/// Which key each hub must show, as the core says with every request.
final class Pins: @unchecked Sendable {
    private let lock = NSLock()
    private var pins: [String: Data] = [:]

    func put(_ spkiSha256: Data, for url: URL) {
        guard let host = url.host else { return }
        lock.withLock { pins[Self.name(host, url.port)] = spkiSha256 }
    }

    func pin(host: String, port: Int) -> Data? {
        lock.withLock { pins[Self.name(host, port)] }
    }

    private static func name(_ host: String, _ port: Int?) -> String { "\(host):\(port ?? 443)" }
}

#if canImport(CryptoKit) && canImport(Security)
extension Pins {
    /// Accepts the hub's key and no other. On Linux the system's own check decides, since nobody asks there.
    func answer(_ challenge: URLAuthenticationChallenge) -> (URLSession.AuthChallengeDisposition, URLCredential?) {
        let space = challenge.protectionSpace
        guard space.authenticationMethod == NSURLAuthenticationMethodServerTrust,
            let trust = space.serverTrust,
            let chain = SecTrustCopyCertificateChain(trust) as? [SecCertificate],
            let leaf = chain.first,
            let key = Certificate.publicKeyInfo(of: SecCertificateCopyData(leaf) as Data),
            let pin = pin(host: space.host, port: space.port),
            Data(SHA256.hash(data: key)) == pin
        else { return (.cancelAuthenticationChallenge, nil) }
        return (.useCredential, URLCredential(trust: trust))
    }
}
#endif
