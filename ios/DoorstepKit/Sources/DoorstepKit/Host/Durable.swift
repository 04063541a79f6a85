import Foundation

/// On the disk when this returns; where it fails, what was there before still is.
func writeDurably(_ data: Data, to file: URL) throws {
    let part = file.appendingPathExtension("part")
    guard FileManager.default.createFile(atPath: part.path, contents: data) else { throw unwritten(file) }
    let written = try FileHandle(forUpdating: part)
    defer { try? written.close() }
    try written.synchronize()
    guard rename(part.path, file.path) == 0 else { throw unwritten(file) }
    let folder = open(file.deletingLastPathComponent().path, O_RDONLY)
    defer { close(folder) }
    guard folder >= 0 && fsync(folder) == 0 else { throw unwritten(file) }
}

/// The name of a file of the app's own says nothing about anybody.
private func unwritten(_ file: URL) -> HostError { .Failed(detail: "\(file.lastPathComponent): not written") }
