import DoorstepKit
import Foundation
import Story
import Testing

/// Runs at once, in the thread that asks, which must be the screen's.
let atOnce: CoreThread.Background = { $0() }
let onScreenAtOnce: CoreThread.Screen = { work in MainActor.assumeIsolated { work() } }

/// Answers nothing, ever.
let never: CoreThread.Background = { _ in }

/// Calls that wait until a test lets them run.
final class Later: @unchecked Sendable {
    private var works: [@Sendable () -> Void] = []

    func put(_ work: @escaping @Sendable () -> Void) { works.append(work) }

    func runAll() {
        let all = works
        works = []
        all.forEach { $0() }
    }

    /// The first of them; false where none waits.
    func runNext() -> Bool {
        guard !works.isEmpty else { return false }
        works.removeFirst()()
        return true
    }
}

/// Where the cores of these tests lie; gone with the tests.
let scratch: URL = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("screens-\(UUID())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: scratch) }
    return folder
}()

func newFolder() throws -> URL {
    let folder = scratch.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// The real core with an invented hamlet, and a social worker's morning begun.
func hamlet() throws -> Doorstep { try Doorstep.inMemory(scratch: scratch.path) }

/// The same phone after eight days without its hub: its homes are locked.
func forsakenHamlet() throws -> Doorstep { try Doorstep.inMemory(scratch: scratch.path, unheardDays: 8) }

/// A phone that nobody enrolled.
func newPhone() throws -> Doorstep {
    let folder = try newFolder()
    return try Doorstep.open(folder: folder.appendingPathComponent("store").path, vault: FileVault(folder))
}

/// A phone of which only the outside is invented.
final class TestPlatform: Platform, @unchecked Sendable {
    var kept: Preferences?
    var sends = 0
    var isWiped = false
    var dialled: [String] = []
    var ways: [Coordinate] = []
    /// Whether it has an app that dials, and a map.
    var hasApps = true
    let voice = TestRecorder()
    var requests: [HttpRequest] = []
    var places: [FixDraft?] = []
    var faces: [PhotoRegion] = []
    /// Grey, as what stands on the screen is of no matter here.
    var picture: UprightPicture? = UprightPicture(
        pixels: PhotoPixels(width: 64, height: 48, rgba: Data(repeating: 120, count: 64 * 48 * 4), orientation: 1),
        isForeign: false)
    var stampLines: [String] = []
    var strokes: [Stroke] = []
    /// A strip without a word.
    var strip = StampLook.pixels(width: 64, height: 8, rgba: Data(repeating: 255, count: 64 * 8 * 4))
    var handedOn: [String] = []
    var others: [Worker] = []
    var changes: [Worker?] = []
    var isChangeRefused = false
    var reopened = 0
    /// Hears of the wipe.
    var gone: @Sendable () -> Void = {}
    var names: [String] = []
    var pin: (any PinKeeper)?
    private let hub: (HttpRequest) -> HttpAnswer?

    init(hub: @escaping (HttpRequest) -> HttpAnswer? = { _ in nil }) { self.hub = hub }

    func sendNow() { sends += 1 }

    func keep(_ preferences: Preferences) { kept = preferences }

    func send(_ request: HttpRequest, answered: @escaping @Sendable (HttpAnswer?) -> Void) {
        requests.append(request)
        answered(hub(request))
    }

    /// Whether a place is told only by `tellPlace`.
    var isPlaceAwaited = false
    private(set) var asked = 0
    private var awaiting: [@Sendable (FixDraft?) -> Void] = []

    func tellPlace(_ place: FixDraft? = nil) {
        let all = awaiting
        awaiting = []
        all.forEach { $0(place) }
    }

    func locate(answered: @escaping @Sendable (FixDraft?) -> Void) {
        asked += 1
        if isPlaceAwaited { return awaiting.append(answered) }
        answered(places.isEmpty ? nil : places.removeFirst())
    }

    func dial(_ number: String, failed: @escaping @Sendable () -> Void) {
        hasApps ? dialled.append(number) : failed()
    }

    func showTheWay(to place: Coordinate, failed: @escaping @Sendable () -> Void) {
        hasApps ? ways.append(place) : failed()
    }

    var recorder: any Recorder { voice }

    func faces(in picture: String) throws -> [PhotoRegion] { faces }

    func picture(at path: String) -> UprightPicture? { picture }

    func stamp(_ lines: [String]) -> StampLook? {
        stampLines = lines
        return strip
    }

    /// As on a phone without room where nothing was written.
    func signature(_ strokes: [Stroke]) -> String? {
        self.strokes = strokes
        guard !strokes.isEmpty, let folder = try? newFolder() else { return nil }
        let file = folder.appendingPathComponent("written.jpg")
        try? FileManager.default.copyItem(at: Sources.picture, to: file)
        return file.path
    }

    func newFile(_ what: String, _ ending: String) throws -> String {
        try newFolder().appendingPathComponent("\(what).\(ending)").path
    }

    func handOn(_ file: String) { handedOn.append(file) }

    func otherWorkers() throws -> [Worker] { others }

    func change(to worker: Worker?) throws {
        if isChangeRefused { throw HostError.Failed(detail: "not written") }
        changes.append(worker)
    }

    func reopen() { reopened += 1 }

    func named(_ name: String) { names.append(name) }

    func wiped() {
        isWiped = true
        gone()
    }
}

/// A microphone that hears the same voice every time.
final class TestRecorder: Recorder, @unchecked Sendable {
    var isAllowed = true
    /// Whether the end of a recording is told only by `catchUp`.
    var isSlow = false
    var sound: Data? = Data("#!AMR\n".utf8) + Data(repeating: 0x3c, count: 64)
    private(set) var files: [String] = []
    private(set) var played: [Data] = []
    private var over: (@Sendable () -> Void)?
    private var late: [() -> Void] = []

    func catchUp() {
        late.forEach { $0() }
        late = []
    }

    func begin(answered: @escaping @Sendable (Bool) -> Void) { answered(isAllowed) }

    func end(answered: @escaping @Sendable (String?) -> Void) {
        let file = scratch.appendingPathComponent("\(UUID()).amr")
        guard let sound, (try? sound.write(to: file)) != nil else { return answered(nil) }
        files.append(file.path)
        if isSlow { late.append { answered(file.path) } } else { answered(file.path) }
    }

    func play(_ sound: Data, over: @escaping @Sendable () -> Void) {
        silence()
        played.append(sound)
        self.over = over
    }

    func silence() {
        let over = over
        self.over = nil
        over?()
    }
}

@MainActor
extension Doorstep {
    /// The app over this core.
    func app(
        background: @escaping CoreThread.Background = atOnce, screen: @escaping CoreThread.Screen = onScreenAtOnce,
        _ platform: TestPlatform = TestPlatform()
    ) -> AppModel {
        AppModel(CoreThread(self, background: background, screen: screen), platform)
    }
}

extension Doorstep {
    func stops() throws -> [StopView] { try today().page(grid: nil, after: nil, limit: 200).stops }

    /// A home where a rule asks for a photo today.
    func askedHome() throws -> HouseholdId {
        let begun = try visits().drafts().map(\.household)
        return try #require(
            try stops().map(\.household).first { home in
                try !begun.contains(home)
                    && register().household(id: home).duties.contains { $0.isDueToday && $0.photoReason != nil }
            })
    }

    /// A stop at which nobody is in the middle of a visit.
    func quietStop() throws -> StopView {
        let begun = try visits().drafts().map(\.household)
        return try #require(try stops().first { !begun.contains($0.household) })
    }

    func draft(of household: HouseholdId) throws -> VisitDraft {
        try #require(try visits().drafts().first { $0.household == household })
    }

    /// Every stop of the day visited, and the visits in progress ended. Where two must come, one is not enough.
    func endTheDay() throws {
        let begun = try visits().drafts()
        let others = try stops().filter { stop in !begun.contains { $0.household == stop.household } }
        for var draft in try begun + others.map({ try visits().start(household: $0.household) }) {
            draft.outcome = .noChange
            try visits().save(draft: draft)
            _ = try visits().finish(draft: draft.id)
        }
    }
}

@MainActor
extension AppModel {
    /// What the page on top holds, where it is this one.
    func top<Model: PageModel>(_: Model.Type) throws -> Model { try #require(page.model as? Model) }
}

let openssl = "/usr/bin/openssl"
