import DoorstepKit
import SwiftUI

/// Where the camera leaves a picture.
struct Camera {
    let nextPicture: @MainActor () -> URL?
}

/// What the camera sees, until a picture was taken or none is wanted.
struct CameraScreen: View {
    let camera: Camera
    /// Where the picture lies; none where the worker went back.
    let taken: @MainActor (String?) -> Void

    #if canImport(AVFoundation) && canImport(UIKit)
    @State private var shutter = Shutter()
    @State private var isTaking = false
    @State private var hasFailed = false

    var body: some View {
        Frame(ScreenWord.photo.words, Banners(), back: { taken(nil) }) {
            Finder(session: shutter.session).accessibilityHidden(true)
        } foot: {
            if hasFailed { Problem(ScreenWord.noCamera.words) }
            MainButton(ScreenWord.takePhoto.words, isEnabled: !isTaking) { take() }
        }
        .onAppear { shutter.open() }
        .onDisappear { shutter.close() }
    }

    private func take() {
        guard !isTaking, let file = camera.nextPicture() else { return }
        isTaking = true
        shutter.take(to: file) { isTaken in
            isTaking = false
            hasFailed = !isTaken
            if isTaken { taken(file.path) }
        }
    }
    #else
    var body: some View {
        Frame(ScreenWord.photo.words, Banners(), back: { taken(nil) }) { EmptyView() }
    }
    #endif
}
