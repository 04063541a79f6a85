import Foundation

/// What records a voice and lets it be heard. Any method may be called from any thread, and answers from any.
public protocol Recorder: AnyObject, Sendable {
    /// Begins to record. Tells whether the microphone may be used: the first time the worker is asked, and may have let go
    /// before that was answered.
    func begin(answered: @escaping @Sendable (Bool) -> Void)

    /// Ends, and tells where the recording lies; none where there is nothing to keep. Whoever hears of it removes it.
    func end(answered: @escaping @Sendable (String?) -> Void)

    /// Plays a sound from memory, and tells when it is over or cannot be played.
    func play(_ sound: Data, over: @escaping @Sendable () -> Void)

    /// Ends what is played.
    func silence()
}

/// A phone that cannot record.
public final class NoRecorder: Recorder {
    public init() {}

    public func begin(answered: @escaping @Sendable (Bool) -> Void) { answered(false) }

    public func end(answered: @escaping @Sendable (String?) -> Void) { answered(nil) }

    public func play(_ sound: Data, over: @escaping @Sendable () -> Void) { over() }

    public func silence() {}
}
