import Foundation

/// The stores of all who share this phone: a folder for each. Nobody's keys open another's.
public final class Workers: Sendable {
    private static let prefix = "worker"

    private let base: URL
    private let chosen: URL
    private let lock = NSLock()

    public init(below base: URL) {
        self.base = base
        chosen = base.appendingPathComponent("doorstep", isDirectory: true).appendingPathComponent("current")
    }

    /// Of whoever has the phone now; a new one at first. Where it cannot be read whose that is, it is nobody's.
    public func current() throws -> StoreFolder {
        try lock.withLock { try now() }
    }

    /// Those of the others who enrolled it.
    public func others() throws -> [StoreFolder] {
        try lock.withLock {
            let mine = (try? now())?.worker
            return try all().filter { $0.worker != mine && !$0.name.isEmpty }
        }
    }

    /// From now on this one; one that nobody enrolled yet where none is named.
    @discardableResult
    public func choose(_ worker: String?) throws -> StoreFolder {
        try lock.withLock { try put(worker) }
    }

    /// What a killed app left in clear, whoever made it: at a start, and at a change.
    public func sweep() {
        lock.withLock { for folder in (try? all()) ?? [] { folder.sweep() } }
    }

    /// Stores whose wipe, by their worker or by the hub, failed or was cut short: `forget` does the rest. Answers whose
    /// they were.
    @discardableResult
    public func finishWipes(_ forget: (StoreFolder) -> Void) -> [String] {
        lock.withLock {
            let left = ((try? all()) ?? []).filter(\.isHalfWiped)
            left.forEach(forget)
            return left.map(\.worker)
        }
    }

    private func now() throws -> StoreFolder {
        let all = try all()
        guard FileManager.default.fileExists(atPath: chosen.path) || !all.allSatisfy(\.isNobodys) else {
            return try put(nil)
        }
        let name = try String(contentsOf: chosen, encoding: .utf8)
        let folder = all.first { $0.worker == name }
        guard let folder else { throw HostError.Failed(detail: "no such store") }
        return folder
    }

    private func put(_ worker: String?) throws -> StoreFolder {
        let known = try all().first { worker == nil ? $0.isNobodys : $0.worker == worker }
        let folder = try known ?? StoreFolder(of: "\(Self.prefix)-\(UUID().uuidString.lowercased())", below: base)
        try writeDurably(Data(folder.worker.utf8), to: chosen)
        return folder
    }

    private func all() throws -> [StoreFolder] {
        let folder = chosen.deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasPrefix(Self.prefix) }.sorted().map { try StoreFolder(of: $0, below: base) }
    }
}
