import DoorstepKit
import Foundation
import Story
import Testing

/// What a worker sets, proves and wipes; and what waits to be sent.
@MainActor
struct SettingsTests {
    private let core: Doorstep
    private let platform = TestPlatform()

    init() throws { core = try hamlet() }

    private func settings() throws -> (AppModel, SettingsModel) {
        let app = core.app(platform)
        app.settings()
        return (app, try app.top(SettingsModel.self))
    }

    @Test("the phone's own code stands among what it is, as its manager reads it")
    func code() throws {
        let (_, model) = try settings()
        #expect(try model.identity.value?.last == line(PhoneWord.phoneCode.words, asIs(core.shortCode())))
    }

    @Test("what is chosen is in force at once and is kept")
    func chosen() throws {
        let (app, _) = try settings()
        let chosen = Preferences(language: .english, mainText: 30, photosMayCost: true, stampsPhotos: true)
        app.prefer(chosen)
        #expect(app.preferences == chosen && platform.kept == chosen)
    }

    @Test("the journal is proved from the first record to the last")
    func proof() throws {
        let (_, model) = try settings()
        model.prove()
        let proof = try core.proveJournal()
        #expect(proof.records > 0)
        #expect(model.proof?.value == PhoneWord.provedSound.of(figure(proof.records), figure(proof.photos)))
    }

    @Test("the file for support lies where it says, and names no home")
    func diagnostics() throws {
        let (_, model) = try settings()
        model.diagnose()
        let file = try #require(model.diagnostics?.value)
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        #expect(file.json == text && platform.handedOn.isEmpty, "it can be read first")
        for stop in try core.stops() { #expect(!text.contains(stop.greeting)) }
        model.handOnDiagnostics()
        #expect(platform.handedOn == [file.path])
        try FileManager.default.removeItem(atPath: file.path)
        model.handOnDiagnostics()
        #expect(platform.handedOn.count == 1 && model.diagnostics == nil, "it was swept meanwhile")
    }

    @Test("what a worker says to the office waits like any record, and nothing said is told as that")
    func feedback() throws {
        let (_, model) = try settings()
        let before = try core.outbox().unsent()
        model.giveFeedback()
        #expect(model.said?.problem?.zh.isEmpty == false)
        model.feedback = "字太小。"
        model.giveFeedback()
        #expect(model.said?.value == PhoneWord.feedbackSaved.words && model.feedback.isEmpty)
        #expect(try core.outbox().unsent() == before + 1)
        #expect(platform.sends == 1)
    }

    @Test("who asks to leave is told what would be lost, and stays as long as nobody says yes")
    func asked() throws {
        let (_, model) = try settings()
        model.leave()
        guard case .asked(let lost, nil) = model.leaving else { throw Failure(reason: "not asked") }
        let loss = try #require(lost.value)
        #expect(try loss == core.wouldBeLost() && !loss.isNothing)
        #expect(try loss.lines.contains(PhoneWord.recordsUnsent.of(figure(core.outbox().unsent()))))
        #expect(model.stored.value?.suffix(loss.lines.count) == loss.lines[...])
        model.stay()
        #expect(model.leaving == .not)
        #expect(try !core.stops().isEmpty)
    }

    @Test("who leaves leaves nothing behind")
    func wiped() throws {
        let (app, model) = try settings()
        model.leave()
        model.wipe()
        #expect(app.isGone && platform.isWiped && app.above.isEmpty)
        #expect(throws: DoorstepError.self) { try core.stops() }
    }

    @Test("a store that could not be wiped is opened once more for whoever keeps it")
    func notWiped() throws {
        let faults = Faults()
        faults.isWipeRefused = true
        let (core, platform) = (Fickle(self.core, faults), TestPlatform())
        let app = core.app(platform)
        app.settings()
        let model = try app.top(SettingsModel.self)
        model.leave()
        model.stay()
        #expect(platform.reopened == 0, "nothing was shut")
        model.leave()
        model.wipe()
        guard case .asked(_, .some) = model.leaving else { throw Failure(reason: "not told") }
        app.shut()
        #expect(platform.reopened == 0, "not before the worker was told")
        model.stay()
        #expect(platform.reopened == 1 && !platform.isWiped && model.leaving == .not)
    }

    @Test("who goes elsewhere from a store that could not be wiped comes to that store opened anew, also before it is told")
    func notWipedAndLeft() throws {
        let faults = Faults()
        faults.isWipeRefused = true
        let (core, waiting) = (Fickle(self.core, faults), Later())
        for isTold in [true, false] {
            let platform = TestPlatform()
            let app = core.app(background: { waiting.put($0) }, platform)
            app.settings()
            while waiting.runNext() {}
            let model = try app.top(SettingsModel.self)
            model.leave()
            while waiting.runNext() {}
            model.wipe()
            if isTold { while waiting.runNext() {} }
            app.back()
            while waiting.runNext() {}
            #expect(platform.reopened == 1 && model.leaving == .not)
        }
    }

    @Test("another who could not take the phone over is told so")
    func notChanged() throws {
        let platform = TestPlatform()
        platform.isChangeRefused = true
        let app = core.app(platform)
        app.settings()
        let model = try app.top(SettingsModel.self)
        model.change(to: nil)
        #expect(model.unchangedFor == ScreenWord.unexpected.words)
        platform.isChangeRefused = false
        model.change(to: nil)
        #expect(model.unchangedFor == nil && platform.changes == [nil])
    }

    @Test("nothing is wiped before what would be lost was told")
    func early() throws {
        let asked = Later()
        let app = core.app(background: { asked.put($0) }, platform)
        app.settings()
        asked.runAll()
        let model = try app.top(SettingsModel.self)
        model.wipe()
        model.leave()
        model.wipe()
        asked.runAll()
        #expect(try !platform.isWiped && !core.stops().isEmpty)
        model.wipe()
        asked.runAll()
        #expect(platform.isWiped)
    }

    @Test("a phone that nobody enrolled says so")
    func new() throws {
        let app = try newPhone().app()
        app.settings()
        let lines = try app.top(SettingsModel.self).identity.value
        #expect(lines == [ScreenWord.notEnrolled.words])
    }

    @Test("the outbox says what each record is, how far it has come, and sends when asked")
    func outbox() throws {
        let app = core.app(platform)
        app.outbox()
        let model = try app.top(OutboxModel.self)
        let items = try #require(model.items.value)
        let lines = try core.outbox().records(after: nil, limit: 50)
        #expect(items.records.items.map(\.state) == lines.map(\.words) && !lines.isEmpty)
        #expect(items.waiting.words.zh.contains(toSend(items.waiting.records).zh))
        model.send()
        #expect(model.problem == nil && platform.sends == 1)
    }

    @Test("photos that wait are shown page by page, however many they are")
    func manyPhotos() throws {
        var draft = try core.visits().start(household: core.quietStop().household)
        let sound = try #require(platform.voice.sound)
        for _ in 0..<60 {
            let file = try newFolder().appendingPathComponent("voice.amr")
            try sound.write(to: file)
            _ = try core.photos().takeVoice(draft: draft.id, path: file.path, consent: .notNeeded)
        }
        draft.outcome = .noChange
        try core.visits().save(draft: draft)
        _ = try core.visits().finish(draft: draft.id)
        let app = core.app(platform)
        app.outbox()
        let model = try app.top(OutboxModel.self)
        let records = try #require(model.items.value).records.items
        #expect(model.items.value?.photos.items.count == 50 && model.items.value?.photos.hasMore == true)
        model.morePhotos()
        #expect(model.items.value?.photos.items.count == 60 && model.items.value?.photos.hasMore == false)
        model.morePhotos()
        model.read()
        #expect(model.items.value?.photos.items.count == 60 && model.items.value?.records.items == records)
    }

    @Test("what waits goes into one file, which is handed on, and waits on")
    func exported() throws {
        let app = core.app(platform)
        app.outbox()
        let model = try app.top(OutboxModel.self)
        let unsent = try #require(model.items.value).waiting.records
        #expect(model.items.value?.waits == true && model.exported == nil)
        model.export()
        let file = try #require(platform.handedOn.first)
        #expect(FileManager.default.fileExists(atPath: file))
        let lines = try #require(model.exported?.value)
        #expect(lines.first == PhoneWord.diagnosticsWritten.of(asIs("unsent.doorstep")), "not where it lies")
        #expect(lines.contains(PhoneWord.recordsUnsent.of(figure(unsent))))
        #expect(try core.outbox().unsent() == unsent)
    }

    @Test("what cannot be put into a file is told, and nothing is handed on")
    func notExported() throws {
        let app = try newPhone().app(platform)
        app.outbox()
        let model = try app.top(OutboxModel.self)
        #expect(model.items.value?.waits == false)
        model.export()
        #expect(model.exported?.problem != nil && platform.handedOn.isEmpty)
    }

    @Test("a phone is handed to another who enrolled it, or to a new one, and is found by its worker's name")
    func shared() throws {
        let other = Worker(folder: "worker-b", name: "李明")
        platform.others = [other]
        let (_, model) = try settings()
        #expect(model.others == [other])
        #expect(try platform.names == [core.identity()?.staff.name])
        model.change(to: other)
        model.change(to: nil)
        #expect(platform.changes == [other, nil])
    }

    @Test("an outbox of nothing says so, and without an enrolment nothing is sent")
    func emptyOutbox() throws {
        let app = try newPhone().app(platform)
        app.outbox()
        let model = try app.top(OutboxModel.self)
        #expect(model.items.value?.waiting.words == ScreenWord.nothingRecorded.words)
        model.send()
        #expect(model.problem != nil && platform.sends == 0)
    }

    @Test("each language stands under its own name")
    func languages() {
        #expect(Language.allCases.map(\.ownName.zh) == ["中文", "English"])
    }
}
