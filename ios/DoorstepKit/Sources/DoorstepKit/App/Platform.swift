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

    /// Rings there; it needs no data connection. What cannot be is told from any thread.
    func dial(_ number: String, failed: @escaping @Sendable () -> Void)

    /// Shows the way there in whatever map the phone has. Where it has none, that is told from any thread.
    func showTheWay(to place: Coordinate, failed: @escaping @Sendable () -> Void)

    /// What records a voice and lets it be heard.
    var recorder: any Recorder { get }

    /// The faces in a picture, which a worker sees hidden before anything is sealed.
    func faces(in picture: String) throws -> [PhotoRegion]

    /// A picture as it is seen upright, as large as a screen needs; none where it is none.
    func picture(at path: String) -> UprightPicture?

    /// The lines of a stamp as the phone draws them; none where only the core can, in the few characters that it has.
    func stamp(_ lines: [String]) -> StampLook?

    /// What a finger wrote, drawn into a new file where the camera leaves its pictures; none where it cannot be.
    func signature(_ strokes: [Stroke]) -> String?

    /// Where a new file that is to be handed on may lie, as a path at which there is none. Its name says what it is.
    func newFile(_ what: String, _ ending: String) throws -> String

    /// Lets the worker hand a file on by whatever the phone has.
    func handOn(_ file: String)

    /// The others whose stores lie on this phone, each in a folder of its own.
    func otherWorkers() throws -> [Worker]

    /// Closes this store and opens another worker's, a new one where none is named. The app begins anew; where it fails
    /// it goes on as it is.
    func change(to worker: Worker?) throws

    /// The store was shut and is to be opened once more. The app begins anew.
    func reopen()

    /// What keeps the app's own PIN; none where the phone has none to do with it.
    var pin: (any PinKeeper)? { get }

    /// By what name the others who share this phone find its store.
    func named(_ name: String)

    /// The store is gone: what was made from it is to be thrown away, and the app begins anew.
    func wiped()
}

extension Platform {
    public func now() -> Date { Date() }

    public func sendNow() {}

    public func keep(_ preferences: Preferences) {}

    public func send(_ request: HttpRequest, answered: @escaping @Sendable (HttpAnswer?) -> Void) { answered(nil) }

    public func locate(answered: @escaping @Sendable (FixDraft?) -> Void) { answered(nil) }

    public func dial(_ number: String, failed: @escaping @Sendable () -> Void) {}

    public func showTheWay(to place: Coordinate, failed: @escaping @Sendable () -> Void) {}

    public var recorder: any Recorder { NoRecorder() }

    public func faces(in picture: String) throws -> [PhotoRegion] { [] }

    public func picture(at path: String) -> UprightPicture? { nil }

    public func stamp(_ lines: [String]) -> StampLook? { nil }

    public func signature(_ strokes: [Stroke]) -> String? { nil }

    public func newFile(_ what: String, _ ending: String) throws -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).\(ending)").path
    }

    public func handOn(_ file: String) {}

    public func otherWorkers() throws -> [Worker] { [] }

    public func change(to worker: Worker?) throws {}

    public func reopen() {}

    public var pin: (any PinKeeper)? { nil }

    public func named(_ name: String) {}

    public func wiped() {}
}

/// A picture as a screen shows it: upright, 1920 pixels on its longer side at most.
public struct UprightPicture: Equatable, Sendable {
    public let pixels: PhotoPixels
    /// Whether only the system reads such a file (HEIC), so that the core is handed the pixels with it.
    public let isForeign: Bool

    public init(pixels: PhotoPixels, isForeign: Bool) {
        self.pixels = pixels
        self.isForeign = isForeign
    }
}

/// The way of a finger from touching the screen to leaving it, in parts of the width of what it writes on, from its upper
/// left corner.
public typealias Stroke = [CGPoint]

/// A worker whose store lies on this phone.
public struct Worker: Equatable, Sendable {
    /// Says nothing about anybody.
    public let folder: String
    public let name: String

    public init(folder: String, name: String) {
        self.folder = folder
        self.name = name
    }
}

/// What a worker chose for this phone. It is no secret, and says nothing about a household.
public struct Preferences: Codable, Equatable, Sendable {
    public var language: Language
    /// In points, 18 to 30 (工信部适老化).
    public var mainText: Int
    /// Whether photos that waited may go over a network that costs money, as the core asks in `HostStatus`.
    public var photosMayCost: Bool
    /// Whether time, place and worker are drawn on the copy of a photo that travels.
    public var stampsPhotos: Bool

    public init(
        language: Language = .chinese, mainText: Int = 18, photosMayCost: Bool = false, stampsPhotos: Bool = false
    ) {
        self.language = language
        self.mainText = mainText
        self.photosMayCost = photosMayCost
        self.stampsPhotos = stampsPhotos
    }

    /// What was kept before there was as much to choose counts on.
    public init(from decoder: any Decoder) throws {
        let kept = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            language: try kept.decode(Language.self, forKey: .language),
            mainText: try kept.decode(Int.self, forKey: .mainText),
            photosMayCost: try kept.decode(Bool.self, forKey: .photosMayCost),
            stampsPhotos: try kept.decodeIfPresent(Bool.self, forKey: .stampsPhotos) ?? false)
    }
}
