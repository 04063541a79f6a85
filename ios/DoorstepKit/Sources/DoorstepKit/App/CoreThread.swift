import Foundation

/// The screens' only way to the core: a call runs in the background, its answer is shown on the screen's thread. Nobody
/// else holds the core, so that none can call it elsewhere.
///
/// `background` runs one call after the other, so that of two saves the later one is the last.
public final class CoreThread: Sendable {
    public typealias Background = @Sendable (@escaping @Sendable () -> Void) -> Void
    public typealias Screen = @Sendable (@escaping @MainActor @Sendable () -> Void) -> Void

    private let core: Doorstep
    let background: Background
    let screen: Screen

    public init(_ core: Doorstep, background: @escaping Background, screen: @escaping Screen) {
        self.core = core
        self.background = background
        self.screen = screen
    }

    /// A queue of its own in the background, the main queue for the screen.
    public convenience init(_ core: Doorstep) {
        let queue = DispatchQueue(label: "doorstep.core", qos: .userInitiated)
        self.init(core, background: { work in queue.async { work() } }, screen: onMain)
    }

    public func ask<Value: Sendable>(
        _ call: @escaping @Sendable (Doorstep) throws -> Value,
        show: @escaping @MainActor @Sendable (Answer<Value>) -> Void
    ) {
        background { [self] in
            let answer = answer(to: call)
            self.show { show(answer) }
        }
    }

    /// Runs on the screen's thread, from whatever thread it is called.
    public func show(_ work: @escaping @MainActor @Sendable () -> Void) {
        screen(work)
    }

    private func answer<Value>(to call: (Doorstep) throws -> Value) -> Answer<Value> {
        do {
            return .here(try call(core))
        } catch {
            return .failed(text(of: error))
        }
    }
}

/// What a screen says of an error. Of a fault that is none of the core's own it tells that nothing is lost: a worker at
/// a door must be able to go on.
func text(of error: any Error) -> Words {
    (error as? DoorstepError)?.text() ?? ScreenWord.unexpected.words
}

/// Runs on the main thread, in the order in which it was asked to.
@Sendable
public func onMain(_ work: @escaping @MainActor @Sendable () -> Void) {
    DispatchQueue.main.async { MainActor.assumeIsolated(work) }
}
