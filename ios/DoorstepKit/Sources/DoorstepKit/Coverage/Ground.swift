import Foundation

/// The ground of all grids that somebody drew, laid flat: right for what a phone shows at once.
public struct Ground: Equatable, Sendable {
    public let shapes: [GridShape]
    private let west: Double
    private let north: Double
    /// Degrees of longitude are shorter the further they lie from the equator.
    private let narrow: Double
    private let width: Double
    private let height: Double

    /// None where nobody drew any.
    public init?(_ shapes: [GridShape]) {
        let drawn = shapes.filter { !$0.parts.isEmpty }
        let corners = drawn.flatMap(\.parts).flatMap(\.outer)
        let (lons, lats) = (corners.map(\.lon), corners.map(\.lat))
        guard let west = lons.min(), let east = lons.max(), let south = lats.min(), let north = lats.max(),
            west < east, south < north
        else { return nil }
        self.shapes = drawn
        self.west = west
        self.north = north
        narrow = cos((north + south) / 2 * .pi / 180)
        width = (east - west) * narrow
        height = north - south
    }

    /// How wide it is for its height.
    public var ratio: Double { width / height }

    /// Laid on a sheet of this size, as large as fits, in the midst of it, and looked at through a lens.
    public func on(_ size: CGSize, through lens: Lens = Lens()) -> Sheet {
        let (right, down) = (Double(size.width), Double(size.height))
        let scale = min(right / width, down / height)
        func seen(_ ground: Double, of whole: Double, _ middle: CGFloat) -> Double {
            ((whole - ground * scale) / 2 - Double(middle) * whole) * lens.times + whole / 2
        }
        let corner = CGPoint(
            x: seen(width, of: right, lens.middle.x), y: seen(height, of: down, lens.middle.y))
        return Sheet(ground: self, size: size, scale: scale * lens.times, corner: corner)
    }

    /// Where everything lies on a sheet, whose origin is its upper left corner.
    public struct Sheet: Sendable {
        fileprivate let ground: Ground
        fileprivate let size: CGSize
        fileprivate let scale: Double
        fileprivate let corner: CGPoint

        public func at(lon: Double, lat: Double) -> CGPoint {
            CGPoint(
                x: corner.x + (lon - ground.west) * ground.narrow * scale,
                y: corner.y + (ground.north - lat) * scale)
        }

        /// Its outlines; by the rule of even and odd, what is cut out of it lies outside.
        public func outlines(of shape: GridShape) -> [[CGPoint]] {
            shape.rings.map { ring in ring.map { at(lon: $0.lon, lat: $0.lat) } }
        }

        /// The grid that a finger is on.
        public func below(_ finger: CGPoint) -> GridShape? {
            guard scale > 0 else { return nil }
            let lon = ground.west + (finger.x - corner.x) / scale / ground.narrow
            let lat = ground.north - (finger.y - corner.y) / scale
            return ground.shapes.first { shape in
                !shape.rings.count { $0.surrounds(lon: lon, lat: lat) }.isMultiple(of: 2)
            }
        }

        /// Which of its labels each grid has room for, and where: the first while the grid itself holds it, any other while
        /// the sheet does, and none over another grid's. `sizes` are those of the labels of a grid, the fullest first.
        public func labels(_ sizes: (GridShape) -> [CGSize]) -> [Label] {
            ground.shapes.reduce(into: []) { all, shape in
                guard let at = shape.labelAt.map({ self.at(lon: $0.lon, lat: $0.lat) }) else { return }
                let taken = all.map(\.place)
                let fitting = sizes(shape).enumerated().lazy.map { index, size in
                    Label(shape: shape, index: index, place: CGRect(around: at, size))
                }.first { label in
                    let room = label.index == 0 ? bounds(of: shape) : CGRect(origin: .zero, size: self.size)
                    return room.contains(label.place) && !taken.contains { $0.intersects(label.place) }
                }
                if let fitting { all.append(fitting) }
            }
        }

        private func bounds(of shape: GridShape) -> CGRect {
            let points = outlines(of: shape).flatMap { $0 }
            let (xs, ys) = (points.map(\.x), points.map(\.y))
            guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else {
                return .zero
            }
            return CGRect(x: left, y: top, width: right - left, height: bottom - top)
        }
    }

    /// A label that has room.
    public struct Label: Sendable {
        public let shape: GridShape
        /// Which of the grid's labels it is.
        public let index: Int
        public let place: CGRect
    }
}

extension Doorstep {
    /// None where nobody drew any grid of this phone.
    func ground() throws -> Ground? {
        let coverage = try coverage()
        var shapes: [GridShape] = []
        var after: GridCode?
        repeat {
            let page = try coverage.gridShapes(after: after, limit: Pages.most)
            shapes += page.shapes
            after = page.next
        } while after != nil
        return Ground(shapes)
    }
}

extension GridShape {
    fileprivate var rings: [[Corner]] { parts.flatMap { [$0.outer] + $0.holes } }
}

extension [Corner] {
    /// Whether a line to the east crosses the ring an odd number of times.
    fileprivate func surrounds(lon: Double, lat: Double) -> Bool {
        zip(self, dropFirst()).reduce(false) { isInside, side in
            let (one, other) = side
            guard (one.lat > lat) != (other.lat > lat) else { return isInside }
            let crossing = one.lon + (lat - one.lat) / (other.lat - one.lat) * (other.lon - one.lon)
            return lon < crossing ? !isInside : isInside
        }
    }
}

extension CGRect {
    fileprivate init(around midst: CGPoint, _ size: CGSize) {
        self.init(x: midst.x - size.width / 2, y: midst.y - size.height / 2, width: size.width, height: size.height)
    }
}
