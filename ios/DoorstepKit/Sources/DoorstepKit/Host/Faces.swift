import Foundation

#if canImport(Vision)
import Vision

/// Where faces are in a picture: found, never recognised. The core makes them unrecoverable before it hashes or seals.
public enum Faces {
    public static func find(in picture: String) throws -> [PhotoRegion] {
        let request = VNDetectFaceRectanglesRequest()
        // Vision reads the file's own orientation and answers for the upright picture.
        try VNImageRequestHandler(url: URL(fileURLWithPath: picture)).perform([request])
        return (request.results ?? []).map { PhotoRegion(unitBox: $0.boundingBox) }
    }
}
#endif

extension PhotoRegion {
    /// A box whose origin is the lower left corner, as Vision gives it, a quarter wider and higher so that hair and chin
    /// are in it, and cut at the picture's edges.
    public init(unitBox box: CGRect) {
        let left = max(0, box.minX - box.width / 8)
        let right = min(1, box.maxX + box.width / 8)
        let top = max(0, 1 - box.maxY - box.height / 8)
        let bottom = min(1, 1 - box.minY + box.height / 8)
        self.init(left: left, top: top, width: max(0, right - left), height: max(0, bottom - top))
    }
}

extension PhotoRegion {
    /// Less is a slip of the finger: of the picture's width or height.
    private static let least = 0.02

    /// What a finger drew over a picture of this size, wherever it began; none where that is too little to be meant.
    public init?(from one: CGPoint, to other: CGPoint, in picture: CGSize) {
        guard picture.width > 0 && picture.height > 0 else { return nil }
        func part(_ place: Double, of length: Double) -> Double { min(1, max(0, place / length)) }
        let across = [part(one.x, of: picture.width), part(other.x, of: picture.width)].sorted()
        let down = [part(one.y, of: picture.height), part(other.y, of: picture.height)].sorted()
        let (width, height) = (across[1] - across[0], down[1] - down[0])
        guard width >= Self.least && height >= Self.least else { return nil }
        self.init(left: across[0], top: down[0], width: width, height: height)
    }
}
