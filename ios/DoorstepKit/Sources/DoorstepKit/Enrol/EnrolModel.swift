import Foundation
import Observation

/// From the text of a code to a phone that knows whose it is; `enrolled` is called as soon as it does.
@MainActor
@Observable
public final class EnrolModel: PageModel {
    /// How far an enrolment has come.
    public enum Step: Sendable {
        /// The code is asked for.
        case code
        /// A code was read, and nothing was sent yet.
        case read(Read)
        case sent(Read)
        case done(EnrolledView)
    }

    /// A code that was read, and the hub that it names.
    public struct Read: Sendable {
        let enrolment: Enrolment
        public let hub: String
    }

    /// Nothing: what is typed here is newer than what the core holds.
    public let shows: Set<Area> = []

    /// The code's text, which opens a door: kept nowhere else, and forgotten once it was used.
    public var code: String {
        get { typed }
        set {
            typed = newValue
            problem = nil
        }
    }

    public private(set) var step = Step.code

    /// This phone's own code, for the manager to compare; none before it is enrolled.
    public private(set) var shortCode: String?

    /// What stands in the way.
    public private(set) var problem: Words?

    public var mayRead: Bool { !typed.isBlank }

    private let core: CoreThread
    private let platform: Platform
    private let enrolled: @MainActor () -> Void
    private var typed = ""

    init(_ core: CoreThread, _ platform: Platform, enrolled: @escaping @MainActor () -> Void) {
        self.core = core
        self.platform = platform
        self.enrolled = enrolled
    }

    public func read() {}

    public func readCode() {
        let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        go(.code)
        core.ask({ try $0.read(text) }) { answer in
            switch answer {
            case .awaited: break
            case .failed(let words): self.go(.code, words)
            case .here(let read): self.go(.read(read))
            }
        }
    }

    public func another() { go(.code) }

    public func enrol() {
        guard case .read(let read) = step else { return }
        go(.sent(read))
        core.ask({ _ in try read.enrolment.request() }) { answer in
            switch answer {
            case .awaited: break
            case .failed(let words): self.go(.read(read), words)
            case .here(let request): self.send(read, request)
            }
        }
    }

    private func send(_ read: Read, _ request: HttpRequest) {
        let core = core
        platform.send(request) { answer in
            core.show {
                guard let answer else { return self.go(.read(read), ScreenWord.hubSilent.words) }
                self.finish(read, answer)
            }
        }
    }

    private func finish(_ read: Read, _ answer: HttpAnswer) {
        core.ask({ try (read.enrolment.finish(answer: answer), try? $0.shortCode()) }) { finished in
            switch finished {
            case .awaited: break
            case .failed(let words): self.go(.read(read), words)
            case .here(let done):
                self.typed = ""
                self.shortCode = done.1
                self.go(.done(done.0))
                self.enrolled()
            }
        }
    }

    private func go(_ step: Step, _ problem: Words? = nil) {
        self.step = step
        self.problem = problem
    }
}

extension Doorstep {
    fileprivate func read(_ code: String) throws -> EnrolModel.Read {
        let enrolment = try readEnrolment(qr: code)
        return EnrolModel.Read(enrolment: enrolment, hub: try enrolment.hub().url)
    }
}
