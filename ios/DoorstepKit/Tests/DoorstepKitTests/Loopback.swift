import Foundation
import Story

#if canImport(Glibc)
import Glibc
private let stream = Int32(SOCK_STREAM.rawValue)
#else
import Darwin
private let stream = SOCK_STREAM
#endif

/// What came over a connection.
struct Came: Sendable {
    /// Method and path.
    let line: String
    let headers: [String: String]
    let body: Data
}

/// A server on this machine that answers each request as a test says. One thread a connection.
final class Loopback: @unchecked Sendable {
    typealias Answer = @Sendable (Came) -> String

    let url: String
    private let socket: Int32
    private let address: sockaddr_in
    private let answer: Answer
    private let lock = NSLock()
    private var all: [Came] = []
    private var isOver = false

    init(answer: @escaping Answer) throws {
        self.answer = answer
        let held = try Self.port()
        (socket, address, url) = (held.socket, held.address, Self.url(of: held.address))
        guard listen(socket, 16) == 0 else { throw Failure(reason: "nobody may listen") }
        Thread.detachNewThread { [self] in serve() }
    }

    /// A port of this machine where nobody listens: it is held until the tests are over, so that nobody else takes it.
    static func nobody() throws -> String { url(of: try port().address) }

    private static func port() throws -> (socket: Int32, address: sockaddr_in) {
        let held = Self.socket()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isHeld = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(held, $0, length) == 0 && getsockname(held, $0, &length) == 0
            }
        }
        guard isHeld else { throw Failure(reason: "no port") }
        return (held, address)
    }

    private static func url(of address: sockaddr_in) -> String {
        "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    /// All that came so far.
    var came: [Came] { lock.withLock { all } }

    /// Whoever serves closes the socket: its number may be the next server's at once, whose requests an `accept` that
    /// comes late would take. A last connection wakes it.
    func end() {
        lock.withLock { isOver = true }
        let last = Self.socket()
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(last, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        close(last)
    }

    private static func socket() -> Int32 {
        #if canImport(Glibc)
        Glibc.socket(AF_INET, stream, 0)
        #else
        Darwin.socket(AF_INET, stream, 0)
        #endif
    }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { break }
            if lock.withLock({ isOver }) {
                close(connection)
                break
            }
            Thread.detachNewThread { [self] in
                answerOne(connection)
                close(connection)
            }
        }
        close(socket)
    }

    private func answerOne(_ connection: Int32) {
        var bytes = Data()
        let end = Data("\r\n\r\n".utf8)
        while bytes.range(of: end) == nil { guard more(connection, &bytes) else { return } }
        guard let head = bytes.range(of: end) else { return }
        var lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let line = lines.removeFirst()
        var headers: [String: String] = [:]
        for header in lines {
            let parts = header.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1] }
        }
        if headers["expect"] != nil { say(connection, "HTTP/1.1 100 Continue\r\n\r\n") }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        while bytes.count - head.upperBound < length { guard more(connection, &bytes) else { return } }
        let one = Came(
            line: line.components(separatedBy: " ").prefix(2).joined(separator: " "), headers: headers,
            body: Data(bytes[head.upperBound...]))
        lock.withLock { all.append(one) }
        say(connection, answer(one))
    }

    private func more(_ connection: Int32, _ bytes: inout Data) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(connection, &buffer, buffer.count)
        if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
        return count > 0
    }

    private func say(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = write(connection, bytes, bytes.count)
    }
}
