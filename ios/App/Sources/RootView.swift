import DoorstepKit
import SwiftUI

/// All that is ever on the screen: the app once its store is open, and a cover over it whenever nobody should see it.
struct RootView: View {
    let opening: Opening
    let lock: ScreenLock
    let camera: Camera
    /// The app is in front again.
    let returned: Action
    /// It is not, and a cover lies over it.
    let unseen: Action
    let locked: Action
    /// The app is gone from the screen.
    let away: Action

    @Environment(\.scenePhase) private var phase
    @Environment(\.colorScheme) private var scheme
    /// How the phone's own text size scales the worker's.
    @ScaledMetric private var scale = 1.0

    var body: some View {
        ZStack {
            content
                .privacySensitive()
                .accessibilityHidden(isHidden)
                .disabled(lock.isLocked)
            if lock.isLocked { LockedScreen(lock: lock) }
            if lock.isCovered { Cover() }
        }
        .environment(\.look, look)
        .environment(\.touched, lock.touched)
        .background { Touches { lock.touched() } }
        .onChange(of: phase) { _, phase in
            lock.covered(phase != .active)
            phase == .active ? returned() : unseen()
            if phase == .background {
                opening.unseen()
                away()
            }
        }
        // The key of the store may open with the screen.
        .onChange(of: lock.isLocked) { _, isLocked in
            guard isLocked else { return returned() }
            opening.unseen()
            locked()
        }
        .task {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                opening.isInUse ? lock.touched() : lock.check()
            }
        }
    }

    @ViewBuilder private var content: some View {
        switch opening.state {
        case .opening: Frame(ScreenWord.today.words, Banners(), back: nil) { Notice(ScreenWord.loading.words) }
        case .failed(let words):
            Frame(PhoneWord.thisPhone.words, Banners(), back: nil) {
                VStack(spacing: 16) {
                    Problem(words)
                    OtherButton(ScreenWord.again.words) { opening.begin() }
                }
                .padding(.all, 16)
            }
        case .open(let app): Screens(app: app, camera: camera, anew: opening.begin)
        }
    }

    private var isHidden: Bool { lock.isLocked || lock.isCovered }

    private var look: Look {
        let preferences = opening.preferences
        return Look(
            language: preferences.language,
            mainText: Double(preferences.mainText) * scale,
            palette: scheme == .dark ? .dark : .light
        )
    }
}

/// What the app switcher shows. It holds nothing.
private struct Cover: View {
    @Environment(\.look) private var look

    var body: some View {
        look.palette.ground.ignoresSafeArea()
    }
}
