#if canImport(Security)
import Foundation
import Security

/// Keys that stay on this phone and in no backup. The database's lies in the Keychain, the device's own is made in the
/// Secure Enclave and never leaves it. Both open once the phone was unlocked after its start, so that what was recorded
/// can be sent while it lies in a pocket.
public final class DeviceVault: BareVault {
    private let worker: String

    /// One vault, like one store, for each worker who shares the phone.
    public init(worker: String) {
        self.worker = worker
    }

    public func databaseKey() throws -> Data {
        if let key = try storedKey() { return key }
        var key = Data(count: 32)
        let made = key.withUnsafeMutableBytes { bytes in
            SecRandomCopyBytes(kSecRandomDefault, bytes.count, bytes.baseAddress!)
        }
        try check(made)
        let added = add(key)
        // Somebody else was first: theirs is the one that counts.
        if added == errSecDuplicateItem, let key = try storedKey() { return key }
        try check(added)
        return key
    }

    public func forgetDatabaseKey() throws {
        let status = SecItemDelete(databaseItem as CFDictionary)
        if status != errSecItemNotFound { try check(status) }
    }

    /// What the PIN's key agrees upon with itself, with the message in it: the Secure Enclave does it, and no other.
    public func derive(_ message: Data) throws -> Data {
        let own = try key(pinTag)
        var error: Unmanaged<CFError>?
        let how: [CFString: Any] = [
            SecKeyKeyExchangeParameter.requestedSize.rawValue: 64,
            SecKeyKeyExchangeParameter.sharedInfo.rawValue: message,
        ]
        let made = SecKeyCopyKeyExchangeResult(
            own, .ecdhKeyExchangeStandardX963SHA256, try publicHalf(of: own), how as CFDictionary, &error)
        guard let made else { throw failure(error) }
        return made as Data
    }

    public func publicKey() throws -> Data {
        var error: Unmanaged<CFError>?
        guard let bytes = SecKeyCopyExternalRepresentation(try publicHalf(of: key(deviceTag)), &error) else {
            throw failure(error)
        }
        return bytes as Data
    }

    public func sign(message: Data) throws -> Data {
        var error: Unmanaged<CFError>?
        let how = SecKeyAlgorithm.ecdsaSignatureMessageX962SHA256
        guard let signature = SecKeyCreateSignature(try key(deviceTag), how, message as CFData, &error) else {
            throw failure(error)
        }
        return signature as Data
    }

    /// After a wipe: without its key nothing that might be left of the store can be read.
    public func forget() {
        SecItemDelete(databaseItem as CFDictionary)
        for tag in [deviceTag, pinTag] { SecItemDelete(item(tag) as CFDictionary) }
    }

    private var deviceTag: Data { Data("doorstep.device.\(worker)".utf8) }
    private var pinTag: Data { Data("doorstep.pin.\(worker)".utf8) }

    private var databaseItem: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: "doorstep.database",
            kSecAttrAccount: worker,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func item(_ tag: Data) -> [CFString: Any] {
        [
            kSecClass: kSecClassKey,
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrApplicationTag: tag,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func add(_ databaseKey: Data) -> OSStatus {
        let item: [CFString: Any] = [
            kSecValueData: databaseKey,
            kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        return SecItemAdd(databaseItem.merging(item) { $1 } as CFDictionary, nil)
    }

    private func storedKey() throws -> Data? {
        var found: CFTypeRef?
        let query = databaseItem.merging([kSecReturnData: true]) { $1 }
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        return found as? Data
    }

    private func publicHalf(of key: SecKey) throws -> SecKey {
        guard let half = SecKeyCopyPublicKey(key) else { throw failure("no public half") }
        return half
    }

    /// Made at its first use.
    private func key(_ tag: Data) throws -> SecKey {
        var found: CFTypeRef?
        let query = item(tag).merging([kSecReturnRef: true]) { $1 }
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return try newKey(tag) }
        try check(status)
        guard let found, CFGetTypeID(found) == SecKeyGetTypeID() else { throw failure("no key") }
        return found as! SecKey
    }

    private func newKey(_ tag: Data) throws -> SecKey {
        var error: Unmanaged<CFError>?
        let access = SecAccessControlCreateWithFlags(
            nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, &error)
        guard let access else { throw failure(error) }
        let attributes: [CFString: Any] = [
            kSecAttrIsPermanent: true,
            kSecAttrApplicationTag: tag,
            kSecAttrAccessControl: access,
        ]
        var how: [CFString: Any] = [
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrKeySizeInBits: 256,
            kSecPrivateKeyAttrs: attributes,
            kSecUseDataProtectionKeychain: true,
        ]
        #if !targetEnvironment(simulator)
        how[kSecAttrTokenID] = kSecAttrTokenIDSecureEnclave
        #endif
        guard let key = SecKeyCreateRandomKey(how as CFDictionary, &error) else { throw failure(error) }
        return key
    }

    private func check(_ status: OSStatus) throws {
        switch status {
        case errSecSuccess: return
        case errSecInteractionNotAllowed, errSecAuthFailed: throw HostError.KeyLocked
        default: throw failure("keychain \(status)")
        }
    }

    private func failure(_ error: Unmanaged<CFError>?) -> HostError {
        guard let error = error?.takeRetainedValue() else { return failure("keychain") }
        let code = CFErrorGetCode(error)
        return code == Int(errSecInteractionNotAllowed) ? .KeyLocked : failure("keychain \(code)")
    }

    private func failure(_ detail: String) -> HostError { .Failed(detail: detail) }
}
#endif
