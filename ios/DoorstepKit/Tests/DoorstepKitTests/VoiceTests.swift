import DoorstepKit
import Foundation
import Testing

/// Voice notes of a volunteer, over the real core; only the microphone is invented.
@MainActor
struct VoiceTests {
    private let core: Doorstep
    private let platform = TestPlatform()
    private let household: HouseholdId
    private let app: AppModel
    private let door: DoorModel
    private let voice: VoiceNotes

    init() throws {
        core = try volunteersPhone()
        household = try core.quietStop().household
        app = core.app(platform)
        app.stop(household)
        door = try app.top(DoorModel.self)
        door.begin()
        voice = door.visit.voice
    }

    private func say() {
        voice.speak()
        voice.ended()
    }

    private func recorded() throws -> [DraftPhotoView] { try core.draft(of: household).photos }

    @Test("what is said while a finger rests is sealed with the visit, and nothing of it lies in clear")
    func kept() throws {
        voice.speak()
        #expect(voice.isSpeaking)
        voice.ended()
        #expect(!voice.isSpeaking && voice.problem == nil)
        #expect(try recorded().map(\.kind) == [.voice])
        #expect(try voice.notes.map(\.id) == recorded().map(\.id))
        let files = platform.voice.files
        #expect(files.count == 1 && !files.contains { FileManager.default.fileExists(atPath: $0) })
    }

    @Test("a voice note is heard as it was said, is silent when tapped again, and is taken back")
    func heard() throws {
        say()
        let note = try #require(voice.notes.first).id
        voice.play(note)
        #expect(voice.heard == note)
        #expect(platform.voice.played == [platform.voice.sound])
        voice.play(note)
        #expect(voice.heard == nil && platform.voice.played.count == 1)
        voice.play(note)
        voice.delete(note)
        #expect(voice.heard == nil && voice.notes.isEmpty)
        #expect(try recorded().isEmpty)
    }

    @Test("another one played silences the first, and a screen that is left is silent")
    func other() throws {
        say()
        say()
        let notes = voice.notes.map(\.id)
        try #require(notes.count == 2)
        voice.play(notes[0])
        voice.play(notes[1])
        #expect(voice.heard == notes[1])
        voice.leave()
        #expect(voice.heard == nil)
    }

    @Test("who may not use the microphone is told so, and the visit goes on")
    func refused() throws {
        platform.voice.isAllowed = false
        voice.speak()
        #expect(!voice.isSpeaking && voice.problem == ScreenWord.noMicrophone.words)
        voice.ended()
        #expect(try recorded().isEmpty && platform.voice.files.isEmpty)
    }

    @Test("who says nothing leaves nothing")
    func nothing() throws {
        platform.voice.sound = nil
        say()
        #expect(voice.problem == nil && voice.notes.isEmpty)
    }

    @Test("a screen that is left while somebody speaks keeps what was said")
    func left() throws {
        voice.speak()
        voice.leave()
        #expect(try recorded().count == 1)
    }

    @Test("who speaks uses the app, and a lock that falls ends the recording and keeps what was said")
    func lockFalls() throws {
        #expect(!app.isInUse)
        voice.speak()
        #expect(app.isInUse)
        app.unseen()
        #expect(try !app.isInUse && recorded().map(\.kind) == [.voice])
    }

    @Test("a visit does not end before what is said is in it")
    func awaited() throws {
        platform.voice.isSlow = true
        voice.speak()
        door.allWell()
        #expect(try recorded().isEmpty)
        voice.ended()
        door.allWell()
        #expect(try !door.visit.mayEnd && core.visits().drafts().count == 1)
        platform.voice.catchUp()
        #expect(try door.visit.mayEnd && recorded().count == 1)
        door.allWell()
        #expect(try core.visits().drafts().isEmpty && core.photos().outbox(after: nil, limit: 10).count == 1)
    }

    @Test("what the core did not take is told, stays, and is kept once it can be")
    func untaken() throws {
        platform.voice.sound = Data("no sound".utf8)
        say()
        #expect(voice.isUnkept && voice.problem?.zh.isEmpty == false)
        let file = try #require(platform.voice.files.first)
        #expect(FileManager.default.fileExists(atPath: file))
        voice.keepAgain()
        #expect(voice.isUnkept)
        try (Data("#!AMR\n".utf8) + Data(repeating: 0x3c, count: 64)).write(to: URL(fileURLWithPath: file))
        voice.keepAgain()
        #expect(!voice.isUnkept && voice.problem == nil && voice.notes.count == 1)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("a visit does not end over what was said and could not be kept, until that is thrown away knowingly")
    func thrownAway() throws {
        platform.voice.sound = Data("no sound".utf8)
        say()
        door.allWell()
        door.finish()
        #expect(try !door.visit.mayEnd && core.visits().drafts().count == 1)
        let file = try #require(platform.voice.files.first)
        voice.throwAway()
        #expect(!voice.isUnkept && voice.problem == nil && !FileManager.default.fileExists(atPath: file))
        door.allWell()
        #expect(try core.visits().drafts().isEmpty)
    }

    @Test("what could not be kept is there for a screen that is opened later, and is kept once it can be")
    func foundAgain() throws {
        platform.voice.sound = Data("no sound".utf8)
        say()
        let file = try #require(platform.voice.files.first)
        app.back()
        app.stop(household)
        let later = try app.top(DoorModel.self)
        #expect(later.visit.voice.isUnkept && later.visit.voice.problem != nil && !later.visit.mayEnd)
        app.back()
        try (Data("#!AMR\n".utf8) + Data(repeating: 0x3c, count: 64)).write(to: URL(fileURLWithPath: file))
        app.stop(household)
        #expect(try !app.top(DoorModel.self).visit.voice.isUnkept && recorded().map(\.kind) == [.voice])
    }

    @Test("what is on its way while its screen is left still holds up the end of the visit")
    func leftUnderWay() throws {
        platform.voice.isSlow = true
        say()
        app.back()
        app.stop(household)
        let later = try app.top(DoorModel.self).visit
        #expect(!later.mayEnd)
        platform.voice.catchUp()
        #expect(try later.mayEnd && recorded().count == 1)
    }

    @Test("with a visit that is given up goes what could not be kept of it")
    func discarded() throws {
        platform.voice.sound = Data("no sound".utf8)
        say()
        let file = try #require(platform.voice.files.first)
        door.visit.discard()
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("voice notes are recorded with the visit and wait for the hub as photos do")
    func finished() throws {
        say()
        let note = try #require(voice.notes.first).id
        let app = core.app(platform)
        app.stop(household)
        try app.top(DoorModel.self).allWell()
        #expect(try core.photos().outbox(after: nil, limit: 10).map(\.photo) == [note])
    }
}
