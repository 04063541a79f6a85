import Foundation

/// Files that wait to be handed on.
public struct HandOver: Sendable {
    private let folder: URL

    public init(folder: URL) { self.folder = folder }

    /// A place for one, at which there is none. Its name says what it is and since when.
    public func newFile(_ what: String, _ ending: String, _ now: Date) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let time = ISO8601DateFormatter()
        time.formatOptions = [.withFullDate, .withTime]
        let name = "\(what)-\(time.string(from: now))"
        let names = sequence(first: 1) { $0 + 1 }.lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
        let files = names.map { folder.appendingPathComponent($0).appendingPathExtension(ending) }
        return files.first { !FileManager.default.fileExists(atPath: $0.path) } ?? folder
    }

    /// What was handed on is worth nothing here after some days: whoever wanted it has it, or a new one is made.
    public func sweep(before: Date) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
            let file = folder.appendingPathComponent(name)
            let made = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
            if made.map({ $0 < before }) == true { try? FileManager.default.removeItem(at: file) }
        }
    }
}
