import DoorstepKit
import Foundation
import Testing

/// The platform's HTTP, against a server on this machine. What only Apple's platforms have (sessions that outlive their
/// process, the pinned key) is not here.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct CarrierTests {
    private static func request(_ method: HttpMethod, _ url: String, body: String? = nil) -> HttpRequest {
        HttpRequest(method: method, url: url, headers: ["doorstep-protocol": "1"], body: body, spkiSha256: Data([9]))
    }

    private static func answer(_ carrier: SystemCarrier, _ request: HttpRequest) async -> HttpAnswer? {
        await withCheckedContinuation { told in carrier.send(request) { told.resume(returning: $0) } }
    }

    private let rests: URL
    private let carrier: SystemCarrier

    init() throws {
        rests = try newFolder().appendingPathComponent("rests")
        carrier = SystemCarrier(folder: rests)
    }

    @Test("a message goes as the core wrote it, and its answer comes back whole, whatever it says")
    func message() async throws {
        let server = try Loopback { _ in
            "HTTP/1.1 426 Upgrade Required\r\nDoorstep-Protocol: 2\r\nContent-Length: 5\r\nConnection: close\r\n\r\n你a\r"
        }
        let sent = await Self.answer(carrier, Self.request(.post, server.url + "/v1/ops", body: #"{"a":"张三"}"#))
        let answer = try #require(sent)
        #expect(answer.status == 426 && answer.body == Data("你a\r".utf8))
        #expect(answer.headers.contains { $0.lowercased() == "doorstep-protocol" && $1 == "2" })
        let came = try #require(server.came.first)
        #expect(came.line == "POST /v1/ops" && came.headers["doorstep-protocol"] == "1")
        #expect(came.body == Data(#"{"a":"张三"}"#.utf8))
        server.end()
    }

    @Test("a redirect is an answer like any other and is not followed")
    func redirect() async throws {
        let server = try Loopback { _ in
            "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        }
        let answer = await Self.answer(carrier, Self.request(.get, server.url + "/v1/feed"))
        #expect(answer?.status == 302 && server.came.count == 1)
        server.end()
    }

    @Test("where nobody listens, or the address is none, there is no answer")
    func nobody() async throws {
        let url = try Loopback.nobody()
        #expect(await Self.answer(carrier, Self.request(.get, url)) == nil)
        #expect(await Self.answer(carrier, Self.request(.get, "")) == nil)
    }

    /// What the carrier told of an upload.
    private struct Told: Sendable {
        let task: TaskName
        let status: UInt16?
    }

    private func told() -> AsyncStream<Told> {
        let stream = AsyncStream.makeStream(of: Told.self)
        carrier.deliver { stream.continuation.yield(Told(task: $0, status: $1?.status)) }
        return stream.stream
    }

    private static let created = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    @Test("a file goes from where the hub has it to its end, and nothing is left beside it", arguments: [0, 100_000])
    func file(_ offset: Int) async throws {
        let server = try Loopback { _ in Self.created }
        var answers = told().makeAsyncIterator()
        let sealed = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        let file = try newFolder().appendingPathComponent("sealed.age")
        try sealed.write(to: file)
        let request = Self.request(.patch, server.url + "/v1/uploads/1")
        carrier.upload("upload/1", request, file: file.path, offset: UInt64(offset))
        let answer = await answers.next()
        #expect(answer?.task == "upload/1" && answer?.status == 204)
        #expect(server.came.first?.line == "PATCH /v1/uploads/1")
        #expect(server.came.first?.body == sealed.dropFirst(offset))
        #expect(try Data(contentsOf: file) == sealed)
        #expect((try? FileManager.default.contentsOfDirectory(atPath: rests.path).isEmpty) != false)
        server.end()
    }

    @Test("an upload that is under way is not begun again")
    func twice() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try Loopback { came in
            if came.line.hasSuffix("/a") { gate.wait() }
            return Self.created
        }
        var answers = told().makeAsyncIterator()
        let file = try newFolder().appendingPathComponent("sealed.age")
        try Data([1, 2, 3]).write(to: file)
        func upload(_ name: String) {
            carrier.upload(name, Self.request(.patch, "\(server.url)/\(name)"), file: file.path, offset: 0)
        }
        upload("a")
        upload("a")
        upload("b")
        #expect(await answers.next()?.task == "b")
        gate.signal()
        #expect(await answers.next()?.task == "a")
        #expect(server.came.map(\.line).sorted() == ["PATCH /a", "PATCH /b"])
        server.end()
    }

    @Test("a file that is gone is told as no answer")
    func gone() async throws {
        var answers = told().makeAsyncIterator()
        let request = Self.request(.patch, try Loopback.nobody())
        carrier.upload("x", request, file: scratch.appendingPathComponent("none").path, offset: 5)
        let answer = await answers.next()
        #expect(answer?.task == "x" && answer?.status == nil)
    }
}
