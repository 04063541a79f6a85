import DoorstepKit
import Foundation
import Testing

struct WhereaboutsTests {
    private let now = Date(timeIntervalSince1970: 1_780_000_000)

    @Test("a reading goes to the core with its datum, its age and its flags")
    func whole() {
        let fix = FixDraft(
            Reading(
                latitude: 34.97, longitude: 109, horizontalAccuracy: 8, altitude: 420, verticalAccuracy: 3, speed: 1.2,
                madeAt: now - 1.5, isSimulated: true, isFromAccessory: true),
            now: now)
        #expect(fix.at == Coordinate(lat: 34.97, lon: 109, datum: .wgs84))
        #expect(fix.accuracyM == 8 && fix.altitudeM == 420 && fix.speedMps == 1.2 && fix.ageMs == 1500)
        #expect(fix.isSimulated && fix.isFromAccessory && !fix.isMock)
        #expect(!fix.accuracyIs68Percent, "Apple names no probability")
    }

    @Test("what the platform marks as invalid is judged by the core, or absent")
    func invalid() {
        let fix = FixDraft(
            Reading(latitude: 34.97, longitude: 109, horizontalAccuracy: -1, altitude: 9, madeAt: now), now: now)
        #expect(fix.accuracyM == -1 && fix.altitudeM == nil && fix.speedMps == nil)
    }

    @Test("a reading from a clock that was turned back is new")
    func turnedBack() {
        let reading = Reading(latitude: 1, longitude: 2, horizontalAccuracy: 5, madeAt: now + 60)
        #expect(FixDraft(reading, now: now).ageMs == 0)
    }
}
