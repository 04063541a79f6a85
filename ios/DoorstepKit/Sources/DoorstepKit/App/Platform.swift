import Foundation

/// What the screens ask of the phone that they run on; any method may be called from any thread. A preview does with
/// what stands here.
public protocol Platform: AnyObject, Sendable {
    func now() -> Date

    /// Wakes whoever carries the records.
    func sendNow()

    /// Keeps what a worker chose, and goes by it from now on.
    func keep(_ preferences: Preferences)

    /// Performs a request without holding up who asks, and tells the answer from any thread: none where none came. The
    /// server must show the key that the request names; nothing else makes it trusted.
    func send(_ request: HttpRequest, answered: @escaping @Sendable (HttpAnswer?) -> Void)

    /// Asks once where the phone is, and tells it from any thread: none where it cannot be had, in time or at all.
    func locate(answered: @escaping @Sendable (FixDraft?) -> Void)

    /// Rings there; it needs no data connection.
    func dial(_ number: String)

    /// The faces in a picture, which are hidden before anything is sealed.
    func faces(in picture: String) throws -> [PhotoRegion]

    /// Where a file for support may lie, as a path.
    func diagnosticsFile() -> String

    /// The store is gone: what was made from it is to be thrown away, and the app begins anew.
    func wiped()
}

extension Platform {
    public func now() -> Date { Date() }

    public func sendNow() {}

    public func keep(_ preferences: Preferences) {}

    public func send(_ request: HttpRequest, answered: @escaping @Sendable (HttpAnswer?) -> Void) { answered(nil) }

    public func locate(answered: @escaping @Sendable (FixDraft?) -> Void) { answered(nil) }

    public func dial(_ number: String) {}

    public func faces(in picture: String) throws -> [PhotoRegion] { [] }

    public func wiped() {}
}

/// What a worker chose for this phone. It is no secret, and says nothing about a household.
public struct Preferences: Codable, Equatable, Sendable {
    public var language: Language
    /// In points, 18 to 30 (工信部适老化).
    public var mainText: Int
    /// Whether photos that waited may go over a network that costs money, as the core asks in `HostStatus`.
    public var photosMayCost: Bool

    public init(language: Language = .chinese, mainText: Int = 18, photosMayCost: Bool = false) {
        self.language = language
        self.mainText = mainText
        self.photosMayCost = photosMayCost
    }
}
