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
                MainButton((model.isTaking ? ScreenWord.finishing : .photo).words, isEnabled: model.mayTake) {
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
            Card {
                Each(shown.reasons) { reason in
                    ChoiceRow(reason, model.reason == reason) { model.choose(reason) }
                }
            }
            Card {
                Each(model.consents) { consent in
                    ChoiceRow(consent.label(), model.consent == consent) { model.choose(consent) }
                }
            }
            Each(shown.taken) { photo in
                Card {
                    Line(photo.what)
                    OtherButton(ScreenWord.clear.words) { model.delete(photo.id) }
                }
            }
        }
    }
}
