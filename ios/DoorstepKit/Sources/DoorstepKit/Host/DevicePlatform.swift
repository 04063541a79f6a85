import Foundation

/// What the screens have done by the phone itself; none of it knows a store.
public struct Outward: Sendable {
    public typealias Locate = @Sendable (@escaping @Sendable (Reading?) -> Void) -> Void
    public typealias Failed = @Sendable () -> Void

    public var locate: Locate
    public var faces: @Sendable (String) throws -> [PhotoRegion]
    public var picture: @Sendable (String) -> UprightPicture?
    public var stamp: @Sendable ([String]) -> StampLook?
    public var signature: @Sendable ([Stroke]) -> String?
    public var dial: @Sendable (String, @escaping Failed) -> Void
    public var showTheWay: @Sendable (Coordinate, @escaping Failed) -> Void
    public var handOn: @Sendable (URL) -> Void
    public var recorder: any Recorder

    public init(
        locate: @escaping Locate = { $0(nil) }, faces: @escaping @Sendable (String) throws -> [PhotoRegion] = { _ in [] },
        picture: @escaping @Sendable (String) -> UprightPicture? = { _ in nil },
        stamp: @escaping @Sendable ([String]) -> StampLook? = { _ in nil },
        signature: @escaping @Sendable ([Stroke]) -> String? = { _ in nil },
        dial: @escaping @Sendable (String, @escaping Failed) -> Void = { $1() },
        showTheWay: @escaping @Sendable (Coordinate, @escaping Failed) -> Void = { $1() },
        handOn: @escaping @Sendable (URL) -> Void = { _ in }, recorder: any Recorder = NoRecorder()
    ) {
        self.locate = locate
        self.faces = faces
        self.picture = picture
        self.stamp = stamp
        self.signature = signature
        self.dial = dial
        self.showTheWay = showTheWay
        self.handOn = handOn
        self.recorder = recorder
    }
}

/// The phone, as the screens over one worker's store see it.
public final class DevicePlatform: Platform, @unchecked Sendable {
    private let courier: Courier
    private let carrier: any Carrier
    private let kept: KeptPreferences
    private let outward: Outward
    private let files: HandOver
    private let folder: StoreFolder
    private let workers: Workers
    public let pin: (any PinKeeper)?
    private let chosen: @Sendable (Preferences) -> Void
    private let change: @Sendable (String?) throws -> Void
    private let anew: @Sendable () -> Void
    private let gone: @Sendable () -> Void

    /// `chosen` hears of what a worker chose, `change` of who has the phone from now on, `anew` of a store that is to
    /// be opened once more, `gone` of one that is no more.
    public init(
        courier: Courier, carrier: any Carrier, kept: KeptPreferences, outward: Outward, files: HandOver,
        folder: StoreFolder, workers: Workers, pin: (any PinKeeper)? = nil,
        chosen: @escaping @Sendable (Preferences) -> Void = { _ in },
        change: @escaping @Sendable (String?) throws -> Void = { _ in }, anew: @escaping @Sendable () -> Void = {},
        gone: @escaping @Sendable () -> Void = {}
    ) {
        self.courier = courier
        self.carrier = carrier
        self.kept = kept
        self.outward = outward
        self.files = files
        self.folder = folder
        self.workers = workers
        self.pin = pin
        self.chosen = chosen
        self.change = change
        self.anew = anew
        self.gone = gone
    }

    public func sendNow() { courier.exchange() }

    public func keep(_ preferences: Preferences) {
        kept.keep(preferences)
        chosen(preferences)
    }

    public func send(_ request: HttpRequest, answered: @escaping @Sendable (HttpAnswer?) -> Void) {
        carrier.send(request, answered: answered)
    }

    public func locate(answered: @escaping @Sendable (FixDraft?) -> Void) {
        outward.locate { reading in answered(reading.map { FixDraft($0, now: self.now()) }) }
    }

    public func dial(_ number: String, failed: @escaping @Sendable () -> Void) { outward.dial(number, failed) }

    public func showTheWay(to place: Coordinate, failed: @escaping @Sendable () -> Void) {
        outward.showTheWay(place, failed)
    }

    public var recorder: any Recorder { outward.recorder }

    public func faces(in picture: String) throws -> [PhotoRegion] { try outward.faces(picture) }

    public func picture(at path: String) -> UprightPicture? { outward.picture(path) }

    public func stamp(_ lines: [String]) -> StampLook? { outward.stamp(lines) }

    public func signature(_ strokes: [Stroke]) -> String? { outward.signature(strokes) }

    public func newFile(_ what: String, _ ending: String) throws -> String {
        try files.newFile(what, ending, now()).path
    }

    public func handOn(_ file: String) { outward.handOn(URL(fileURLWithPath: file)) }

    public func otherWorkers() throws -> [Worker] {
        try workers.others().map { Worker(folder: $0.worker, name: $0.name) }
    }

    public func change(to worker: Worker?) throws { try change(worker?.folder) }

    public func reopen() { anew() }

    /// One that cannot be kept is told again at the next start.
    public func named(_ name: String) { try? folder.put(name: name) }

    public func wiped() {
        kept.forget()
        // What was handed on goes as well.
        files.sweep()
        gone()
        // The last of all: until it is gone, the next start does the rest.
        folder.forget()
    }
}

/// Where one worker's choices lie between two starts of the app: each who shares the phone has their own.
public struct KeptPreferences: @unchecked Sendable {
    private let defaults: UserDefaults
    private let name: String

    public init(_ defaults: UserDefaults, of worker: String) {
        self.defaults = defaults
        name = "preferences.\(worker)"
    }

    /// What was kept; what stands at the beginning where nothing was, or nothing that can be read.
    public func read() -> Preferences {
        defaults.data(forKey: name).flatMap { try? JSONDecoder().decode(Preferences.self, from: $0) }
            ?? Preferences()
    }

    public func keep(_ preferences: Preferences) {
        if let data = try? JSONEncoder().encode(preferences) { defaults.set(data, forKey: name) }
    }

    public func forget() { defaults.removeObject(forKey: name) }
}
