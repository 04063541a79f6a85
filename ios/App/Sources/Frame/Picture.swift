import SwiftUI

/// Pictures for few words, each drawn on a sheet of 100 by 100.
enum Picture {
    /// A face that smiles.
    case person
    /// A bowl of rice with chopsticks, and a pill.
    case meal
    /// A drop, a flash and a radiator.
    case home
    /// A face that does not smile.
    case trouble

    func draw(_ brush: Brush) {
        switch self {
        case .person: Self.drawPerson(brush)
        case .meal: Self.drawMeal(brush)
        case .home: Self.drawHome(brush)
        case .trouble: Self.drawTrouble(brush)
        }
    }

    private static func drawPerson(_ brush: Brush) {
        brush.circle(50, 34, 22)
        brush.dot(42, 30, 3)
        brush.dot(58, 30, 3)
        brush.arc(38, 26, 24, 20, from: 20, sweep: 140)
        brush.arc(16, 62, 68, 64, from: 190, sweep: 160)
    }

    private static func drawMeal(_ brush: Brush) {
        brush.strip((52, 44), (78, 6))
        brush.strip((62, 44), (92, 12))
        brush.arc(14, 26, 48, 36, from: 180, sweep: 180)
        brush.shape(isFilled: true, from: (6, 46)) { path in
            path.line((72, 46))
            path.curve((70, 72), (58, 80), (39, 80))
            path.curve((20, 80), (8, 72), (6, 46))
        }
        brush.box(60, 76, 36, 18, round: 9)
        brush.strip((78, 78), (78, 92))
    }

    private static func drawHome(_ brush: Brush) {
        brush.shape(isFilled: true, from: (26, 6)) { path in
            path.curve((34, 18), (42, 26), (42, 34))
            path.curve((42, 54), (10, 54), (10, 34))
            path.curve((10, 26), (18, 18), (26, 6))
        }
        brush.shape(isFilled: false, from: (74, 4)) { path in
            let corners: [Brush.Corner] = [(60, 28), (72, 28), (66, 48), (88, 20), (75, 20)]
            for corner in corners { path.line(corner) }
        }
        for left in [14.0, 41, 68] { brush.box(left, 58, 18, 38, round: 6) }
        for left in [32.0, 59] {
            for top in [66.0, 88] { brush.strip((left, top), (left + 9, top)) }
        }
    }

    private static func drawTrouble(_ brush: Brush) {
        brush.circle(40, 58, 30)
        brush.dot(30, 52, 3.5)
        brush.dot(50, 52, 3.5)
        brush.arc(27, 66, 26, 20, from: 200, sweep: 140)
    }
}

/// What draws on a sheet of 100 by 100, whatever its size.
struct Brush {
    typealias Corner = (x: Double, y: Double)

    private let context: GraphicsContext
    private let unit: Double
    private let ink: Color
    /// For what is in the bowl and the drop.
    private let fill: Color

    init(_ context: GraphicsContext, _ size: CGSize, ink: Color, fill: Color) {
        self.context = context
        self.ink = ink
        self.fill = fill
        unit = min(size.width, size.height) / 100
    }

    func circle(_ x: Double, _ y: Double, _ radius: Double) { outline(round(x, y, radius), ink) }

    func dot(_ x: Double, _ y: Double, _ radius: Double) { context.fill(round(x, y, radius), with: .color(ink)) }

    func strip(_ from: Corner, _ to: Corner) { outline(line([from, to]), ink) }

    /// A part of the ellipse in this box: angles in degrees from the right, clockwise.
    func arc(_ left: Double, _ top: Double, _ width: Double, _ height: Double, from: Double, sweep: Double) {
        let corners = (0...32).map { step -> Corner in
            let angle = (from + sweep * Double(step) / 32) * .pi / 180
            return (left + width * (1 + cos(angle)) / 2, top + height * (1 + sin(angle)) / 2)
        }
        outline(line(corners), ink)
    }

    func box(_ left: Double, _ top: Double, _ width: Double, _ height: Double, round: Double) {
        outline(Path(roundedRect: rectangle(left, top, width, height), cornerRadius: round * unit), ink)
    }

    func shape(isFilled: Bool, from: Corner, _ draw: (inout Pen) -> Void) {
        var pen = Pen(unit: unit, from: from)
        draw(&pen)
        pen.path.closeSubpath()
        if isFilled { context.fill(pen.path, with: .color(fill)) }
        outline(pen.path, ink)
    }

    /// In the lower corner, over whatever is there.
    func tick(_ colour: Color) {
        context.fill(round(86, 86, 14), with: .color(fill))
        outline(line([(79, 86), (84, 92), (93, 80)]), colour)
    }

    /// In the upper corner, where no picture has anything to lose.
    func alarm(_ colour: Color) {
        outline(line([(90, 6), (90, 26)]), colour)
        context.fill(round(90, 38, 4), with: .color(colour))
    }

    /// Draws a shape, corner by corner.
    struct Pen {
        fileprivate let unit: Double
        fileprivate var path = Path()

        fileprivate init(unit: Double, from: Corner) {
            self.unit = unit
            path.move(to: at(from))
        }

        mutating func line(_ to: Corner) { path.addLine(to: at(to)) }

        mutating func curve(_ one: Corner, _ other: Corner, _ to: Corner) {
            path.addCurve(to: at(to), control1: at(one), control2: at(other))
        }

        private func at(_ corner: Corner) -> CGPoint { CGPoint(x: corner.x * unit, y: corner.y * unit) }
    }

    private func line(_ corners: [Corner]) -> Path {
        var path = Path()
        path.addLines(corners.map { CGPoint(x: $0.x * unit, y: $0.y * unit) })
        return path
    }

    private func round(_ x: Double, _ y: Double, _ radius: Double) -> Path {
        Path(ellipseIn: rectangle(x - radius, y - radius, 2 * radius, 2 * radius))
    }

    private func rectangle(_ left: Double, _ top: Double, _ width: Double, _ height: Double) -> CGRect {
        CGRect(x: left * unit, y: top * unit, width: width * unit, height: height * unit)
    }

    private func outline(_ path: Path, _ colour: Color) {
        let style = StrokeStyle(lineWidth: 5 * unit, lineCap: .round, lineJoin: .round)
        context.stroke(path, with: .color(colour), style: style)
    }
}
