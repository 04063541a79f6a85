import Foundation
import Story

/// Where the app's own files lie: beside the package, or within what linux/check.sh laid out.
enum Sources {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The first of these that is there.
    private static func first(_ paths: [String]) -> URL {
        let all = paths.map { tests.appendingPathComponent($0).standardizedFileURL }
        return all.first { FileManager.default.fileExists(atPath: $0.path) } ?? tests
    }

    static let views = first(["../../Sources/DoorstepApp", "../../../App/Sources"])
    static let resources = first(["../../Resources", "../../../App/Resources"])
    static let kit = first(["../../Sources/DoorstepKit"])
    static let picture = first(["../../picture.jpg", "../../../../tests/python/picture.jpg"])

    static let heic = first(["../../drawn.heic", "../../../../core/tests/assets/photos/drawn.heic"])

    /// Swift files below a folder, each with its lines.
    static func swift(in folder: URL) throws -> [(name: String, lines: [String])] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (all?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
        return try files.sorted { $0.path < $1.path }.map { file in
            (file.lastPathComponent, try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n"))
        }
    }

    static func plist(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: resources.appendingPathComponent(name))
        guard let values = try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any] else {
            throw Failure(reason: "\(name) holds no dictionary")
        }
        return values
    }
}
