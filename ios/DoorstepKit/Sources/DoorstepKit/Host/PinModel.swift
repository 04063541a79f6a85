import Foundation
import Observation

/// What came of a PIN.
public enum PinAnswer: Equatable, Sendable {
    case right
    case wrong(left: Int)
    /// None is taken for so long.
    case rests(Duration)
}

/// What the phone says of who holds it.
public enum OwnerAnswer: Equatable, Sendable {
    case isOwner
    /// The question was cancelled, or not answered.
    case isNot
    /// The phone has no code of its own, so that it knows no owner.
    case noCode
}

/// Keeps the app's own PIN. What is asked of it may take a while: nothing is on the screen's thread.
public protocol PinKeeper: AnyObject, Sendable {
    var isChosen: Bool { get }

    /// Whether a store of before there was a PIN lies there: none is chosen before the phone's owner was asked.
    var needsOwner: Bool { get }

    /// Has the phone ask for its own code, face or finger.
    func askOwner() throws -> OwnerAnswer

    func choose(_ pin: String) throws

    func open(_ pin: String) throws -> PinAnswer

    /// Takes another one in place of the right one.
    func change(_ pin: String, to other: String) throws -> PinAnswer
}

extension PinKeeper {
    public var needsOwner: Bool { false }

    public func askOwner() throws -> OwnerAnswer { .isOwner }
}

/// A PIN as it is typed; `opened` is called once it is the right one, or was changed.
@MainActor
@Observable
public final class PinModel {
    /// What is asked of whoever holds the phone.
    public enum Asked: Equatable, Sendable {
        /// The phone itself asks who they are, before they may choose one.
        case owner
        /// No PIN was chosen yet. It is typed twice.
        case choosing
        case repeating
        case entering
        /// The same, before another takes its place.
        case old
    }

    public private(set) var asked: Asked

    /// How much was typed; kept nowhere else and forgotten once it was used.
    public private(set) var typed = ""

    /// What came of the last one.
    public private(set) var problem: Words?

    /// For how long no PIN is taken.
    public private(set) var rest: Duration?

    private let keeper: any PinKeeper
    private let isChange: Bool
    private let uptime: () -> Duration
    private let background: CoreThread.Background
    private let screen: CoreThread.Screen
    private let opened: @MainActor () -> Void
    private var first = ""
    /// The one that another is to take the place of.
    private var old = ""
    private var isBusy = false
    private var restsUntil: Duration?

    init(
        _ keeper: any PinKeeper, isChosen: Bool, needsOwner: Bool = false, isChange: Bool = false,
        uptime: @escaping () -> Duration, background: @escaping CoreThread.Background,
        screen: @escaping CoreThread.Screen,
        opened: @escaping @MainActor () -> Void
    ) {
        self.keeper = keeper
        self.isChange = isChange
        self.uptime = uptime
        self.background = background
        self.screen = screen
        self.opened = opened
        asked = isChange ? .old : isChosen ? .entering : needsOwner ? .owner : .choosing
    }

    /// Whether what was typed would be taken, and may be now.
    public var isReady: Bool { !isBusy && rest == nil && (asked == .owner || pinIsGood(pin: typed)) }

    public func type(_ digit: Int) {
        guard rest == nil, asked != .owner else { return }
        typed += "\(digit)"
    }

    public func erase() { _ = typed.popLast() }

    public func enter() {
        guard isReady else { return }
        let pin = typed
        typed = ""
        problem = nil
        switch asked {
        case .owner: askOwner()
        case .choosing: (first, asked) = (pin, .repeating)
        case .repeating where pin == first: choose(pin)
        case .repeating: (first, asked, problem) = ("", .choosing, PhoneWord.pinsDiffer.words)
        case .entering, .old: open(pin)
        }
    }

    /// To be called now and then.
    public func check() {
        guard let restsUntil else { return }
        let rest = restsUntil - uptime()
        self.rest = rest > .zero ? rest : nil
        if self.rest == nil { self.restsUntil = nil }
    }

    private func askOwner() {
        let keeper = keeper
        ask({ try keeper.askOwner() }) { answer in
            switch answer {
            case .success(.isOwner): self.asked = .choosing
            case .success(.isNot): break
            case .success(.noCode): self.problem = PhoneWord.noPhoneCode.words
            case .failure(let error): self.problem = text(of: error)
            }
        }
    }

    private func choose(_ pin: String) {
        let (keeper, old, isChange) = (keeper, old, isChange)
        ask({
            if isChange { return try keeper.change(old, to: pin) }
            try keeper.choose(pin)
            return PinAnswer.right
        }) { chosen in
            // One that cannot be kept opens nothing later, and is asked for again.
            (self.first, self.asked) = ("", .choosing)
            self.show(chosen) { self.opened() }
        }
    }

    private func open(_ pin: String) {
        let keeper = keeper
        ask({ try keeper.open(pin) }) { answer in
            self.show(answer) {
                guard self.isChange else { return self.opened() }
                (self.old, self.asked) = (pin, .choosing)
            }
        }
    }

    private func show(_ answer: Result<PinAnswer, any Error>, right: () -> Void) {
        switch answer {
        case .success(.right): right()
        case .success(.wrong(let left)): problem = PhoneWord.wrongPin.of(figure(left))
        case .success(.rests(let rest)):
            restsUntil = uptime() + rest
            self.rest = rest
        case .failure(let error): problem = text(of: error)
        }
    }

    private func ask<Value: Sendable>(
        _ call: @escaping @Sendable () throws -> Value, show: @escaping @MainActor @Sendable (Result<Value, any Error>) -> Void
    ) {
        isBusy = true
        let screen = screen
        background {
            let answer = Result { try call() }
            screen {
                self.isBusy = false
                show(answer)
            }
        }
    }
}
