import DoorstepKit
import Foundation
import Story
import Testing

@MainActor
struct OpeningTests {
    private func opening(_ open: @escaping Opening.Open) -> Opening {
        Opening(background: atOnce, screen: onScreenAtOnce, open: open)
    }

    @Test("a store that opens shows the day, in the worker's language")
    func opened() throws {
        let core = try hamlet()
        let opening = opening { _ in
            Opened(
                CoreThread(core, background: atOnce, screen: onScreenAtOnce), TestPlatform(),
                Preferences(language: .english))
        }
        opening.begin()
        guard case .open(let app) = opening.state else { throw Failure(reason: "not open") }
        #expect(app.today.day.value != nil && opening.preferences.language == .english)
    }

    @Test("a store that does not open says why, and can be tried again")
    func failed() throws {
        let folder = try newFolder()
        let path = folder.appendingPathComponent("store").path
        let vault = try FileVault(folder)
        let first = try Doorstep.open(folder: path, vault: vault)
        let opening = opening { relay in
            let core = try Doorstep.open(folder: path, vault: vault, listener: relay)
            return Opened(CoreThread(core, background: atOnce, screen: onScreenAtOnce), TestPlatform())
        }
        opening.begin()
        guard case .failed(let words) = opening.state else { throw Failure(reason: "opened twice") }
        #expect(words == DoorstepError.Locked(reason: .inUse).text())
        try first.shutdown()
        opening.begin()
        guard case .open = opening.state else { throw Failure(reason: "not open") }
    }

    @Test("what the core and the courier tell reaches the screens")
    func relayed() throws {
        let core = try hamlet()
        let relays = Relays()
        let opening = opening { relay in
            relays.all.append(relay)
            return Opened(CoreThread(core, background: atOnce, screen: onScreenAtOnce), TestPlatform())
        }
        opening.begin()
        guard case .open(let app) = opening.state, let relay = relays.all.first else { throw Failure(reason: "not open") }
        let before = try #require(app.today.day.value).stops.items.count
        try core.endTheDay()
        relay.changed(areas: [.today])
        #expect(try #require(app.today.day.value).stops.items.count < before)
        relay.stands(.waits(until: Date(), .noAnswer))
        #expect(app.banners.hold == Cause.noAnswer.label())
        relay.stands(.underWay)
        #expect(app.banners.hold == nil)
        relay.stands(.wiped)
        #expect(app.isGone)
    }

    @Test("a store that is shut under the screens is opened anew, and one that was shut for the next is not")
    func shut() throws {
        let (relays, platform) = (Relays(), TestPlatform())
        let opening = opening { relay in
            relays.all.append(relay)
            return Opened(CoreThread(try hamlet(), background: atOnce, screen: onScreenAtOnce), platform)
        }
        opening.begin()
        relays.all[0].stands(.shut)
        #expect(platform.reopened == 1)
        opening.begin()
        relays.all[0].stands(.shut)
        #expect(platform.reopened == 1)
        relays.all[1].stands(.wiped)
        relays.all[1].stands(.shut)
        #expect(platform.reopened == 1, "what is gone is not opened for this worker")
    }

    @Test("an app whose store is gone begins anew once it is in front again")
    func again() throws {
        let relays = Relays()
        let opening = opening { relay in
            relays.all.append(relay)
            return Opened(CoreThread(try hamlet(), background: atOnce, screen: onScreenAtOnce), TestPlatform())
        }
        opening.begin()
        opening.returned()
        #expect(relays.all.count == 1, "nothing was gone")
        relays.all.first?.stands(.wiped)
        opening.returned()
        #expect(relays.all.count == 2)
    }

    @Test("a store is shut before another worker's is opened")
    func changed() throws {
        let folder = try newFolder()
        let path = folder.appendingPathComponent("store").path
        let vault = try FileVault(folder)
        let opening = opening { relay in
            let core = try Doorstep.open(folder: path, vault: vault, listener: relay)
            return Opened(CoreThread(core, background: atOnce, screen: onScreenAtOnce), TestPlatform()) {
                try? core.shutdown()
            }
        }
        opening.begin()
        opening.begin()
        guard case .open = opening.state else { throw Failure(reason: "still held") }
    }

    @Test("what was entered last is saved before its store is shut for the next, also a field that was not left")
    func behindTheSaves() throws {
        let (later, shuts) = (Later(), Tries())
        let core = try hamlet()
        let home = try #require(try core.stops().map { try core.register().household(id: $0.household) }
            .first { home in try !core.visits().drafts().contains { $0.household == home.id } })
        let opening = opening { _ in
            Opened(CoreThread(core, background: { later.put($0) }, screen: onScreenAtOnce), TestPlatform()) {
                shuts.count += 1
            }
        }
        opening.begin()
        guard case .open(let app) = opening.state else { throw Failure(reason: "not open") }
        later.runAll()
        app.visit(home.id)
        later.runAll()
        try app.top(VisitModel.self).note = "门口要扶手"
        app.particulars(VisitTo(home.id))
        later.runAll()
        let form = try app.top(ParticularsModel.self)
        let floor = try #require(form.parts.value?[0].entries.first { $0.field == .floor })
        form[floor] = "3"
        opening.begin()
        #expect(shuts.count == 0, "saves are still to come")
        while shuts.count == 0 { try #require(later.runNext()) }
        let draft = try core.draft(of: home.id)
        #expect(draft.note == "门口要扶手" && draft.changes.map(\.field) == ["floor"])
        guard case .open(let next) = opening.state else { throw Failure(reason: "not open") }
        #expect(next !== app)
    }

    @Test("who takes the phone over while another's store opens sees their own alone")
    func overtaken() throws {
        let (opens, later) = (Tries(), Later())
        let opening = Opening(background: { later.put($0) }, screen: onScreenAtOnce) { _ in
            opens.count += 1
            return Opened(
                CoreThread(try hamlet(), background: atOnce, screen: onScreenAtOnce), TestPlatform(),
                Preferences(mainText: 17 + opens.count))
        }
        opening.begin()
        opening.begin()
        later.runAll()
        guard case .opening = opening.state else { throw Failure(reason: "the first is shown") }
        later.runAll()
        guard case .open = opening.state else { throw Failure(reason: "not open") }
        #expect(opening.preferences.mainText == 19)
    }

    @Test("before a store opens what was chosen for whoever has the phone is in force")
    func preferred() {
        let opening = Opening(
            background: never, screen: onScreenAtOnce, preferred: { Preferences(language: .english, mainText: 30) }
        ) { _ in throw HostError.KeyLocked }
        opening.begin()
        #expect(opening.preferences == Preferences(language: .english, mainText: 30))
    }

    @Test("a store whose key was locked opens once it is not, and an open one is left alone")
    func unlocked() throws {
        let tries = Tries()
        let opening = opening { _ in
            tries.count += 1
            if tries.count == 1 { throw HostError.KeyLocked }
            return Opened(CoreThread(try hamlet(), background: atOnce, screen: onScreenAtOnce), TestPlatform())
        }
        opening.begin()
        guard case .failed = opening.state else { throw Failure(reason: "open") }
        opening.returned()
        guard case .open = opening.state else { throw Failure(reason: "not open") }
        opening.returned()
        #expect(tries.count == 2)
    }

    private final class Tries: @unchecked Sendable { var count = 0 }

    private final class Relays: @unchecked Sendable { var all: [Relay] = [] }
}
