import Foundation

/// How close a map is looked at: how many times larger, and what of the sheet lies in its middle, in parts of it.
public struct Lens: Equatable, Sendable {
    /// One tap on a button.
    public static let step = 2.0

    private static let most = 16.0
    private static let centre = CGPoint(x: 0.5, y: 0.5)

    let times: Double
    let middle: CGPoint

    public init() { self.init(1, 0.5, 0.5) }

    private init(_ times: Double, _ x: Double, _ y: Double) {
        // The sheet fills the window.
        let half: Double = 0.5 / times
        func within(_ part: Double) -> Double { min(max(part, half), 1 - half) }
        self.times = times
        middle = CGPoint(x: within(x), y: within(y))
    }

    public var mayGoCloser: Bool { times < Self.most }
    public var mayGoBack: Bool { times > 1 }

    public func closer(by factor: Double) -> Lens { closer(by: factor, at: Self.centre) }

    /// What lies at this part of the window stays where it is.
    public func closer(by factor: Double, at: CGPoint) -> Lens {
        let closer = min(max(times * factor, 1), Self.most)
        let moved: Double = 1 / times - 1 / closer
        let (right, down) = (Double(at.x) - 0.5, Double(at.y) - 0.5)
        return Lens(closer, Double(middle.x) + right * moved, Double(middle.y) + down * moved)
    }

    /// Moved by so much of the window.
    public func moved(by part: CGSize) -> Lens {
        let (right, down) = (Double(part.width) / times, Double(part.height) / times)
        return Lens(times, Double(middle.x) - right, Double(middle.y) - down)
    }
}
