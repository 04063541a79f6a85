import DoorstepKit
import SwiftUI

/// A picture with what is to be hidden in it; a finger draws more of it where `drawn` is given.
struct BoxedPicture: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    let picture: UprightPicture
    let hidden: [PhotoRegion]
    var drawn: (@MainActor (PhotoRegion) -> Void)?
    @State private var underFinger: PhotoRegion?

    var body: some View {
        Pixels(picture: picture)
            .aspectRatio(shape, contentMode: .fit)
            .overlay {
                GeometryReader { room in
                    ZStack(alignment: .topLeading) {
                        Each(hidden + [underFinger].compactMap { $0 }) { Box(region: $0, room: room.size) }
                    }
                    .frame(width: room.size.width, height: room.size.height, alignment: .topLeading)
                    .contentShape(Rectangle())
                    .highPriorityGesture(finger(in: room.size), including: drawn == nil ? .none : .all)
                }
            }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(look.text(ScreenWord.photo.words))
    }

    private var shape: CGFloat { CGFloat(picture.pixels.width) / CGFloat(max(1, picture.pixels.height)) }

    private func finger(in room: CGSize) -> some Gesture {
        DragGesture(minimumDistance: 4)
            .onChanged {
                touched()
                underFinger = PhotoRegion(from: $0.startLocation, to: $0.location, in: room)
            }
            .onEnded {
                underFinger = nil
                if let region = PhotoRegion(from: $0.startLocation, to: $0.location, in: room) { drawn?(region) }
            }
    }
}

/// Seen on any picture: dark with a bright edge.
private struct Box: View {
    let region: PhotoRegion
    let room: CGSize

    var body: some View {
        Color(red: 0, green: 0, blue: 0, opacity: 0.75)
            .frame(width: region.width * room.width, height: region.height * room.height)
            .overlay { Rectangle().stroke(Color(red: 1, green: 1, blue: 1), lineWidth: 2) }
            .offset(x: region.left * room.width, y: region.top * room.height)
    }
}

#if canImport(CoreGraphics)
import CoreGraphics

/// The picture itself.
private struct Pixels: View {
    let picture: UprightPicture

    var body: some View {
        if let image { Image(decorative: image, scale: 1).resizable() }
    }

    private var image: CGImage? {
        let pixels = picture.pixels
        guard let space = CGColorSpace(name: CGColorSpace.sRGB),
            let bytes = CGDataProvider(data: pixels.rgba as CFData)
        else { return nil }
        return CGImage(
            width: Int(pixels.width), height: Int(pixels.height), bitsPerComponent: 8, bitsPerPixel: 32,
            bytesPerRow: Int(pixels.width) * 4, space: space,
            bitmapInfo: CGBitmapInfo(rawValue: CGImageAlphaInfo.premultipliedLast.rawValue), provider: bytes,
            decode: nil, shouldInterpolate: true, intent: .defaultIntent)
    }
}
#else
private struct Pixels: View {
    let picture: UprightPicture

    var body: some View { EmptyView() }
}
#endif
