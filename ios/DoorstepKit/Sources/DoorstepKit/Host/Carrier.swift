import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Performs what an exchange asks for. No answer is told as none.
public protocol Carrier: AnyObject, Sendable {
    typealias Answered = @Sendable (HttpAnswer?) -> Void
    typealias Arrived = @Sendable (TaskName, HttpAnswer?) -> Void

    /// The answers of uploads go there, also of those that began before this process.
    func deliver(to arrived: @escaping Arrived)

    /// Trusts this hub, as far as an upload of an earlier process needs it.
    func trust(_ hub: HubAddress)

    func send(_ request: HttpRequest, answered: @escaping Answered)

    /// The file goes from `offset` to its end. A task that is under way already is not begun again.
    func upload(_ task: TaskName, _ request: HttpRequest, file: String, offset: UInt64)
}

/// Messages over a session of this process, which ends with it; files over one that the system goes on with when the
/// app is suspended or gone. Follows no redirect, keeps nothing, trusts the hub's key alone.
public final class SystemCarrier: NSObject, Carrier, @unchecked Sendable {
    /// The name by which the system gives back what an earlier process began for this worker.
    public static func name(of worker: String) -> String { "doorstep.files.\(worker)" }

    private let lock = NSLock()
    private let pins = Pins()
    private let rests: Rests
    private var arrived: Arrived?
    /// Bodies of answers until they are whole.
    private var bodies: [Key: Data] = [:]
    /// Who waits for the answer to a message.
    private var waiting: [Int: Answered] = [:]
    /// Called once the system has nothing more to tell of what an earlier process began.
    private var toldAll: (@MainActor @Sendable () -> Void)?
    private var messages: URLSession!
    private var files: URLSession!

    private struct Key: Hashable {
        let session: ObjectIdentifier
        let task: Int
    }

    /// Sealed rests of files lie in `folder` as long as they are sent. The system allows one carrier of a name at a time.
    public init(folder: URL, name: String = SystemCarrier.name(of: "worker")) {
        rests = Rests(folder: folder)
        super.init()
        messages = URLSession(configuration: .keepingNothing(.ephemeral), delegate: self, delegateQueue: nil)
        files = URLSession(configuration: .forFiles(name), delegate: self, delegateQueue: nil)
    }

    /// Ends both sessions once what is under way is told.
    public func end() {
        messages.finishTasksAndInvalidate()
        files.finishTasksAndInvalidate()
    }

    public func deliver(to arrived: @escaping Arrived) {
        lock.withLock { self.arrived = arrived }
    }

    public func trust(_ hub: HubAddress) {
        if let url = URL(string: hub.url) { pins.put(hub.spkiSha256, for: url) }
    }

    public func send(_ request: HttpRequest, answered: @escaping Answered) {
        guard let toSend = urlRequest(request) else { return answered(nil) }
        let message = messages.dataTask(with: toSend)
        lock.withLock { waiting[message.taskIdentifier] = answered }
        message.resume()
    }

    public func upload(_ task: TaskName, _ request: HttpRequest, file: String, offset: UInt64) {
        files.getAllTasks { [self] under in
            if under.contains(where: { $0.taskDescription == task }) { return }
            guard let toSend = urlRequest(request), let rest = try? rests.file(of: file, from: offset, for: task) else {
                return tell(task, nil)
            }
            let upload = files.uploadTask(with: toSend, fromFile: rest)
            upload.taskDescription = task
            upload.resume()
        }
    }

    /// The system woke the app for `name`; `done` is owed to it.
    public func woken(done: @escaping @MainActor @Sendable () -> Void) {
        lock.withLock { toldAll = done }
    }

    private func urlRequest(_ request: HttpRequest) -> URLRequest? {
        guard let url = URL(string: request.url) else { return nil }
        pins.put(request.spkiSha256, for: url)
        var toSend = URLRequest(url: url)
        toSend.httpMethod = request.method.name
        request.headers.forEach { toSend.setValue($1, forHTTPHeaderField: $0) }
        toSend.httpBody = request.body.map { Data($0.utf8) }
        return toSend
    }

    private func tell(_ task: TaskName, _ answer: HttpAnswer?) {
        let arrived = lock.withLock { self.arrived }
        arrived?(task, answer)
    }
}

extension SystemCarrier: URLSessionDataDelegate {
    public func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let key = Key(session: ObjectIdentifier(session), task: dataTask.taskIdentifier)
        lock.withLock { bodies[key, default: Data()].append(data) }
    }

    public func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let key = Key(session: ObjectIdentifier(session), task: task.taskIdentifier)
        let body = lock.withLock { bodies.removeValue(forKey: key) } ?? Data()
        let response = error == nil ? task.response as? HTTPURLResponse : nil
        let answer = response.map { HttpAnswer($0, body) }
        if session === messages {
            lock.withLock { waiting.removeValue(forKey: task.taskIdentifier) }?(answer)
        } else if let name = task.taskDescription {
            rests.forget(name)
            tell(name, answer)
        }
    }

    public func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    #if canImport(CryptoKit) && canImport(Security)
    public func urlSession(
        _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        let (disposition, credential) = pins.answer(challenge)
        completionHandler(disposition, credential)
    }

    public func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
        let done = lock.withLock {
            defer { toldAll = nil }
            return toldAll
        }
        if let done { onMain(done) }
    }
    #endif
}

/// The system sends whole files: of one whose beginning has arrived, the rest is laid beside it. Both are sealed.
private final class Rests: Sendable {
    private let folder: URL

    init(folder: URL) { self.folder = folder }

    func file(of path: String, from offset: UInt64, for task: TaskName) throws -> URL {
        let whole = URL(fileURLWithPath: path)
        guard offset > 0 else { return whole }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rest = place(of: task)
        let from = try FileHandle(forReadingFrom: whole)
        defer { try? from.close() }
        try from.seek(toOffset: offset)
        guard FileManager.default.createFile(atPath: rest.path, contents: nil) else { throw URLError(.cannotCreateFile) }
        let to = try FileHandle(forWritingTo: rest)
        defer { try? to.close() }
        while let part = try from.read(upToCount: 1 << 18), !part.isEmpty { try to.write(contentsOf: part) }
        return rest
    }

    /// What cannot be removed is overwritten by the next try.
    func forget(_ task: TaskName) { try? FileManager.default.removeItem(at: place(of: task)) }

    private func place(of task: TaskName) -> URL {
        let name = task.utf8.map { String(format: "%02x", $0) }.joined()
        return folder.appendingPathComponent(name)
    }
}

extension URLSessionConfiguration {
    /// No cache, no cookies, no stored passwords.
    fileprivate static func keepingNothing(_ configuration: URLSessionConfiguration) -> URLSessionConfiguration {
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.timeoutIntervalForRequest = 60
        return configuration
    }

    fileprivate static func forFiles(_ name: String) -> URLSessionConfiguration {
        #if canImport(FoundationNetworking)
        // Linux has no sessions that outlive their process.
        keepingNothing(.ephemeral)
        #else
        let background = keepingNothing(.background(withIdentifier: name))
        background.isDiscretionary = false
        background.sessionSendsLaunchEvents = true
        // A photo of the field's worst network; the core asks anew where the hub stands.
        background.timeoutIntervalForResource = 24 * 60 * 60
        return background
        #endif
    }
}

extension HttpMethod {
    fileprivate var name: String {
        switch self {
        case .get: "GET"
        case .post: "POST"
        case .head: "HEAD"
        case .patch: "PATCH"
        }
    }
}

extension HttpAnswer {
    fileprivate init(_ response: HTTPURLResponse, _ body: Data) {
        var headers: [String: String] = [:]
        response.allHeaderFields.forEach { headers["\($0)"] = "\($1)" }
        self.init(status: UInt16(clamping: response.statusCode), headers: headers, body: body)
    }
}
