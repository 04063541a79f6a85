#if canImport(AVFoundation) && canImport(UIKit)
import AVFoundation

/// The phone's microphone and loudspeaker. A voice is small: ten minutes are well below what the core takes.
public final class Microphone: NSObject, Recorder, @unchecked Sendable {
    private static let longest: TimeInterval = 10 * 60

    /// Who taps in place of holding has said nothing.
    private static let shortest: TimeInterval = 0.5

    private let nextFile: @Sendable () -> URL?
    private let queue = DispatchQueue(label: "doorstep.voice", qos: .userInitiated)
    private var isWanted = false
    private var recorder: AVAudioRecorder?
    private var player: AVAudioPlayer?
    private var over: (@Sendable () -> Void)?

    /// `nextFile` says where a recording may lie until it is sealed.
    public init(nextFile: @escaping @Sendable () -> URL?) { self.nextFile = nextFile }

    public func begin(answered: @escaping @Sendable (Bool) -> Void) {
        queue.async { [self] in isWanted = true }
        AVAudioApplication.requestRecordPermission { [self] isAllowed in
            queue.async { [self] in
                guard isAllowed, isWanted else { return answered(isAllowed) }
                answered(record())
            }
        }
    }

    public func end(answered: @escaping @Sendable (String?) -> Void) {
        queue.async { [self] in
            isWanted = false
            guard let recorder else { return answered(nil) }
            self.recorder = nil
            // Once it has stopped it no longer tells how long it ran.
            let isTooShort = recorder.isRecording && recorder.currentTime < Self.shortest
            recorder.stop()
            rest()
            if isTooShort { recorder.deleteRecording() }
            answered(isTooShort ? nil : recorder.url.path)
        }
    }

    public func play(_ sound: Data, over: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            ended()
            self.over = over
            do {
                try AVAudioSession.sharedInstance().setCategory(.playback, mode: .spokenAudio)
                try AVAudioSession.sharedInstance().setActive(true)
                let player = try AVAudioPlayer(data: sound)
                player.delegate = self
                self.player = player
                if !player.play() { ended() }
            } catch {
                ended()
            }
        }
    }

    public func silence() { queue.async { [self] in ended() } }

    private func record() -> Bool {
        ended()
        guard let file = nextFile() else { return false }
        let settings: [String: Any] = [
            AVFormatIDKey: kAudioFormatMPEG4AAC, AVSampleRateKey: 16_000, AVNumberOfChannelsKey: 1,
            AVEncoderBitRateKey: 32_000,
        ]
        do {
            try AVAudioSession.sharedInstance().setCategory(.record, mode: .default)
            try AVAudioSession.sharedInstance().setActive(true)
            let recorder = try AVAudioRecorder(url: file, settings: settings)
            guard recorder.record(forDuration: Self.longest) else { return false }
            self.recorder = recorder
            return true
        } catch {
            return false
        }
    }

    /// On `queue`.
    private func ended() {
        guard player != nil || over != nil else { return }
        player?.stop()
        player = nil
        rest()
        over?()
        over = nil
    }

    /// Whatever else played on this phone goes on.
    private func rest() {
        try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation)
    }
}

extension Microphone: AVAudioPlayerDelegate {
    public func audioPlayerDidFinishPlaying(_ player: AVAudioPlayer, successfully isWhole: Bool) {
        let finished = ObjectIdentifier(player)
        queue.async { [self] in
            // Another sound may be on by now.
            if self.player.map({ ObjectIdentifier($0) }) == finished { ended() }
        }
    }
}
#endif
