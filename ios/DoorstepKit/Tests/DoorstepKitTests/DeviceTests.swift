import DoorstepKit
import Foundation
import Testing

struct DeviceTests {
    @Test("what a worker chose is there at the next start, and what cannot be read counts as nothing chosen")
    func kept() throws {
        let name = "doorstep-\(UUID())"
        let defaults = try #require(UserDefaults(suiteName: name))
        defer { defaults.removePersistentDomain(forName: name) }
        let kept = KeptPreferences(defaults)
        #expect(kept.read() == Preferences())
        let chosen = Preferences(language: .english, mainText: 26, photosMayCost: true)
        kept.keep(chosen)
        #expect(KeptPreferences(defaults).read() == chosen)
        defaults.set(Data("{".utf8), forKey: "preferences")
        #expect(kept.read() == Preferences())
        kept.keep(chosen)
        kept.forget()
        #expect(kept.read() == Preferences())
    }

    @Test("each worker's store has a folder of its own, and pictures that a killed app left in clear are swept")
    func folders() throws {
        let base = try newFolder()
        let (one, other) = (try StoreFolder(of: "a", below: base), try StoreFolder(of: "b", below: base))
        #expect(one.store != other.store)
        one.sweep()
        let picture = one.camera.appendingPathComponent("left.jpg")
        try Data([1]).write(to: picture)
        one.sweep()
        #expect(!FileManager.default.fileExists(atPath: picture.path))
        #expect(FileManager.default.fileExists(atPath: one.camera.path))
    }
}
