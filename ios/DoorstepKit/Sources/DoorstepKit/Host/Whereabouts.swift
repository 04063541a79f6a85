import Foundation

/// What a platform says of where the phone is, in the words of Apple's `CLLocation`.
public struct Reading: Equatable, Sendable {
    public var latitude: Double
    public var longitude: Double
    /// In metres; negative where the place is invalid. Apple names no probability for it.
    public var horizontalAccuracy: Double
    public var altitude: Double
    /// Negative where the height is invalid.
    public var verticalAccuracy: Double
    /// In metres a second; negative where it is unknown.
    public var speed: Double
    public var madeAt: Date
    public var isSimulated: Bool
    public var isFromAccessory: Bool

    public init(
        latitude: Double, longitude: Double, horizontalAccuracy: Double, altitude: Double = 0,
        verticalAccuracy: Double = -1, speed: Double = -1, madeAt: Date, isSimulated: Bool = false,
        isFromAccessory: Bool = false
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.horizontalAccuracy = horizontalAccuracy
        self.altitude = altitude
        self.verticalAccuracy = verticalAccuracy
        self.speed = speed
        self.madeAt = madeAt
        self.isSimulated = isSimulated
        self.isFromAccessory = isFromAccessory
    }
}

extension FixDraft {
    /// For the core, as the platform says it: a negative accuracy is Apple's sign of a place that is none, and the core
    /// tells the worker so. The datum is WGS-84, which `CLLocation` gives everywhere.
    public init(_ reading: Reading, now: Date) {
        self.init(
            at: Coordinate(lat: reading.latitude, lon: reading.longitude, datum: .wgs84),
            accuracyM: reading.horizontalAccuracy,
            accuracyIs68Percent: false,
            ageMs: UInt64(max(0, now.timeIntervalSince(reading.madeAt)) * 1000),
            altitudeM: reading.verticalAccuracy < 0 ? nil : reading.altitude,
            speedMps: reading.speed < 0 ? nil : reading.speed,
            gpsTime: nil,
            isMock: false,
            isSimulated: reading.isSimulated,
            isFromAccessory: reading.isFromAccessory
        )
    }
}

#if canImport(CoreLocation)
import CoreLocation

/// Asks once, at a door, and never follows anybody. What can be had within ten seconds is good enough: a visit waits for
/// no satellite.
@MainActor
public final class Whereabouts: NSObject {
    public typealias Answered = @Sendable (Reading?) -> Void

    private let manager = CLLocationManager()
    private var waiting: [Answered] = []
    private var best: CLLocation?
    /// Ends the ask under way, and no later one.
    private var limit: Task<Void, Never>?

    override public init() {
        super.init()
        manager.delegate = self
        manager.desiredAccuracy = kCLLocationAccuracyBest
    }

    public func ask(_ answered: @escaping Answered) {
        waiting.append(answered)
        guard waiting.count == 1 else { return }
        best = nil
        switch manager.authorizationStatus {
        case .notDetermined: manager.requestWhenInUseAuthorization()
        case .denied, .restricted: return tell()
        default: manager.startUpdatingLocation()
        }
        limit = Task {
            try? await Task.sleep(for: .seconds(10))
            if !Task.isCancelled { tell() }
        }
    }

    private func tell() {
        manager.stopUpdatingLocation()
        limit?.cancel()
        limit = nil
        let reading = best.map(Reading.init)
        let all = waiting
        waiting = []
        all.forEach { $0(reading) }
    }

    private func heard(_ places: [CLLocation]) {
        for place in places where place.horizontalAccuracy >= 0 {
            if place.horizontalAccuracy <= best?.horizontalAccuracy ?? .infinity { best = place }
        }
        // Well within any fence: there is nothing to gain by waiting.
        if let best, best.horizontalAccuracy <= 10 { tell() }
    }

    private func allowed() {
        guard !waiting.isEmpty else { return }
        switch manager.authorizationStatus {
        case .notDetermined: break
        case .denied, .restricted: tell()
        default: manager.startUpdatingLocation()
        }
    }
}

extension Whereabouts: @preconcurrency CLLocationManagerDelegate {
    public func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
        heard(locations)
    }

    public func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error) {
        tell()
    }

    public func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        allowed()
    }
}

extension Reading {
    fileprivate init(_ location: CLLocation) {
        self.init(
            latitude: location.coordinate.latitude,
            longitude: location.coordinate.longitude,
            horizontalAccuracy: location.horizontalAccuracy,
            altitude: location.altitude,
            verticalAccuracy: location.verticalAccuracy,
            speed: location.speed,
            madeAt: location.timestamp,
            isSimulated: location.sourceInformation?.isSimulatedBySoftware == true,
            isFromAccessory: location.sourceInformation?.isProducedByAccessory == true
        )
    }
}
#endif
