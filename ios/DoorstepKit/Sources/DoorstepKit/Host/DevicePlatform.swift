import Foundation

/// The phone, as its screens see it.
public final class DevicePlatform: Platform, @unchecked Sendable {
    public typealias Locate = @Sendable (@escaping @Sendable (Reading?) -> Void) -> Void
    public typealias FindFaces = @Sendable (String) throws -> [PhotoRegion]

    private let courier: Courier
    private let carrier: any Carrier
    private let kept: KeptPreferences
    private let findsPlace: Locate
    private let findsFaces: FindFaces
    private let dials: @Sendable (String) -> Void
    private let chosen: @Sendable (Preferences) -> Void
    private let gone: @Sendable () -> Void

    /// `chosen` hears of what a worker chose, `gone` of a store that is no more.
    public init(
        courier: Courier, carrier: any Carrier, kept: KeptPreferences, locate: @escaping Locate,
        faces: @escaping FindFaces, dial: @escaping @Sendable (String) -> Void,
        chosen: @escaping @Sendable (Preferences) -> Void,
        gone: @escaping @Sendable () -> Void
    ) {
        self.courier = courier
        self.carrier = carrier
        self.kept = kept
        findsPlace = locate
        findsFaces = faces
        dials = dial
        self.chosen = chosen
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
        findsPlace { reading in answered(reading.map { FixDraft($0, now: self.now()) }) }
    }

    public func dial(_ number: String) { dials(number) }

    public func faces(in picture: String) throws -> [PhotoRegion] { try findsFaces(picture) }

    public func diagnosticsFile() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("doorstep-diagnostics.json").path
    }

    public func wiped() {
        kept.forget()
        gone()
    }
}

/// Where a worker's choices lie between two starts of the app.
public struct KeptPreferences: @unchecked Sendable {
    private static let name = "preferences"
    private let defaults: UserDefaults

    public init(_ defaults: UserDefaults) { self.defaults = defaults }

    /// What was kept; what stands at the beginning where nothing was, or nothing that can be read.
    public func read() -> Preferences {
        defaults.data(forKey: Self.name).flatMap { try? JSONDecoder().decode(Preferences.self, from: $0) }
            ?? Preferences()
    }

    public func keep(_ preferences: Preferences) {
        if let data = try? JSONEncoder().encode(preferences) { defaults.set(data, forKey: Self.name) }
    }

    public func forget() { defaults.removeObject(forKey: Self.name) }
}
