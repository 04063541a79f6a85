import Foundation

/// Files that wait to be handed on. They hold what the store holds, in clear or nearly: whoever wanted one has it
/// within the hour, or a new one is made.
public struct HandOver: Sendable {
    /// For how long one is kept at most, in seconds.
    public static let kept: TimeInterval = 60 * 60

    private let folder: URL
    private let later: @Sendable (Date, @escaping @Sendable () -> Void) -> Void

    public init(
        folder: URL, later: @escaping @Sendable (Date, @escaping @Sendable () -> Void) -> Void = Courier.after
    ) {
        self.folder = folder
        self.later = later
    }

    /// A place for one, at which there is none. Its name says what it is and since when.
    public func newFile(_ what: String, _ ending: String, _ now: Date) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let time = ISO8601DateFormatter()
        time.formatOptions = [.withFullDate, .withTime]
        let name = "\(what)-\(time.string(from: now))"
        let names = sequence(first: 1) { $0 + 1 }.lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
        let files = names.map { folder.appendingPathComponent($0).appendingPathExtension(ending) }
        let file = files.first { !FileManager.default.fileExists(atPath: $0.path) } ?? folder
        later(now.addingTimeInterval(Self.kept)) { try? FileManager.default.removeItem(at: file) }
        return file
    }

    /// All of them, at a start, when the lock falls and when the app goes from the screen.
    public func sweep() { try? FileManager.default.removeItem(at: folder) }
}
