import DoorstepKit
import SwiftUI

/// The camera, looking for a QR code. What it reads it tells once, and looks on.
struct CodeReader: View {
    let read: @MainActor (String) -> Void

    #if canImport(AVFoundation) && canImport(UIKit)
    @State private var scanner = CodeScanner()
    @State private var isRefused = false

    var body: some View {
        if isRefused {
            Problem(PhoneWord.noCodeCamera.words)
        } else {
            Finder(session: scanner.session)
                .frame(height: 240)
                .clipShape(RoundedRectangle(cornerRadius: 12))
                .accessibilityHidden(true)
                .onAppear { scanner.open(read) { isRefused = true } }
                .onDisappear { scanner.close() }
        }
    }
    #else
    var body: some View { EmptyView() }
    #endif
}
