import DoorstepKit
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a test's helper answers when something outside fails.
public struct Failure: Error {
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

/// Runs a program and gives what it said.
@discardableResult
public func run(_ program: String, _ arguments: [String], input: Data? = nil) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let (output, complaint) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaint
    let feed = Pipe()
    process.standardInput = feed
    try process.run()
    if let input { feed.fileHandleForWriting.write(input) }
    try feed.fileHandleForWriting.close()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complained = complaint.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw Failure(reason: "\(program) \(arguments): " + String(decoding: complained, as: UTF8.self))
    }
    return said
}

/// Keys in a folder, with openssl for the arithmetic. A phone keeps them in the Secure Enclave.
public final class FileVault: KeyVault {
    private let database: URL
    private let device: String
    private let publicHalf: Data

    public init(_ folder: URL) throws {
        database = folder.appendingPathComponent("database.key")
        device = folder.appendingPathComponent("device.pem").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: device) {
            try Data((0..<32).map { _ in UInt8.random(in: 0...255) }).write(to: database)
            let curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
            try run("/usr/bin/openssl", ["genpkey"] + curve + ["-out", device])
        }
        // Once: starting openssl takes longer than opening a store.
        publicHalf = try run("/usr/bin/openssl", ["pkey", "-in", device, "-pubout", "-outform", "DER"])
    }

    public func databaseKey() throws -> Data {
        try Data(contentsOf: database)
    }

    public func publicKey() throws -> Data {
        publicHalf
    }

    public func sign(message: Data) throws -> Data {
        try run("/usr/bin/openssl", ["dgst", "-sha256", "-sign", device], input: message)
    }
}

/// Performs a request with `URLSession`; nil when no answer came. Which key is trusted is the session's matter: on
/// Apple's platforms its delegate compares `spkiSha256`, on Linux the file of trusted certificates holds the hub's
/// and no other.
public func send(_ request: HttpRequest, body: Data? = nil) async -> HttpAnswer? {
    guard let url = URL(string: request.url) else { return nil }
    var toSend = URLRequest(url: url, timeoutInterval: 30)
    toSend.httpMethod = "\(request.method)".uppercased()
    request.headers.forEach { toSend.setValue($1, forHTTPHeaderField: $0) }
    toSend.httpBody = body ?? request.body.map { Data($0.utf8) }
    guard let (content, response) = try? await URLSession.shared.data(for: toSend),
        let answer = response as? HTTPURLResponse
    else { return nil }
    var headers: [String: String] = [:]
    for (name, value) in answer.allHeaderFields {
        headers["\(name)"] = "\(value)"
    }
    return HttpAnswer(status: UInt16(answer.statusCode), headers: headers, body: content)
}

/// Performs tasks until the exchange ends, holds or waits; answers with that last task.
public func drain(_ session: SyncSession) async throws -> HostTask {
    try session.begin()
    for _ in 0..<2_000 {
        switch try session.nextTask() {
        case .request(let task, let request):
            try report(session, task, await send(request))
        case .upload(let task, let request, let file, let offset, _):
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            try handle.seek(toOffset: offset)
            try report(session, task, await send(request, body: handle.readDataToEndOfFile()))
        case let last:
            return last
        }
    }
    throw Failure(reason: "the exchange runs in circles")
}

private func report(_ session: SyncSession, _ task: TaskName, _ answer: HttpAnswer?) throws {
    if let answer {
        try session.answered(task: task, answer: answer)
    } else {
        try session.noAnswer(task: task)
    }
}

/// Enrols with the text of a QR.
public func enrol(_ phone: Doorstep, _ qr: String) async throws -> EnrolledView {
    let enrolment = try phone.readEnrolment(qr: qr)
    guard let answer = await send(try enrolment.request()) else {
        throw Failure(reason: "the hub did not answer")
    }
    return try enrolment.finish(answer: answer)
}

/// A photo of the number at the door.
public let doorplate = PhotoDraft(kind: .photo, reason: "门牌", consent: .notNeeded)

extension Visits {
    /// A visit up to the finish.
    public func begun(_ household: HouseholdId, _ outcome: VisitOutcome = .completed) throws -> VisitDraft {
        var draft = try start(household: household)
        draft.outcome = outcome
        if draft.facts.isEmpty {
            draft.facts = [VisitFact(kind: .careVisit, subject: .household(id: household))]
        }
        try save(draft: draft)
        return draft
    }
}
