import DoorstepKit
import SwiftUI

/// The camera, looking for a QR code. What it reads it tells once.
struct CodeReader: View {
    let read: @MainActor (String) -> Void

    #if canImport(AVFoundation) && canImport(UIKit)
    @State private var scanner = CodeScanner()

    var body: some View {
        Finder(session: scanner.session)
            .frame(height: 240)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .accessibilityHidden(true)
            .onAppear { scanner.open(read) }
            .onDisappear { scanner.close() }
    }
    #else
    var body: some View { EmptyView() }
    #endif
}
