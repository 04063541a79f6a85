import DoorstepKit
import Foundation
import Story

/// Openssl does what a phone's own chip does.
final class Safe: BareVault, @unchecked Sendable {
    private(set) var kept: Data?
    private let vault: FileVault

    init(_ folder: URL) throws { vault = try FileVault(folder) }

    /// Another one each time that none is kept.
    func databaseKey() throws -> Data {
        let key = kept ?? Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        kept = key
        return key
    }

    func forgetDatabaseKey() throws { kept = nil }

    func derive(_ message: Data) throws -> Data {
        try run(openssl, ["dgst", "-sha512", "-hmac", "of this phone alone", "-binary"], input: message)
    }

    func publicKey() throws -> Data { try vault.publicKey() }

    func sign(message: Data) throws -> Data { try vault.sign(message: message) }
}
