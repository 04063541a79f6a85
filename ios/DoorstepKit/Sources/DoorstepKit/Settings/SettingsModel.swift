import Foundation
import Observation

/// Who this phone is and what lies on it; `wiped` is called when nothing does any more.
@MainActor
@Observable
public final class SettingsModel: PageModel {
    /// How far leaving has come.
    public enum Leaving: Equatable, Sendable {
        /// Nobody asked for it.
        case not
        /// Asked for; what would be lost stands beside the second question.
        case asked(lost: Answer<LossView>, problem: Words? = nil)
        case wiping
    }

    public let shows: Set<Area> = [.enrolment, .outbox, .photos, .visits]

    /// Line by line.
    public private(set) var identity: Answer<[Words]> = .awaited

    /// Line by line, what lies nowhere else among it.
    public private(set) var stored: Answer<[Words]> = .awaited

    /// How the proof went; none before it was asked for.
    public private(set) var proof: Answer<Words>?

    /// The file for support; none before it was asked for.
    public private(set) var diagnostics: Answer<Diagnostics>?

    /// What the worker wants to say to the office; forgotten once it was recorded.
    public var feedback: String {
        get { typed["words"] }
        set { typed["words"] = newValue }
    }

    /// Why what is being typed would not outlive the app; none where it would.
    public var typingProblem: Words? { typed.problem }

    /// How saying it went; none before anything was said.
    public private(set) var said: Answer<Words>?

    /// The others whose stores lie on this phone.
    public private(set) var others: [Worker] = []

    /// Whether the app has a PIN of its own, which can be changed.
    public private(set) var hasPin = false

    /// The PIN while it is changed.
    public private(set) var pin: PinModel?

    /// Whether it was.
    public private(set) var isPinChanged = false

    /// Why another could not take the phone over.
    public private(set) var unchangedFor: Words?

    public private(set) var leaving = Leaving.not

    private var isLeft = false

    private let core: CoreThread
    private let typed: TypedForm
    private let platform: Platform
    private let wiped: @MainActor () -> Void

    init(_ core: CoreThread, _ platform: Platform, wiped: @escaping @MainActor () -> Void) {
        self.core = core
        typed = TypedForm(core, "feedback")
        self.platform = platform
        self.wiped = wiped
    }

    public func read() {
        typed.read()
        core.ask({ try $0.identityInWords() }) { self.identity = $0 }
        let platform = platform
        core.ask({ _ in try platform.otherWorkers() }) { self.others = $0.value ?? [] }
        core.ask({ _ in platform.pin?.isChosen == true }) { self.hasPin = $0.value == true }
        core.ask({ try $0.stored().lines + $0.wouldBeLost().lines }) { self.stored = $0 }
    }

    public func prove() {
        proof = .awaited
        core.ask({ try $0.proveJournal() }) { answer in
            self.proof = answer.map { PhoneWord.provedSound.of(figure($0.records), figure($0.photos)) }
        }
    }

    public func diagnose() {
        diagnostics = .awaited
        let platform = platform
        core.ask({ try $0.diagnostics(path: platform.newFile("diagnostics", "json")) }) { self.diagnostics = $0 }
    }

    /// Once it was read. One that was swept meanwhile can be written anew.
    public func handOnDiagnostics() {
        guard let file = diagnostics?.value?.path else { return }
        guard FileManager.default.fileExists(atPath: file) else { return diagnostics = nil }
        platform.handOn(file)
    }

    public func giveFeedback() {
        if said?.isAwaited == true { return }
        let words = feedback
        said = .awaited
        core.ask({ try $0.giveFeedback(words: words) }) { answer in
            self.said = answer.map { PhoneWord.feedbackSaved.words }
            guard answer.value != nil else { return }
            self.typed.clear()
            self.platform.sendNow()
        }
    }

    /// The old one is asked for first.
    public func changePin() {
        guard let keeper = platform.pin else { return }
        isPinChanged = false
        pin = PinModel(
            keeper, isChosen: true, isChange: true, uptime: ScreenLock.uptime, background: core.background,
            screen: core.screen
        ) { [weak self] in
            self?.keepPin()
            self?.isPinChanged = true
        }
    }

    /// What was typed is forgotten, and the PIN is the one that it is.
    public func keepPin() { pin = nil }

    /// Hands the phone to another worker, or to one who enrols it; what lies here stays.
    public func change(to worker: Worker?) {
        let platform = platform
        core.ask({ _ in try platform.change(to: worker) }) { self.unchangedFor = $0.problem }
    }

    /// Asks the core anew what would be lost, since the second question names it.
    public func leave() {
        leaving = .asked(lost: .awaited)
        core.ask({ try $0.wouldBeLost() }) { lost in
            if case .asked = self.leaving { self.leaving = .asked(lost: lost) }
        }
    }

    /// Whether the store was shut to be wiped, and its worker did not go on yet.
    var isWiping: Bool {
        switch leaving {
        case .wiping, .asked(_, .some): true
        case .not, .asked(_, nil): false
        }
    }

    /// A store that could not be wiped was shut for it, and may be half gone: it is opened anew.
    public func stay() {
        if case .asked(_, .some) = leaving { platform.reopen() }
        leaving = .not
    }

    /// Whoever goes elsewhere stays, too: no other screen is left over a store that is shut.
    public func left() {
        isLeft = true
        stay()
    }

    /// Only what stands beside the second question is wiped.
    public func wipe() {
        guard case .asked(let lost, _) = leaving, !lost.isAwaited else { return }
        leaving = .wiping
        core.ask({ try $0.wipe() }) { answer in
            guard let problem = answer.problem else { return self.wiped() }
            self.leaving = .asked(lost: lost, problem: problem)
            if self.isLeft { self.stay() }
        }
    }
}

extension Doorstep {
    fileprivate func identityInWords() throws -> [Words] {
        guard let identity = try identity() else { return [ScreenWord.notEnrolled.words] }
        return [
            line(asIs(identity.staff.name), identity.staff.role.label()),
            asIs(identity.tenant),
            line(PhoneWord.hub.words, asIs(identity.hub.url)),
            identity.state.label(),
            line(PhoneWord.phoneCode.words, asIs(try shortCode())),
        ]
    }
}
