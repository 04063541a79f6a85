import DoorstepKit
import SwiftUI

/// Neither a strip nor a tower, whatever the ground looks like.
private let ratios = 0.8...1.6

/// What lies on both sides of a label.
private let beside = 4.0

/// Grids by their ground, the more reached the fuller their colour. It says nothing that the list below it does not say:
/// names and shares stand on it where they have room.
struct GridMap: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    let ground: Ground
    let grids: [GridFigures]
    let open: @MainActor (GridShape) -> Void

    var body: some View {
        GeometryReader { room in
            Canvas { context, size in draw(ground.on(size), context) }
                .contentShape(Rectangle())
                .gesture(
                    SpatialTapGesture().onEnded { tap in
                        touched()
                        if let grid = ground.on(room.size).below(tap.location) { open(grid) }
                    })
        }
        .aspectRatio(min(max(ground.ratio, ratios.lowerBound), ratios.upperBound), contentMode: .fit)
        .accessibilityHidden(true)
    }

    private func draw(_ sheet: Ground.Sheet, _ context: GraphicsContext) {
        for shape in ground.shapes {
            let outline = Path(sheet.outlines(of: shape))
            if let share = figures(of: shape)?.share {
                // From hardly any colour to much of it; none at all where nothing is due.
                let ink = look.palette.primary.opacity(0.1 + 0.6 * share)
                context.fill(outline, with: .color(ink), style: FillStyle(eoFill: true))
            }
            context.stroke(outline, with: .color(look.palette.edge), style: StrokeStyle(lineWidth: 1.5))
        }
        let texts = Dictionary(uniqueKeysWithValues: ground.shapes.map { ($0.grid, labels(of: $0, context)) })
        let everywhere = CGSize(width: Double.infinity, height: .infinity)
        let placed = sheet.labels { shape in
            (texts[shape.grid] ?? []).map { text in
                let size = text.measure(in: everywhere)
                return CGSize(width: size.width + 2 * beside, height: size.height)
            }
        }
        for label in placed {
            guard let text = texts[label.shape.grid]?[label.index] else { continue }
            let paper = Path(roundedRect: label.place, cornerRadius: 6)
            context.fill(paper, with: .color(look.palette.surface.opacity(0.9)))
            context.draw(text, at: CGPoint(x: label.place.midX, y: label.place.midY))
        }
    }

    /// Its name with its share, and its name alone.
    private func labels(of shape: GridShape, _ context: GraphicsContext) -> [GraphicsContext.ResolvedText] {
        let name = asIs(shape.name)
        let all = [figures(of: shape).map { name + asIs("\n") + $0.rate }, name].compactMap { $0 }
        return all.map { words in
            context.resolve(look.text(words).font(look.font(.detail)).foregroundStyle(look.palette.ink))
        }
    }

    private func figures(of shape: GridShape) -> Figures? { grids.first { $0.grid == shape.grid }?.figures }
}

extension Path {
    /// Closed rings.
    fileprivate init(_ rings: [[CGPoint]]) {
        self.init()
        for ring in rings {
            addLines(ring)
            closeSubpath()
        }
    }
}
