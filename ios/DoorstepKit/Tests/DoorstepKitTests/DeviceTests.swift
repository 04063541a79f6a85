import DoorstepKit
import Foundation
import Testing

struct DeviceTests {
    @Test("what a worker chose is there at the next start, and what cannot be read counts as nothing chosen")
    func kept() throws {
        let name = "doorstep-\(UUID())"
        let defaults = try #require(UserDefaults(suiteName: name))
        defer { defaults.removePersistentDomain(forName: name) }
        let kept = KeptPreferences(defaults, of: "worker-a")
        #expect(kept.read() == Preferences())
        let chosen = Preferences(language: .english, mainText: 26, photosMayCost: true)
        kept.keep(chosen)
        #expect(KeptPreferences(defaults, of: "worker-a").read() == chosen)
        #expect(KeptPreferences(defaults, of: "worker-b").read() == Preferences(), "each has their own")
        let before = #"{"language":"english","mainText":22,"photosMayCost":true}"#
        defaults.set(Data(before.utf8), forKey: "preferences.worker-a")
        #expect(kept.read() == Preferences(language: .english, mainText: 22, photosMayCost: true), "of an earlier app")
        defaults.set(Data("{".utf8), forKey: "preferences.worker-a")
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

    @Test("who shares a phone finds their own store again, and nobody is named before they enrolled")
    func shared() throws {
        let base = try newFolder()
        let workers = Workers(below: base)
        let mine = try workers.current()
        #expect(try workers.current().worker == mine.worker && mine.name.isEmpty)
        #expect(try workers.choose(nil).worker == mine.worker, "nobody enrolled it yet")
        try mine.put(name: "王芳")
        let other = try workers.choose(nil)
        #expect(other.store != mine.store)
        #expect(try workers.others().map(\.name) == ["王芳"])
        try other.put(name: "李明")
        #expect(try Workers(below: base).current().worker == other.worker, "also after a start")
        try workers.choose(mine.worker)
        #expect(try workers.others().map(\.name) == ["李明"])
        mine.forget()
        #expect(try workers.current().name.isEmpty)
    }

    @Test("what a killed app left in clear is swept, whoever of those who share the phone made it")
    func sweptOfAll() throws {
        let workers = Workers(below: try newFolder())
        let mine = try workers.current()
        try mine.put(name: "王芳")
        try workers.choose(nil)
        mine.sweep()
        let picture = mine.camera.appendingPathComponent("left.jpg")
        try Data([1]).write(to: picture)
        workers.sweep()
        #expect(!FileManager.default.fileExists(atPath: picture.path))
    }

    @Test("where it cannot be read whose the phone is, no other store is opened, and the others are found")
    func unreadable() throws {
        let base = try newFolder()
        let workers = Workers(below: base)
        let mine = try workers.current()
        try mine.put(name: "王芳")
        let current = base.appendingPathComponent("doorstep").appendingPathComponent("current")
        for left in [Data("worker-gone".utf8), Data([0xff, 0xfe, 0xff]), nil] {
            try? FileManager.default.removeItem(at: current)
            if let left { try left.write(to: current) }
            #expect(throws: (any Error).self) { try workers.current() }
            #expect(try workers.others().map(\.name) == ["王芳"])
        }
        try workers.choose(mine.worker)
        #expect(try workers.current().worker == mine.worker)
    }

    @Test("a wipe that an ended app left half done is finished at the next start, and nothing else is")
    func halfWiped() throws {
        let workers = Workers(below: try newFolder())
        let mine = try workers.current()
        var finished: [String] = []
        func start() { workers.finishWipes { finished.append($0.worker) } }
        try mine.put(name: "王芳")
        try FileManager.default.createDirectory(at: mine.store, withIntermediateDirectories: true)
        let database = mine.store.appendingPathComponent("any")
        try Data([1]).write(to: database)
        start()
        #expect(finished.isEmpty)
        try FileManager.default.removeItem(at: database)
        start()
        #expect(finished == [mine.worker])
        mine.forget()
        start()
        #expect(finished.count == 1)
    }

    @Test("a wipe that failed in the core is finished with the next start, and whoever goes on there chooses a PIN first")
    func failedWipe() throws {
        let workers = Workers(below: try newFolder())
        let mine = try workers.current()
        let safe = try Safe(mine.folder)
        let vault = PinVault(safe, in: mine.folder)
        try vault.choose("290413")
        let core = try Doorstep.open(folder: mine.store.path, vault: vault)
        try mine.put(name: "王芳")
        func start() -> [String] {
            workers.finishWipes { folder in
                vault.forget()
                try? safe.forgetDatabaseKey()
                folder.forget()
            }
        }
        #expect(start().isEmpty)
        // What the core would remove as a file.
        let obstacle = mine.store.appendingPathComponent("doorstep.doubt")
        try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
        #expect(throws: DoorstepError.self) { try core.wipe() }
        #expect(start() == [mine.worker])
        #expect(!vault.isChosen && !vault.needsOwner && mine.name.isEmpty && start().isEmpty)
        try vault.choose("482915")
        #expect(throws: DoorstepError.self, "nothing is recorded over what is left") {
            try Doorstep.open(folder: mine.store.path, vault: vault)
        }
        try FileManager.default.removeItem(at: obstacle)
        let next = try Doorstep.open(folder: mine.store.path, vault: vault)
        #expect(try next.identity() == nil && start().isEmpty && vault.isChosen)
    }

    @Test("whoever begins anew gets a store of their own, also where a PIN was chosen and nobody enrolled")
    func anew() throws {
        let workers = Workers(below: try newFolder())
        let mine = try workers.current()
        try Data([1]).write(to: mine.folder.appendingPathComponent("pin"))
        let next = try workers.choose(nil)
        #expect(next.worker != mine.worker)
        #expect(try workers.choose(nil).worker == next.worker)
    }

    @Test("a file to be handed on lies where none is, and goes when the lock falls, and after an hour at most")
    func handOver() throws {
        let (folder, later) = (try newFolder(), Later())
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        let files = HandOver(folder: folder) { when, work in
            if when == now.addingTimeInterval(3600) { later.put(work) }
        }
        let first = try files.newFile("unsent", "doorstep", now)
        try Data([1]).write(to: first)
        let second = try files.newFile("unsent", "doorstep", now)
        #expect(first != second && !FileManager.default.fileExists(atPath: second.path))
        later.runAll()
        #expect(!FileManager.default.fileExists(atPath: first.path))
        try Data([1]).write(to: try files.newFile("unsent", "doorstep", now))
        files.sweep()
        #expect(!FileManager.default.fileExists(atPath: first.path))
    }
}
