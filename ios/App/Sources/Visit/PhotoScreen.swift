import DoorstepKit
import SwiftUI

/// Why a photo, whether who is in it agreed, and then the camera.
struct PhotoScreen: View {
    let app: AppModel
    let model: PhotoModel
    let camera: Camera
    @State private var isOpen = false

    var body: some View {
        if isOpen {
            CameraScreen(camera: camera) { path in
                isOpen = false
                if let path { model.take(path) }
            }
        } else {
            Frame(ScreenWord.photo.words, app.banners, back: app.back) {
                Answered(answer: model.photos, again: model.read) { Asked(model: model, shown: $0) }
            } foot: {
                if let problem = model.problem { Problem(problem) }
                MainButton((model.isTaking ? ScreenWord.sealingPhoto : .takePhoto).words, isEnabled: model.mayTake) {
                    isOpen = true
                }
            }
        }
    }
}

private struct Asked: View {
    let model: PhotoModel
    let shown: PhotoModel.Shown

    var body: some View {
        Blocks {
            if shown.reasons.isEmpty {
                Notice(ScreenWord.noPhotoAsked.words)
            } else {
                Block(ScreenWord.whyPhoto.words) {
                    Each(shown.reasons) { reason in
                        ChoiceRow(reason, model.reason == reason) { model.choose(reason) }
                    }
                }
                Block(ScreenWord.whoAgreed.words) {
                    Each(model.consents) { consent in
                        ChoiceRow(consent.label(), model.consent == consent) { model.choose(consent) }
                    }
                    if model.consent == .refused { Detail(ScreenWord.photoRefusedExplained.words) }
                }
            }
            if !shown.taken.isEmpty {
                Heading(ScreenWord.photosTaken.of(figure(shown.taken.count)))
                Each(shown.taken) { photo in
                    Card {
                        Line(photo.what)
                        Delete { model.delete(photo.id) }
                    }
                }
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
