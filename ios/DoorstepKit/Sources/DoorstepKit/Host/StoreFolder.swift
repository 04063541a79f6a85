import Foundation

/// Where one worker's store lies: in no backup, and in no folder that other apps share, since the system ends an app
/// that holds a lock there while it is suspended.
public struct StoreFolder: Sendable {
    public let folder: URL

    /// Makes the folder where it is missing.
    public init(of worker: String, below base: URL) throws {
        var folder = base.appendingPathComponent("doorstep", isDirectory: true)
            .appendingPathComponent(worker, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #if canImport(Darwin)
        var kept = URLResourceValues()
        kept.isExcludedFromBackup = true
        try folder.setResourceValues(kept)
        #if os(iOS)
        // Sending goes on while the phone lies locked in a pocket; the store is encrypted by itself.
        let protection = [FileAttributeKey.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication]
        try FileManager.default.setAttributes(protection, ofItemAtPath: folder.path)
        #endif
        #endif
        self.folder = folder
    }

    /// Says nothing about anybody.
    public var worker: String { folder.lastPathComponent }

    /// By what name others who share the phone find it: the worker's own, once the phone is enrolled; empty before.
    public var name: String { (try? String(contentsOf: named, encoding: .utf8)) ?? "" }

    public func put(name: String) throws {
        if name != self.name { try writeDurably(Data(name.utf8), to: named) }
    }

    /// Whether nobody enrolled here, nor chose a PIN that a next one would not know.
    var isNobodys: Bool {
        name.isEmpty && !FileManager.default.fileExists(atPath: folder.appendingPathComponent(PinVault.file).path)
    }

    /// What lies beside a store that is no more.
    public func forget() { try? FileManager.default.removeItem(at: named) }

    private var named: URL { folder.appendingPathComponent("name") }

    public var store: URL { Self.store(in: folder) }

    static func store(in folder: URL) -> URL { folder.appendingPathComponent("store", isDirectory: true) }

    /// Whether there is anything in this folder.
    static func holdsAny(_ folder: URL) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.isEmpty == false
    }

    /// Whether a wipe of the store was begun, and failed or ended before it was forgotten whose it was. What is left of the
    /// store itself the core removes where it is opened next.
    var isHalfWiped: Bool { !name.isEmpty && (!Self.holdsAny(store) || wipeIsCutShort(folder: store.path)) }

    /// Sealed rests of files under way.
    public var rests: URL { folder.appendingPathComponent("rests", isDirectory: true) }

    /// Where camera and microphone leave what they made until it is sealed.
    public var camera: URL { folder.appendingPathComponent("camera", isDirectory: true) }

    /// A camera's file that a killed app left in clear is worth nothing: it was in no visit yet.
    public func sweep() {
        try? FileManager.default.removeItem(at: camera)
        try? FileManager.default.createDirectory(at: camera, withIntermediateDirectories: true)
    }
}
