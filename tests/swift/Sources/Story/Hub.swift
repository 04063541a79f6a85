import Foundation

/// The hub that ends with this process.
nonisolated(unsafe) private var servingHub: pid_t = 0

/// A live hub in a process of its own, filled with the invented township.
public final class Hub: Sendable {
    private let data: String
    private let lists: String
    private let serving: Serving

    /// The process, which is only ever ended.
    private final class Serving: @unchecked Sendable {
        let process = Process()
    }

    public init(scale: String = "0.02") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("county-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        data = folder.appendingPathComponent("hub").path
        lists = folder.appendingPathComponent("lists").path
        let port = Int.random(in: 20_000..<30_000)
        serving = Serving()
        try command(["init", "--name", "演示县", "--demo", "--url", "https://localhost:\(port)", "--listen", "127.0.0.1:\(port)"])
        try command(["sample", lists, "--scale", scale])
        try command(["import", "grids", "\(lists)/grids.geojson"])
        try command(["import", "staff", "\(lists)/staff.csv"])
        try command(["import", "responsibilities", "\(lists)/responsibilities.csv"])
        try command(["import", "rules", "\(lists)/rules.toml"])
        try command(["import", "households", "\(lists)/households.csv", "--residents", "\(lists)/residents.csv"])
        serving.process.executableURL = URL(fileURLWithPath: Self.binary)
        serving.process.arguments = ["--folder", data, "serve", "--log", "warn"]
        // It outlives the tests by a moment, and must not hold their output open.
        serving.process.standardOutput = FileHandle.nullDevice
        serving.process.standardError = FileHandle.nullDevice
        try serving.process.run()
        servingHub = serving.process.processIdentifier
        // Foundation's children on Linux have SIGTERM blocked, and this hub has nothing to put in order.
        atexit { kill(servingHub, SIGKILL) }
        try trust(port)
    }

    private static var binary: String { ProcessInfo.processInfo.environment["DOORSTEP_BIN"] ?? "doorstep" }

    /// Runs a command of the hub's program.
    @discardableResult
    public func command(_ arguments: [String]) throws -> String {
        String(decoding: try run(Self.binary, ["--folder", data] + arguments), as: UTF8.self)
    }

    /// Makes the hub's certificate the only one that this machine trusts: URLSession on Linux asks no delegate.
    private func trust(_ port: Int) throws {
        for _ in 0..<300 {
            guard serving.process.isRunning else { throw Failure(reason: "the hub ended by itself") }
            let shown = try? run("/usr/bin/openssl", ["s_client", "-connect", "127.0.0.1:\(port)"])
            if let shown, let pem = try? run("/usr/bin/openssl", ["x509"], input: shown) {
                let folder = "/etc/ssl/certs"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try pem.write(to: URL(fileURLWithPath: "\(folder)/ca-certificates.crt"))
                return
            }
            Thread.sleep(forTimeInterval: 0.05)  // a process of its own obeys no clock of ours
        }
        throw Failure(reason: "the hub does not listen")
    }

    private func rows(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: "\(lists)/\(name).csv", encoding: .utf8)
            .split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// How many households the township has.
    public func homes() throws -> Int {
        try rows("households").count - 1
    }

    /// The QR of the first worker of this role who answers for grids.
    public func qr(_ role: String = "社会工作者") throws -> String {
        let busy = try Set(rows("responsibilities").map { $0[1] })
        guard let worker = try rows("staff").first(where: { $0.contains(role) && busy.contains($0[0]) }) else {
            throw Failure(reason: "no \(role) in the sample")
        }
        return try command(["--json", "enrol", worker[0]])
    }

    /// One grid's figures at the hub.
    public struct Line: Decodable {
        public let key: String
        public let due: UInt32
        public let visited: UInt32
    }

    private struct Report: Decodable { let lines: [Line] }

    /// The figures of all grids.
    public func coverage(_ period: String) throws -> [String: Line] {
        let text = try command(["--json", "coverage", "--period", period])
        let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
        return Dictionary(uniqueKeysWithValues: report.lines.map { ($0.key, $0) })
    }
}
