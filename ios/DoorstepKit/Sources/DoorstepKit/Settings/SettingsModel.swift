import Observation

/// Who this phone is and what lies on it; `wiped` is called when nothing does any more.
@MainActor
@Observable
public final class SettingsModel: PageModel {
    /// What lies on this phone and nowhere else.
    public struct Stored: Equatable, Sendable {
        public let unsent: UInt64
        public let rejected: UInt64
        public let photos: UInt64
        public let visits: UInt64

        private var counts: [(UInt64, Words)] {
            [
                (unsent, ScreenWord.recordsUnsent.of(figure(unsent))),
                (rejected, line(ItemState.rejected.label(), figure(rejected))),
                (photos, ScreenWord.photosUnsent.of(figure(photos))),
                (visits, ScreenWord.visitsBegun.of(figure(visits))),
            ]
        }

        /// Line by line.
        public var all: [Words] { counts.map(\.1) }

        /// What would be lost with this phone, line by line.
        public var lost: [Words] { counts.filter { $0.0 > 0 }.map(\.1) }
    }

    /// How far leaving has come.
    public enum Leaving: Equatable, Sendable {
        /// Nobody asked for it.
        case not
        /// Asked for; what would be lost stands beside the second question.
        case asked(lost: Answer<Stored>, problem: Words? = nil)
        case wiping
    }

    public let shows: Set<Area> = [.enrolment, .outbox, .photos, .visits]

    /// Line by line.
    public private(set) var identity: Answer<[Words]> = .awaited

    public private(set) var stored: Answer<Stored> = .awaited

    /// How the proof went; none before it was asked for.
    public private(set) var proof: Answer<Words>?

    /// The file for support; none before it was asked for.
    public private(set) var diagnostics: Answer<Diagnostics>?

    public private(set) var leaving = Leaving.not

    private let core: CoreThread
    private let platform: Platform
    private let wiped: @MainActor () -> Void

    init(_ core: CoreThread, _ platform: Platform, wiped: @escaping @MainActor () -> Void) {
        self.core = core
        self.platform = platform
        self.wiped = wiped
    }

    public func read() {
        core.ask({ try $0.identityInWords() }) { self.identity = $0 }
        core.ask({ try $0.stored() }) { self.stored = $0 }
    }

    public func prove() {
        proof = .awaited
        core.ask({ try $0.proveJournal() }) { answer in
            self.proof = answer.map { ScreenWord.provedSound.of(figure($0.records), figure($0.photos)) }
        }
    }

    public func diagnose() {
        diagnostics = .awaited
        let path = platform.diagnosticsFile()
        core.ask({ try $0.diagnostics(path: path) }) { self.diagnostics = $0 }
    }

    /// Asks the core anew what would be lost, since the second question names it.
    public func leave() {
        leaving = .asked(lost: .awaited)
        core.ask({ try $0.stored() }) { lost in
            if case .asked = self.leaving { self.leaving = .asked(lost: lost) }
        }
    }

    public func stay() { leaving = .not }

    /// Only what stands beside the second question is wiped.
    public func wipe() {
        guard case .asked(let lost, _) = leaving, !lost.isAwaited else { return }
        leaving = .wiping
        core.ask({ try $0.wipe() }) { answer in
            if let problem = answer.problem {
                self.leaving = .asked(lost: lost, problem: problem)
            } else {
                self.wiped()
            }
        }
    }
}

extension Doorstep {
    fileprivate func identityInWords() throws -> [Words] {
        guard let identity = try identity() else { return [DoorstepError.NotFound(what: .enrolment).text()] }
        return [
            line(asIs(identity.staff.name), identity.staff.role.label()),
            asIs(identity.tenant),
            line(ScreenWord.hub.words, asIs(identity.hub.url)),
            identity.state.label(),
        ]
    }

    fileprivate func stored() throws -> SettingsModel.Stored {
        let limit = UInt32(Stops.most)
        return try SettingsModel.Stored(
            unsent: outbox().unsent(),
            rejected: counted { try outbox().rejected(after: $0?.op, limit: limit) },
            photos: counted { try photos().outbox(after: $0?.photo, limit: limit) },
            visits: UInt64(visits().drafts().count)
        )
    }
}

/// How many there are on all pages; each is asked for by the last one of the page before.
private func counted<One>(_ page: (One?) throws -> [One]) rethrows -> UInt64 {
    var (count, last): (UInt64, One?) = (0, nil)
    while true {
        let next = try page(last)
        guard let end = next.last else { return count }
        count += UInt64(next.count)
        last = end
    }
}
