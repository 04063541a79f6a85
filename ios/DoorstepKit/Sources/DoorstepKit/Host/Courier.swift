import Foundation

/// Carries records and photos between the core and the hub: asks the core what to do next, has it done, reports, and
/// asks again, until there is nothing to do for now. It decides nothing.
public final class Courier: @unchecked Sendable {
    /// How an exchange stands.
    public enum Standing: Equatable, Sendable {
        case underWay
        /// Goes on by itself at this time.
        case waits(until: Date, Cause)
        /// Goes on when network or battery change.
        case holds(Cause)
        case done(Summary)
        /// The hub ordered the store destroyed, and it is.
        case wiped
        /// The store was shut meanwhile: for the next one, or by an order of the hub to wipe it that failed.
        case shut
        /// There is no session: the phone is not enrolled, or its store does not open.
        case none
    }

    private let session: @Sendable () throws -> any SyncSessionProtocol
    private let carrier: any Carrier
    private let tell: @Sendable (Standing) -> Void
    private let later: @Sendable (Date, @escaping @Sendable () -> Void) -> Void
    private let queue = DispatchQueue(label: "doorstep.courier", qos: .utility)
    /// Which wait is the last: an earlier one that comes to its end wakes nobody.
    private var wait = 0
    private var resting: [@Sendable () -> Void] = []

    /// `tell` hears of every turn, from a thread of its own.
    public init(
        session: @escaping @Sendable () throws -> any SyncSessionProtocol,
        carrier: any Carrier,
        tell: @escaping @Sendable (Standing) -> Void,
        later: @escaping @Sendable (Date, @escaping @Sendable () -> Void) -> Void = after
    ) {
        self.session = session
        self.carrier = carrier
        self.tell = tell
        self.later = later
        carrier.deliver { [weak self] task, answer in self?.arrived(task, answer) }
        queue.async { [self] in if let hub = try? session().hub() { self.carrier.trust(hub) } }
    }

    /// Asks for an exchange; `rested` is called when nothing more is to be done for now.
    public func exchange(rested: (@Sendable () -> Void)? = nil) {
        queue.async { [self] in if let rested { resting.append(rested) } }
        work { _, session in try session.begin() }
    }

    /// Network or battery changed.
    public func hostChanged(_ status: HostStatus) {
        work { _, session in try session.hostChanged(status: status) }
    }

    private func arrived(_ task: TaskName, _ answer: HttpAnswer?) {
        work { _, session in
            if let answer {
                try session.answered(task: task, answer: answer)
            } else {
                try session.noAnswer(task: task)
            }
        }
    }

    /// Brings a message to the session and then does what there is to do.
    private func work(_ message: @escaping @Sendable (Courier, any SyncSessionProtocol) throws -> Void) {
        queue.async { [self] in
            do {
                let session = try session()
                try message(self, session)
                try perform(session)
            } catch DoorstepError.Locked(reason: .closed) {
                rest(.shut)
            } catch {
                rest(.none)
            }
        }
    }

    private func perform(_ session: any SyncSessionProtocol) throws {
        while true {
            switch try session.nextTask() {
            case .request(let task, let request):
                tell(.underWay)
                carrier.send(request) { [weak self] in self?.arrived(task, $0) }
            case .upload(let task, let request, let file, let offset, _):
                tell(.underWay)
                carrier.upload(task, request, file: file, offset: offset)
            case .answers: return
            case .wait(let until, let cause): return wake(at: until, cause)
            case .hold(let cause): return rest(.holds(cause))
            case .done(let summary): return rest(.done(summary))
            case .wiped: return rest(.wiped)
            }
        }
    }

    private func wake(at until: Date, _ cause: Cause) {
        // The alarm is set before anybody hears of the wait, which `rest` begins.
        let this = wait + 1
        later(until) { [weak self] in
            guard let self else { return }
            queue.async { self.woke(this) }
        }
        rest(.waits(until: until, cause))
    }

    private func woke(_ which: Int) {
        if wait == which { work { _, session in try session.woke() } }
    }

    private func rest(_ standing: Standing) {
        wait += 1
        tell(standing)
        let rested = resting
        resting = []
        rested.forEach { $0() }
    }

    /// Waits by the wall clock, as the core's times do.
    @Sendable
    public static func after(_ date: Date, _ work: @escaping @Sendable () -> Void) {
        let seconds = max(0, date.timeIntervalSinceNow)
        DispatchQueue.global(qos: .utility).asyncAfter(wallDeadline: .now() + seconds, execute: work)
    }
}
