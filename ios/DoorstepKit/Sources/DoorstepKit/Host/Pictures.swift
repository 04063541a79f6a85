import Foundation

#if canImport(ImageIO) && canImport(CoreText)
import CoreGraphics
import CoreText
import ImageIO
import UniformTypeIdentifiers

/// The camera's files, as far as a screen shows them and the core cannot read them itself.
public enum Pictures {
    /// No screen shows more, and no copy that travels has more.
    private static let side = 1920

    /// A picture as it is seen upright; none where it is none.
    public static func upright(at path: String) -> UprightPicture? {
        let file = URL(fileURLWithPath: path) as CFURL
        let how: [CFString: Any] = [
            kCGImageSourceCreateThumbnailFromImageAlways: true,
            kCGImageSourceCreateThumbnailWithTransform: true,
            kCGImageSourceThumbnailMaxPixelSize: side,
        ]
        guard let source = CGImageSourceCreateWithURL(file, nil),
            let type = CGImageSourceGetType(source).flatMap({ UTType($0 as String) }),
            let image = CGImageSourceCreateThumbnailAtIndex(source, 0, how as CFDictionary)
        else { return nil }
        let (width, height) = (image.width, image.height)
        let whole = CGRect(x: 0, y: 0, width: width, height: height)
        guard let rgba = drawn(width, height, { $0.draw(image, in: whole) }) else { return nil }
        return UprightPicture(
            pixels: PhotoPixels(width: UInt32(width), height: UInt32(height), rgba: rgba, orientation: 1),
            isForeign: type.conforms(to: .heic) || type.conforms(to: .heif))
    }
}

/// Stamps in the phone's own font, which has the characters that the core's small one lacks.
public enum Stamps {
    /// As wide as the widest copy that travels; on a narrower one the core makes it smaller.
    private static let width = 1920
    private static let fontSize = 44.0
    private static let pitch = fontSize * 1.35
    private static let margin = fontSize * 0.4

    /// White on a dark band that lets the picture through.
    public static func draw(_ lines: [String]) -> StampLook? {
        guard !lines.isEmpty,
            let font = CTFontCreateUIFontForLanguage(.system, fontSize, "zh-Hans" as CFString)
        else { return nil }
        // Even, so that it ends where the picture does.
        let height = Int((pitch * Double(lines.count) + 2 * margin) / 2) * 2
        let rgba = drawn(width, height) { context in
            context.setFillColor(CGColor(red: 0, green: 0, blue: 0, alpha: 0.6))
            context.fill(CGRect(x: 0, y: 0, width: width, height: height))
            for (number, words) in lines.enumerated() {
                // From the lower edge up, as this system draws.
                let baseline = Double(height) - margin - pitch * Double(number) - fontSize
                write(words, font, at: baseline, in: context)
            }
        }
        return rgba.map { .pixels(width: UInt32(width), height: UInt32(height), rgba: $0.straight) }
    }

    /// Made smaller where it is too long.
    private static func write(_ words: String, _ font: CTFont, at baseline: Double, in context: CGContext) {
        let white = CGColor(red: 1, green: 1, blue: 1, alpha: 1)
        let looks: [NSAttributedString.Key: Any] = [
            NSAttributedString.Key(kCTFontAttributeName as String): font,
            NSAttributedString.Key(kCTForegroundColorAttributeName as String): white,
        ]
        let line = CTLineCreateWithAttributedString(NSAttributedString(string: words, attributes: looks))
        let scale = min(1, (Double(width) - 2 * margin) / max(1, CTLineGetTypographicBounds(line, nil, nil, nil)))
        context.saveGState()
        context.translateBy(x: margin, y: baseline)
        context.scaleBy(x: scale, y: scale)
        context.textPosition = .zero
        CTLineDraw(line, context)
        context.restoreGState()
    }
}

/// What a finger wrote, black on white.
public enum Signatures {
    /// As `SignaturePad` is shaped.
    private static let (width, height) = (1200, 600)
    private static let line = 8.0

    /// A JPEG, which the core reads itself.
    public static func draw(_ strokes: [Stroke], to file: URL) -> Bool {
        let side = Double(width)
        let rgba = drawn(width, height) { context in
            context.setFillColor(CGColor(red: 1, green: 1, blue: 1, alpha: 1))
            context.fill(CGRect(x: 0, y: 0, width: width, height: height))
            context.setStrokeColor(CGColor(red: 0, green: 0, blue: 0, alpha: 1))
            context.setLineWidth(line)
            context.setLineCap(.round)
            context.setLineJoin(.round)
            for stroke in strokes {
                // From the lower edge up, as this system draws.
                context.addLines(between: stroke.map { CGPoint(x: $0.x * side, y: Double(height) - $0.y * side) })
                context.strokePath()
            }
        }
        guard let rgba, let image = picture(rgba),
            let end = CGImageDestinationCreateWithURL(file as CFURL, UTType.jpeg.identifier as CFString, 1, nil)
        else { return false }
        CGImageDestinationAddImage(end, image, nil)
        return CGImageDestinationFinalize(end)
    }

    private static func picture(_ rgba: Data) -> CGImage? {
        guard let space = CGColorSpace(name: CGColorSpace.sRGB), let bytes = CGDataProvider(data: rgba as CFData)
        else { return nil }
        return CGImage(
            width: width, height: height, bitsPerComponent: 8, bitsPerPixel: 32, bytesPerRow: width * 4, space: space,
            bitmapInfo: CGBitmapInfo(rawValue: CGImageAlphaInfo.premultipliedLast.rawValue), provider: bytes, decode: nil,
            shouldInterpolate: false, intent: .defaultIntent)
    }
}

/// Four bytes a pixel in sRGB, line by line, colours multiplied by alpha.
private func drawn(_ width: Int, _ height: Int, _ draw: (CGContext) -> Void) -> Data? {
    guard let space = CGColorSpace(name: CGColorSpace.sRGB) else { return nil }
    var rgba = Data(count: width * height * 4)
    let isDrawn = rgba.withUnsafeMutableBytes { bytes in
        let context = CGContext(
            data: bytes.baseAddress, width: width, height: height, bitsPerComponent: 8, bytesPerRow: width * 4,
            space: space, bitmapInfo: CGImageAlphaInfo.premultipliedLast.rawValue)
        if let context { draw(context) }
        return context != nil
    }
    return isDrawn ? rgba : nil
}
#endif

extension Data {
    /// Pixels whose colours were multiplied by their alpha, as they were before.
    public var straight: Data {
        var pixels = [UInt8](self)
        for start in stride(from: 0, to: pixels.count - 3, by: 4) {
            let alpha = UInt(pixels[start + 3])
            guard 1..<255 ~= alpha else { continue }
            for at in start..<start + 3 {
                pixels[at] = UInt8(Swift.min(255, (UInt(pixels[at]) * 255 + alpha / 2) / alpha))
            }
        }
        return Data(pixels)
    }
}
