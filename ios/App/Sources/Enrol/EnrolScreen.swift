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
                case .done(let enrolled): Done(enrolled: enrolled, code: model.shortCode)
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
        case .code: MainButton(PhoneWord.readCode.words, isEnabled: model.mayRead) { model.readCode() }
        case .read:
            MainButton(PhoneWord.enrolNow.words) { model.enrol() }
            OtherButton(PhoneWord.otherCode.words) { model.another() }
        case .sent: MainButton(PhoneWord.enrolling.words, isEnabled: false) {}
        case .done: MainButton(PhoneWord.toToday.words) { app.home() }
        }
    }
}

/// The camera reads the code by itself; where it cannot, the text can be pasted.
private struct Code: View {
    @Bindable var model: EnrolModel

    var body: some View {
        Line(PhoneWord.codeFrom.words)
        CodeReader { text in
            model.code = text
            model.readCode()
        }
        Card { Field(PhoneWord.codeText.words, $model.code, lines: 4) }
    }
}

/// What would be told to whom, and what would come back, before anything is sent.
private struct WhatFollows: View {
    let hub: String

    var body: some View {
        Block(PhoneWord.enrolAt.words) { Line(asIs(hub)) }
        Block(PhoneWord.willHold.words) {
            Line(PhoneWord.holdsHomes.words)
            Line(PhoneWord.holdsRecords.words)
            Detail(PhoneWord.holdsSealed.words)
            ByRole()
        }
        Block(PhoneWord.notices.words) {
            Line(PhoneWord.noticePlace.words)
            Line(PhoneWord.noticeSeen.words)
            Line(PhoneWord.noticeFlags.words)
            Line(PhoneWord.noticeFigures.words)
        }
    }
}

/// The code does not say what its worker is: each reads their own.
private struct ByRole: View {
    @State private var isOpen = false
    @State private var role: StaffRole?

    var body: some View {
        if isOpen {
            Each(StaffRole.allCases) { one in ChoiceRow(one.label(), one == role) { role = one } }
            if let role { Held(role: role) }
        } else {
            OtherButton(PhoneWord.holdsByRole.words) { isOpen = true }
        }
    }
}

private struct Held: View {
    let role: StaffRole

    var body: some View {
        let holdings = role.holdings()
        Each(holdings.lines) { Detail($0) }
        if let withheld = holdings.withheld { Detail(withheld) }
    }
}

private struct Done: View {
    let enrolled: EnrolledView
    let code: String?

    var body: some View {
        Block(PhoneWord.enrolled.words) {
            Line(line(asIs(enrolled.staff.name), enrolled.staff.role.label()), isStrong: true)
            Line(asIs(enrolled.tenant))
            Warning(PhoneWord.notYou.words)
        }
        if let code {
            Block(PhoneWord.phoneCode.words) {
                Line(asIs(code), isStrong: true)
                Detail(PhoneWord.compareCode.words)
            }
        }
        Block(PhoneWord.willHold.words) { Held(role: enrolled.staff.role) }
    }
}
