#if canImport(Security)
import Foundation
import Security

/// Keys that stay on this phone and in no backup. The database's lies in the Keychain, the device's own is made in the
/// Secure Enclave and never leaves it. Both open once the phone was unlocked after its start, so that what was recorded
/// can be sent while it lies in a pocket.
public final class DeviceVault: KeyVault {
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
        let item: [CFString: Any] = [
            kSecValueData: key,
            kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        let added = SecItemAdd(databaseItem.merging(item) { $1 } as CFDictionary, nil)
        // Somebody else was first: theirs is the one that counts.
        if added == errSecDuplicateItem, let key = try storedKey() { return key }
        try check(added)
        return key
    }

    public func publicKey() throws -> Data {
        guard let half = SecKeyCopyPublicKey(try deviceKey()) else { throw failure("no public half") }
        var error: Unmanaged<CFError>?
        guard let bytes = SecKeyCopyExternalRepresentation(half, &error) else { throw failure(error) }
        return bytes as Data
    }

    public func sign(message: Data) throws -> Data {
        var error: Unmanaged<CFError>?
        let how = SecKeyAlgorithm.ecdsaSignatureMessageX962SHA256
        guard let signature = SecKeyCreateSignature(try deviceKey(), how, message as CFData, &error) else {
            throw failure(error)
        }
        return signature as Data
    }

    /// After a wipe: without its key nothing that might be left of the store can be read.
    public func forget() {
        SecItemDelete(databaseItem as CFDictionary)
        SecItemDelete(deviceItem as CFDictionary)
    }

    private var databaseItem: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: "doorstep.database",
            kSecAttrAccount: worker,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private var deviceItem: [CFString: Any] {
        [
            kSecClass: kSecClassKey,
            kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
            kSecAttrApplicationTag: Data("doorstep.device.\(worker)".utf8),
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func storedKey() throws -> Data? {
        var found: CFTypeRef?
        let query = databaseItem.merging([kSecReturnData: true]) { $1 }
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        return found as? Data
    }

    private func deviceKey() throws -> SecKey {
        var found: CFTypeRef?
        let query = deviceItem.merging([kSecReturnRef: true]) { $1 }
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return try newDeviceKey() }
        try check(status)
        guard let found, CFGetTypeID(found) == SecKeyGetTypeID() else { throw failure("no key") }
        return found as! SecKey
    }

    private func newDeviceKey() throws -> SecKey {
        var error: Unmanaged<CFError>?
        let access = SecAccessControlCreateWithFlags(
            nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, &error)
        guard let access else { throw failure(error) }
        let attributes: [CFString: Any] = [
            kSecAttrIsPermanent: true,
            kSecAttrApplicationTag: Data("doorstep.device.\(worker)".utf8),
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
