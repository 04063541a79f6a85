import DoorstepKit
import SwiftUI

/// Why a photo, whether who is in it agreed, then the camera, and what it took before that is kept.
struct PhotoScreen: View {
    let app: AppModel
    let model: PhotoModel
    let camera: Camera

    var body: some View {
        if model.shooting == .atCamera {
            CameraScreen(camera: camera) { model.came($0) }
        } else if model.shooting == .signing {
            SignatureScreen(back: back) { model.signed($0) }
        } else {
            Frame(ScreenWord.photo.words, app.banners, back: back) {
                switch model.shooting {
                case .asking, .atCamera, .signing:
                    Answered(answer: model.photos, again: model.read) { Asked(model: model, shown: $0) }
                case .looking: Notice(ScreenWord.loading.words)
                case .seen(let seen): Looked(app: app, model: model, seen: seen)
                case .sealing(let seen): Blocks { Card { BoxedPicture(picture: seen.picture, hidden: seen.hidden) } }
                }
            } foot: {
                if let problem = model.problem ?? model.typingProblem { Problem(problem) }
                if let told = model.told { Line(told, isStrong: true) }
                Onwards(app: app, model: model)
            }
        }
    }

    private func back() {
        if !model.back() { app.back() }
    }
}

private struct Onwards: View {
    let app: AppModel
    let model: PhotoModel

    var body: some View {
        switch model.shooting {
        case .asking, .atCamera, .signing:
            if model.mayBeWritten {
                OtherButton(EvidenceKind.signature.label(), isEnabled: model.mayTake) { model.sign() }
            }
            MainButton(ScreenWord.takePhoto.words, isEnabled: model.mayTake) { model.open() }
        case .looking: EmptyView()
        case .seen:
            OtherButton(ScreenWord.retake.words) { model.retake() }
            MainButton(ScreenWord.usePhoto.words, isEnabled: model.mayKeep) {
                model.keep(isStamped: app.preferences.stampsPhotos)
            }
        case .sealing: MainButton(ScreenWord.sealingPhoto.words, isEnabled: false) {}
        }
    }
}

private struct Asked: View {
    let model: PhotoModel
    let shown: PhotoModel.Shown

    var body: some View {
        Blocks {
            Block(ScreenWord.whoAgreed.words) {
                Each(model.consents) { consent in
                    ChoiceRow(consent.label(), model.consent == consent) { model.choose(consent) }
                }
                if model.consent == .refused { Detail(ScreenWord.photoRefusedExplained.words) }
                if let answer = model.answer, answer.faces != .notAsked { Detail(answer.faces.label()) }
            }
            Why(model: model, reasons: model.reasons)
            Block(ScreenWord.whatPhotoIs.words) {
                Each(model.kinds) { kind in
                    ChoiceRow(kind.label(), model.kind == kind) { model.choose(kind) }
                }
            }
            if !shown.taken.isEmpty {
                Heading(ScreenWord.photosTaken.of(figure(shown.taken.count)))
                Each(shown.taken) { photo in
                    Card {
                        if let small = photo.small { KeptPicture(jpeg: small) }
                        Line(photo.what)
                        Delete { model.delete(photo.id) }
                    }
                    // What is asked twice is asked of this one, also when another goes.
                    .id(photo.id)
                }
            }
        }
    }
}

/// What the rules ask a photo for, or what the worker has in mind.
private struct Why: View {
    @Bindable var model: PhotoModel
    let reasons: [Words]

    var body: some View {
        Block(ScreenWord.whyPhoto.words) {
            if reasons.isEmpty {
                Detail(ScreenWord.noPhotoAsked.words)
            } else {
                Each(reasons) { reason in
                    ChoiceRow(reason, model.reason == reason) { model.choose(reason) }
                }
                ChoiceRow(ScreenWord.otherPurpose.words, model.ownReason != nil) { model.typedReason = String() }
            }
            if reasons.isEmpty || model.ownReason != nil { Field(ScreenWord.whyPhoto.words, $model.typedReason) }
        }
    }
}

/// The picture before it is kept. What a finger draws over it is lost for good.
private struct Looked: View {
    let app: AppModel
    let model: PhotoModel
    let seen: PhotoModel.Seen

    var body: some View {
        Blocks {
            Block(ScreenWord.blurFaces.words) {
                if let answer = model.answer, answer.faces != .notAsked { Warning(answer.faces.label()) }
                Detail(ScreenWord.blurExplained.words)
                BoxedPicture(picture: seen.picture, hidden: seen.hidden) { model.hide($0) }
                OtherButton(ScreenWord.undoBlur.words, isEnabled: !seen.hidden.isEmpty) { model.showAgain() }
            }
            Card {
                TickRow(ScreenWord.addStamp.words, app.preferences.stampsPhotos) { isStamped in
                    var preferences = app.preferences
                    preferences.stampsPhotos = isStamped
                    app.prefer(preferences)
                }
                Detail(ScreenWord.stampExplained.words)
            }
        }
    }
}

/// Two taps, since a photo that is gone cannot be taken again.
private struct Delete: View {
    let action: Action
    @State private var isAsked = false

    var body: some View {
        if isAsked {
            Line(ScreenWord.reallyDeletePhoto.words)
            OtherButton(ScreenWord.yesDeletePhoto.words, action: action)
            MainButton(ScreenWord.noDeletePhoto.words) { isAsked = false }
        } else {
            OtherButton(ScreenWord.deletePhoto.words) { isAsked = true }
        }
    }
}
