import DoorstepKit
import Foundation
import Story
import Testing

/// The main job of a phone, as an app drives it.
@Suite(.serialized)
struct StoryTests {
    /// A bench asks for the whole township; Linux trusts one hub at a time, so that there is no second.
    static let hub = Result { try Hub(scale: CallCosts.isWanted ? "1" : "0.02") }

    /// A phone's folder and vault; opened and opened again.
    struct Phone {
        let folder: URL
        let vault: FileVault
        var store: String { folder.appendingPathComponent("store").path }

        init(below: URL = FileManager.default.temporaryDirectory) throws {
            folder = below.appendingPathComponent("swift-\(UUID())")
            vault = try FileVault(folder.appendingPathComponent("vault"))
        }

        func open(listener: ChangeListener? = nil) throws -> Doorstep {
            try Doorstep.open(folder: store, vault: vault, log: nil, listener: listener)
        }

        func enrolled() async throws -> Doorstep {
            let core = try open()
            _ = try await enrol(core, hub.get().qr())
            try await finished(core)
            return core
        }

        func picture() throws -> URL {
            let camera = folder.appendingPathComponent("camera.jpg")
            try Data(contentsOf: URL(fileURLWithPath: "picture.jpg")).write(to: camera)
            return camera
        }
    }

    @discardableResult
    static func finished(_ core: Doorstep) async throws -> Summary {
        let last = try await drain(core.syncSession())
        guard case .done(let summary) = last else { throw Failure(reason: "not done: \(last)") }
        return summary
    }

    static func firstStop(_ core: Doorstep) throws -> StopView {
        try #require(try core.today().page(grid: nil, after: nil, limit: 1).stops.first)
    }

    static func error(_ work: () throws -> Void) -> DoorstepError? {
        do { try work() } catch { return error as? DoorstepError }
        return nil
    }

    @Test("a day from the QR code to coverage")
    func day() async throws {
        let phone = try Phone()
        let core = try phone.open()
        let confirmed = try await enrol(core, Self.hub.get().qr())
        #expect(confirmed.isDemo && confirmed.staff.role == .socialWorker)
        #expect(try await Self.finished(core).rows > 0)

        let stop = try Self.firstStop(core)
        let home = try core.register().household(id: stop.household)
        #expect(home.duties.contains { $0.isDueToday && !$0.title.zh.isEmpty && $0.due.year != nil })
        let visits = try core.visits()
        var draft = try visits.begun(stop.household)
        let place = Coordinate(lat: 34.97, lon: 109.0, datum: .gcj02)
        draft.fix = try visits.fix(fix: FixDraft(at: place, accuracyM: 8, accuracyIs68Percent: false, ageMs: 500)).fix
        draft.needs = [NeedDraft(kind: .rehab)]
        try visits.save(draft: draft)
        #expect(try visits.placeOf(draft: draft.id).sentence.zh.hasSuffix("。"))
        let camera = try phone.picture()
        _ = try core.photos().take(draft: draft.id, path: camera.path, how: doorplate)
        #expect(!FileManager.default.fileExists(atPath: camera.path), "the plain file goes once the photo is sealed")
        _ = try visits.changeHousehold(draft: draft.id, household: stop.household, change: .phone(value: "138 0013 8000"))
        let visit = try visits.finish(draft: draft.id)
        #expect(try visits.finish(draft: draft.id) == visit, "a second tap finishes nothing twice")

        #expect(try core.register().household(id: stop.household).phone == "13800138000")
        #expect(try core.outbox().unsent() > 0)
        #expect(try await Self.finished(core).uploads == 2)
        #expect(try core.outbox().unsent() == 0)
        try await Self.finished(core)
        #expect(try core.outbox().records(after: nil, limit: 200).allSatisfy { $0.state == .applied })
        #expect(try core.proveJournal().photos == 1)

        let report = try core.coverage().count(kind: .year, day: nil)
        #expect(try report.total().visited >= 1)
        let atHub = try Self.hub.get().coverage(report.period())
        for line in try report.lines(skip: 0, limit: 200) where line.area == nil && line.category == nil {
            let there = try #require(atHub[line.grid])
            #expect(line.counts.due == there.due && line.counts.visited == there.visited)
        }
        #expect(try !core.responsibilityList().ofGrid(grid: home.grid).isEmpty)
        try core.shutdown()
    }

    @Test("a copy of a photo is given away and tells nothing")
    func shared() async throws {
        let phone = try Phone()
        let core = try await phone.enrolled()
        let photos = try core.photos()
        let visits = try core.visits()
        let camera = try phone.picture()
        let picture = try Data(contentsOf: camera)
        let secret = Data("GPS 34.97,109.0".utf8)
        var talkative = Data(picture.prefix(2))
        talkative.append(contentsOf: [0xff, 0xfe, 0, UInt8(secret.count + 2)])
        talkative.append(secret)
        talkative.append(picture.dropFirst(2))
        try talkative.write(to: camera)
        let copy = phone.folder.appendingPathComponent("photo-001.jpg")
        let draft = try visits.begun(Self.firstStop(core).household)
        let photo = try photos.take(draft: draft.id, path: camera.path, how: doorplate).photo
        guard case .NotFound = Self.error({ _ = try photos.share(photo: photo, path: copy.path) }) else {
            throw Failure(reason: "given away before it was recorded")
        }
        #expect(!FileManager.default.fileExists(atPath: copy.path))
        _ = try visits.finish(draft: draft.id)
        let bytes = try photos.share(photo: photo, path: copy.path)
        let given = try Data(contentsOf: copy)
        #expect(UInt64(given.count) == bytes)
        #expect(given.range(of: secret) == nil)
        #expect(given == picture, "the picture as it was, without what was said beside it")
        try core.shutdown()
    }

    @Test("a killed app resumes where it was")
    func killed() async throws {
        let phone = try Phone()
        let before = try await phone.enrolled()
        let household = try Self.firstStop(before).household
        try before.shutdown()
        let victim = Process()
        victim.executableURL = try Self.built("Victim")
        victim.arguments = [phone.folder.path, household.uuidString, try phone.picture().path]
        let words = Pipe()
        victim.standardOutput = words
        try victim.run()
        let said = String(decoding: words.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.hasPrefix("saved "), "the app died by itself")
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()

        let core = try phone.open()
        let drafts = try core.visits().drafts()
        let draft = try #require(drafts.first)
        #expect(drafts.count == 1 && said.contains(draft.id.uuidString))
        #expect(draft.note == "说到一半" && draft.photos.count == 1)
        _ = try core.visits().finish(draft: draft.id)
        try await Self.finished(core)
        #expect(try core.outbox().unsent() == 0)
    }

    /// Programs of this package stand beside its tests.
    static func built(_ name: String) throws -> URL {
        let here = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for folder in [here, URL(fileURLWithPath: ".build/debug")] {
            let program = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        throw Failure(reason: "\(name) was not built")
    }

    @Test("without a network recording goes on and nothing is sent")
    func offline() async throws {
        let core = try await Phone().enrolled()
        let session = try core.syncSession()
        try session.hostChanged(status: HostStatus(network: .offline, batteryPercent: 80, isCharging: false, photosMayCost: false))
        let draft = try core.visits().begun(Self.firstStop(core).household)
        _ = try core.visits().finish(draft: draft.id)
        #expect(try await drain(session) == .hold(cause: .noNetwork))
        #expect(Cause.noNetwork.label().zh.contains("没有网络"))
        #expect(try core.outbox().unsent() > 0)
        try session.hostChanged(status: HostStatus(network: .unmetered, batteryPercent: 80, isCharging: true, photosMayCost: false))
        try await Self.finished(core)
        #expect(try core.outbox().unsent() == 0)
    }

    @Test("the wrong key opens nothing and harms nothing")
    func wrongKey() async throws {
        let phone = try Phone()
        try await phone.enrolled().shutdown()
        let another = try FileVault(phone.folder.appendingPathComponent("another vault"))
        let error = Self.error { _ = try Doorstep.open(folder: phone.store, vault: another) }
        #expect(error?.text().zh.contains("密钥") == true)
        guard case .Locked(.wrongKey) = error else { throw Failure(reason: "\(String(describing: error))") }
        #expect(try phone.open().identity() != nil)
    }

    @Test("bad input names the field and the reason")
    func badInput() async throws {
        let phone = try Phone()
        let core = try await phone.enrolled()
        let visits = try core.visits()
        let household = try Self.firstStop(core).household
        let draft = try visits.start(household: household)
        let torn = phone.folder.appendingPathComponent("torn.jpg")
        try Data([0xff, 0xd8, 0xff, 0xe0]).write(to: torn)
        let resident = ResidentDraft(name: "演示", identity: "110105194912310021")
        let calls: [(String, () throws -> Void)] = [
            ("outcome", { _ = try visits.finish(draft: draft.id) }),
            ("phone", { _ = try visits.changeHousehold(draft: draft.id, household: household, change: .phone(value: "12")) }),
            ("identity", { _ = try core.register().addResident(household: household, draft: resident) }),
            ("photo", { _ = try core.photos().take(draft: draft.id, path: torn.path, how: doorplate) }),
        ]
        for (expected, call) in calls {
            guard case .InvalidInput(let field, let reason) = Self.error(call) else {
                throw Failure(reason: "\(expected) was taken")
            }
            #expect(field == expected && !reason.zh.isEmpty)
        }
        #expect(FileManager.default.fileExists(atPath: torn.path))
        let missing = Self.error { _ = try core.register().household(id: UUID()) }
        guard case .NotFound(let what) = missing else { throw Failure(reason: "found") }
        #expect(what == .household)
    }

    @Test("a revoked phone wipes itself")
    func revoked() async throws {
        let phone = try Phone()
        let core = try await phone.enrolled()
        let device = try #require(try core.identity()).device
        _ = try Self.hub.get().command(["revoke", device.uuidString.lowercased(), "--now"])
        #expect(try await drain(core.syncSession()) == .wiped)
        guard case .Locked = Self.error({ _ = try core.today().page(grid: nil, after: nil, limit: 9) }) else {
            throw Failure(reason: "the store still answers")
        }
        #expect(try phone.open().identity() == nil, "nothing is left of the store")
    }

    @Test("a hub of a newer protocol holds the exchange and recording goes on")
    func newerHub() async throws {
        let core = try await Phone().enrolled()
        let session = try core.syncSession()
        try session.begin()
        guard case .request(let task, _) = try session.nextTask() else { throw Failure(reason: "no request") }
        try session.answered(task: task, answer: HttpAnswer(status: 426, headers: ["Doorstep-Protocol": "2"], body: Data()))
        #expect(try session.nextTask() == .hold(cause: .upgradeNeeded))
        #expect(try core.identity()?.state == .upgradeNeeded)
        _ = try core.visits().finish(draft: core.visits().begun(Self.firstStop(core).household).id)
        #expect(try core.outbox().unsent() > 0)
    }

    static let smallDisk = ProcessInfo.processInfo.environment["DOORSTEP_SMALL_DISK"]
    static let isCI = ProcessInfo.processInfo.environment["CI"] != nil

    @Test("a full disk never says saved", .enabled(if: smallDisk != nil || isCI, "no small disk: set DOORSTEP_SMALL_DISK"))
    func fullDisk() async throws {
        let disk = URL(fileURLWithPath: try #require(Self.smallDisk, "CI must lend a small disk"))
        let phone = try Phone(below: disk)
        let core = try await phone.enrolled()
        let visits = try core.visits()
        var draft = try visits.start(household: Self.firstStop(core).household)
        let filler = phone.folder.appendingPathComponent("filler").path
        var saved: String?
        let error = Self.error {
            for round in 0..<200 {
                Self.fill(filler)
                draft.note = "第\(round)次" + String(repeating: "满", count: 4_000)
                try visits.save(draft: draft)
                saved = draft.note
            }
        }
        #expect(error == .StorageFull)
        #expect(try visits.drafts().first?.note == saved, "what was called saved is there, what was not is not")
        try FileManager.default.removeItem(atPath: filler)
        draft.note = "有空间了"
        try visits.save(draft: draft)
        #expect(try visits.drafts().first?.note == "有空间了")
        try core.shutdown()
        try FileManager.default.removeItem(at: phone.folder)
    }

    /// Leaves no byte free.
    static func fill(_ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        for size in [65_536, 4_096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file, bytes, size) == size {}
        }
        close(file)
    }

    /// Calls back in, and is rude.
    final class Listener: ChangeListener, @unchecked Sendable {
        let heard = AsyncStream.makeStream(of: Area.self)
        let core = AsyncStream.makeStream(of: Doorstep.self)

        func changed(areas: [Area]) throws {
            areas.forEach { heard.continuation.yield($0) }
            throw Failure(reason: "张三")
        }
    }

    @Test("listeners hear of changes and may throw")
    func listeners() async throws {
        let listener = Listener()
        let core = try Phone().open(listener: listener)
        _ = try await enrol(core, Self.hub.get().qr())
        var areas: Set<Area> = []
        for await area in listener.heard.stream {
            areas.insert(area)
            if areas.contains(.today) && areas.contains(.register) { break }
        }
        try core.shutdown()
    }

    @Test("a preview needs neither hub nor keys")
    func preview() throws {
        let core = try Doorstep.inMemory()
        #expect(try core.identity()?.isDemo == true)
        #expect(try !core.today().page(grid: nil, after: nil, limit: 200).stops.isEmpty)
        try core.shutdown()
    }
}
