import DoorstepKit
import Foundation
import Story
import Testing

/// CI must lend one.
private let hubIsHere = ["DOORSTEP_BIN", "CI"].contains { ProcessInfo.processInfo.environment[$0] != nil }

/// The whole app but for its screens, with its own courier and carrier, against a live hub.
@MainActor
struct HubTests {
    @Test(
        "a worker's morning: enrolled, at a door, killed, resumed, without a network, sent, counted",
        .enabled(if: hubIsHere, "no hub: set DOORSTEP_BIN"), .timeLimit(.minutes(5)))
    func morning() async throws {
        let hub = try Hub()
        let folder = try newFolder()
        let (household, photo) = try await atTheDoor(App(folder), hub)
        try await afterTheKill(App(folder), hub, household, photo)
    }

    /// From the code to the middle of a visit, where the app ends.
    private func atTheDoor(_ begun: App, _ hub: Hub) async throws -> (HouseholdId, PhotoId) {
        let app = try await begun.opened()
        try await until("a new phone is enrolled first") { app.page.model is EnrolModel }
        let enrolment = try app.top(EnrolModel.self)
        enrolment.code = try hub.qr()
        enrolment.readCode()
        try await until("the code is read") { if case .read = enrolment.step { true } else { false } }
        enrolment.enrol()
        try await until("the hub knows the phone") { if case .done = enrolment.step { true } else { false } }
        app.home()
        try await until("whose phone it is is known") { app.banners.isDemo }
        try await until("the day is here") { app.today.day.value?.stops.items.isEmpty == false }

        let stop = try #require(app.today.day.value?.stops.items.first)
        app.stop(stop.household)
        let home = try app.top(StopModel.self)
        try await until("the home is here") { home.home.value?.toDo.isEmpty == false }
        app.visit(stop.household)
        let visit = try app.top(VisitModel.self)
        try await until("the visit began") { visit.visiting.value != nil }
        visit.note = "门口要扶手"
        try await until("the note is saved") { visit.visiting.value?.isBusy == false }

        app.photo(VisitTo(stop.household))
        let photos = try app.top(PhotoModel.self)
        try await until("what was taken is known") { photos.photos.value != nil }
        photos.typedReason = doorplate.reason
        photos.choose(doorplate.consent)
        photos.open()
        photos.came(try begun.picture())
        try await until("the picture is seen") { if case .seen = photos.shooting { true } else { false } }
        photos.keep(isStamped: true)
        try await until("the photo is sealed") { photos.told == ScreenWord.photoSealed.words }
        try await until("it is listed") { photos.photos.value?.taken.isEmpty == false }
        let taken = try #require(photos.photos.value?.taken.first)
        begun.kill()
        return (stop.household, taken.id)
    }

    /// All that the models and the core held is gone; what is left lies on the disk.
    private func afterTheKill(_ begun: App, _ hub: Hub, _ household: HouseholdId, _ photo: PhotoId) async throws {
        begun.network(isThere: false)
        let app = try await begun.opened()
        try await until("the visit is still in progress") {
            app.today.day.value?.inProgress.contains { $0.visit.household == household } == true
        }
        #expect(app.above.isEmpty, "whose phone it is is known")
        app.visit(household)
        let visit = try app.top(VisitModel.self)
        try await until("the visit goes on") { visit.visiting.value != nil }
        #expect(visit.note == "门口要扶手")
        #expect(visit.visiting.value?.draft.photos.map(\.id) == [photo])
        visit.choose(VisitOutcome.noChange)
        visit.finish()
        try await until("the visit is over") { app.page == .today(app.today) }
        begun.network(isThere: false)
        try await until("what holds it up is told") { app.banners.hold == Cause.noNetwork.label() }
        try await until("what waits is told") { (app.today.day.value?.unsent ?? 0) > 0 }

        app.outbox()
        let outbox = try app.top(OutboxModel.self)
        try await until("what waits is listed") { outbox.items.value?.waits == true }
        outbox.export()
        try await until("it lies in a file") { begun.handedOn != nil }
        try hub.command(["import", "unsent", #require(begun.handedOn)])
        let atHub = try hub.coverage(try #require(begun.core).coverage().count(kind: .year, day: nil).period())
        #expect(atHub.values.contains { $0.visited > 0 }, "the hub takes the file without a network")

        begun.network(isThere: true)
        try await until("all has gone") { outbox.items.value?.waits == false }
        #expect(outbox.items.value?.waiting.words == ScreenWord.allSent.words && app.banners.hold == nil)

        app.coverage()
        let coverage = try app.top(CoverageModel.self)
        try await until("coverage is counted") { coverage.covered.value?.grids.isEmpty == false }
        let core = try #require(begun.core)
        #expect(try core.register().household(id: household).visits.first?.outcome == .noChange)
        let report = try core.coverage().count(kind: .year, day: nil)
        #expect(try report.total().visited > 0)
        let counted = try hub.coverage(report.period())
        for line in try report.grids(area: nil, skip: 0, limit: 200) {
            let there = try #require(counted[line.grid])
            #expect(there.visited == line.counts.visited && there.due == line.counts.due)
        }
        try await putRight(app, core, household)
        try await failedWipe(app, begun, core, hub)
        begun.kill()
    }

    /// What was recorded wrongly, which the hub takes in place of it.
    private func putRight(_ app: AppModel, _ core: Doorstep, _ household: HouseholdId) async throws {
        app.home()
        app.stop(household)
        let stop = try app.top(StopModel.self)
        try await until("the visit is known") { stop.home.value?.visits.first?.correctable != nil }
        app.visit(VisitTo(household, corrects: stop.home.value?.visits.first?.correctable))
        let visit = try app.top(VisitModel.self)
        try await until("it can be put right") { visit.visiting.value != nil }
        visit.choose(VisitOutcome.completed)
        visit.finish()
        try await until("it is over") { app.page == .today(app.today) }
        try await until("it has gone") { try core.outbox().unsent() == 0 }
        #expect(try core.outbox().rejected(after: nil, limit: 10).isEmpty)
        let shown = try core.register().household(id: household).visits
        #expect(shown.filter { $0.correctedBy == nil }.map(\.outcome) == [.completed])
    }

    /// The hub's order to wipe comes to no end on this disk, which shuts the store all the same.
    private func failedWipe(_ app: AppModel, _ begun: App, _ core: Doorstep, _ hub: Hub) async throws {
        let device = try #require(try core.identity()).device
        let obstacle = begun.store.appendingPathComponent("doorstep.doubt")
        try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
        try hub.command(["revoke", device.text, "--now"])
        begun.exchange()
        try await until("no screen is left over a store that is shut") { begun.reopened > 0 }
        #expect(wipeIsCutShort(folder: begun.store.path) && !app.isGone)
    }

    /// The hub, the disk and the network obey no clock of ours.
    private func until(_ what: String, _ holds: () throws -> Bool) async throws {
        for _ in 0..<6000 {
            if try holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Failure(reason: "never: \(what)")
    }

    /// One run of the app on one phone.
    @MainActor
    private final class App {
        private(set) var core: Doorstep?
        private let folder: URL
        private var opening: Opening?
        private let parts = Parts()

        init(_ folder: URL) {
            self.folder = folder
            let parts = parts
            let opening = Opening { relay in try parts.open(folder, relay) }
            self.opening = opening
            opening.begin()
        }

        /// The store of an app that was killed is free a moment later.
        func opened() async throws -> AppModel {
            for _ in 0..<3000 {
                if case .open(let app)? = opening?.state {
                    core = parts.core
                    return app
                }
                opening?.returned()
                try await Task.sleep(for: .milliseconds(10))
            }
            throw Failure(reason: "the store does not open")
        }

        func network(isThere: Bool) { parts.network(isThere: isThere) }

        func exchange() { parts.exchange() }

        var reopened: Int { parts.reopened }

        var store: URL { parts.store ?? folder }

        var handedOn: String? { parts.handedOn }

        func picture() throws -> String {
            let picture = folder.appendingPathComponent("camera.jpg")
            try FileManager.default.copyItem(at: Sources.picture, to: picture)
            return picture.path
        }

        /// Nothing is put in order: who held something lets go of it.
        func kill() {
            (core, opening) = (nil, nil)
            parts.drop()
        }
    }

    /// What a phone lends, as far as Linux has it.
    private final class Parts: @unchecked Sendable {
        private let lock = NSLock()
        private var courier: Courier?
        private var net: Net?
        private var isThere = true
        private var file: URL?
        private var opens = 0
        private(set) var core: Doorstep?
        private(set) var store: URL?

        func open(_ base: URL, _ relay: Relay) throws -> Opened {
            let workers = Workers(below: base)
            let folder = try workers.current()
            let vault = try FileVault(base.appendingPathComponent("vault"))
            let core = try Doorstep.open(folder: folder.store.path, vault: vault, listener: relay)
            let net = Net(folder.rests)
            let courier = Courier(session: { try core.syncSession() }, carrier: net, tell: { relay.stands($0) })
            lock.withLock { (self.core, self.net, self.courier, store) = (core, net, courier, folder.store) }
            tell()
            guard let defaults = UserDefaults(suiteName: "doorstep-\(UUID())") else { throw Failure(reason: "no defaults") }
            let picture = TestPlatform().picture
            let outward = Outward(
                picture: { _ in picture }, handOn: { [self] file in lock.withLock { self.file = file } })
            let platform = DevicePlatform(
                courier: courier, carrier: net, kept: KeptPreferences(defaults, of: folder.worker), outward: outward,
                files: HandOver(folder: base.appendingPathComponent("out")), folder: folder, workers: workers,
                anew: { [self] in lock.withLock { opens += 1 } })
            return Opened(CoreThread(core), platform)
        }

        func network(isThere: Bool) {
            lock.withLock { self.isThere = isThere }
            tell()
        }

        func exchange() { lock.withLock { courier }?.exchange() }

        /// How often the store was to be opened anew.
        var reopened: Int { lock.withLock { opens } }

        var handedOn: String? { lock.withLock { file?.path } }

        func drop() {
            lock.withLock { (core, net, courier) = (nil, nil, nil) }
        }

        private func tell() {
            let (isThere, net, courier) = lock.withLock { (self.isThere, self.net, self.courier) }
            net?.isThere = isThere
            courier?.hostChanged(
                HostStatus(
                    network: isThere ? .unmetered : .offline, batteryPercent: 80, isCharging: false,
                    photosMayCost: false))
        }
    }

    /// The app's own carrier, over a network that can go away.
    private final class Net: Carrier, @unchecked Sendable {
        private let lock = NSLock()
        private let real: SystemCarrier
        private var isUp = true
        private var arrived: Arrived = { _, _ in }

        init(_ folder: URL) { real = SystemCarrier(folder: folder) }

        var isThere: Bool {
            get { lock.withLock { isUp } }
            set { lock.withLock { isUp = newValue } }
        }

        func deliver(to arrived: @escaping Arrived) {
            lock.withLock { self.arrived = arrived }
            real.deliver(to: arrived)
        }

        func trust(_ hub: HubAddress) { real.trust(hub) }

        func send(_ request: HttpRequest, answered: @escaping Answered) {
            isThere ? real.send(request, answered: answered) : answered(nil)
        }

        func upload(_ task: TaskName, _ request: HttpRequest, file: String, offset: UInt64) {
            isThere ? real.upload(task, request, file: file, offset: offset) : lock.withLock { arrived }(task, nil)
        }
    }
}
