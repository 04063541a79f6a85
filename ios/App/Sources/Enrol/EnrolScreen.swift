import DoorstepKit
import SwiftUI

struct EnrolScreen: View {
    let app: AppModel
    let model: EnrolModel

    var body: some View {
        Frame(ScreenWord.enrol.words, app.banners, back: app.back) {
            Blocks {
                switch model.step {
                case .code: Code(model: model)
                case .read(let read), .sent(let read): WhatFollows(hub: read.hub)
                case .done(let enrolled): Done(enrolled: enrolled)
                }
            }
        } foot: {
            if let problem = model.problem { Problem(problem) }
            Onwards(app: app, model: model)
        }
    }
}

private struct Onwards: View {
    let app: AppModel
    let model: EnrolModel

    var body: some View {
        switch model.step {
        case .code: MainButton(ScreenWord.readCode.words, isEnabled: model.mayRead) { model.readCode() }
        case .read:
            MainButton(ScreenWord.enrolNow.words) { model.enrol() }
            OtherButton(ScreenWord.otherCode.words) { model.another() }
        case .sent: MainButton(ScreenWord.enrolling.words, isEnabled: false) {}
        case .done: MainButton(ScreenWord.toToday.words) { app.home() }
        }
    }
}

/// The camera reads the code by itself; where it cannot, the text can be pasted.
private struct Code: View {
    @Bindable var model: EnrolModel

    var body: some View {
        Line(ScreenWord.codeFrom.words)
        CodeReader { text in
            model.code = text
            model.readCode()
        }
        Card { Field(ScreenWord.codeText.words, $model.code, lines: 4) }
    }
}

/// What would be told to whom, and what would come back, before anything is sent.
private struct WhatFollows: View {
    let hub: String

    var body: some View {
        Block(ScreenWord.enrolAt.words) { Line(asIs(hub)) }
        Block(ScreenWord.willHold.words) {
            Line(ScreenWord.holdsHomes.words)
            Line(ScreenWord.holdsRecords.words)
            Detail(ScreenWord.holdsSealed.words)
        }
    }
}

private struct Done: View {
    let enrolled: EnrolledView

    var body: some View {
        Block(ScreenWord.enrolled.words) {
            Line(line(asIs(enrolled.staff.name), enrolled.staff.role.label()), isStrong: true)
            Line(asIs(enrolled.tenant))
            Warning(ScreenWord.notYou.words)
        }
    }
}
