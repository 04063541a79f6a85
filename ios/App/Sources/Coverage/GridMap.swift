import DoorstepKit
import SwiftUI

/// Neither a strip nor a tower, whatever the ground looks like.
private let ratios = 0.8...1.6

/// What lies on both sides of a label.
private let beside = 4.0

/// Grids by their ground, the more reached the fuller their colour. It says nothing that the list below it does not say:
/// names and shares stand on it where they have room.
struct GridMap: View {
    @Environment(\.look) private var style
    @Environment(\.touched) private var touched
    let ground: Ground
    let grids: [GridFigures]
    let lens: Lens
    let look: @MainActor ((Lens) -> Lens) -> Void
    let open: @MainActor (GridShape) -> Void

    var body: some View {
        GeometryReader { room in
            Canvas { context, size in draw(ground.on(size, through: lens), context) }
                .contentShape(Rectangle())
                .gesture(
                    SpatialTapGesture().onEnded { tap in
                        touched()
                        if let grid = ground.on(room.size, through: lens).below(tap.location) { open(grid) }
                    }
                )
                .gesture(twoFingers)
                // Far away one finger scrolls what the map lies on.
                .gesture(finger(on: room.size), including: lens.mayGoBack ? .all : .subviews)
        }
        .aspectRatio(min(max(ground.ratio, ratios.lowerBound), ratios.upperBound), contentMode: .fit)
        .accessibilityHidden(true)
    }

    private var twoFingers: some Gesture {
        MagnifyGesture().onEnded { fingers in
            touched()
            let at = CGPoint(x: fingers.startAnchor.x, y: fingers.startAnchor.y)
            look { $0.closer(by: fingers.magnification, at: at) }
        }
    }

    private func finger(on size: CGSize) -> some Gesture {
        DragGesture().onEnded { drag in
            touched()
            let (right, down) = (drag.translation.width, drag.translation.height)
            let part = CGSize(width: right / max(1, size.width), height: down / max(1, size.height))
            look { $0.moved(by: part) }
        }
    }

    private func draw(_ sheet: Ground.Sheet, _ context: GraphicsContext) {
        for shape in ground.shapes {
            let outline = Path(sheet.outlines(of: shape))
            if let share = figures(of: shape)?.share {
                let ink = style.palette.reached(share)
                context.fill(outline, with: .color(ink), style: FillStyle(eoFill: true))
            }
            context.stroke(outline, with: .color(style.palette.edge), style: StrokeStyle(lineWidth: 1.5))
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
            context.fill(paper, with: .color(style.palette.surface.opacity(0.9)))
            context.draw(text, at: CGPoint(x: label.place.midX, y: label.place.midY))
        }
    }

    /// Its name with its share, and its name alone.
    private func labels(of shape: GridShape, _ context: GraphicsContext) -> [GraphicsContext.ResolvedText] {
        let name = asIs(shape.name)
        let all = [figures(of: shape).map { name + asIs("\n") + $0.rate }, name].compactMap { $0 }
        return all.map { words in
            context.resolve(style.text(words).font(style.font(.detail)).foregroundStyle(style.palette.ink))
        }
    }

    private func figures(of shape: GridShape) -> Figures? { grids.first { $0.grid == shape.grid }?.figures }
}

extension Palette {
    /// From hardly any colour to much of it; none at all where nothing is due.
    fileprivate func reached(_ share: Double) -> Color { primary.opacity(0.1 + 0.6 * share) }
}

/// What the colours of the map say.
struct MapKey: View {
    @Environment(\.look) private var look

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Row(colour: look.palette.surface, words: ScreenWord.noneDue.words)
            Each([0, 50, 100]) { percent in
                Row(
                    colour: look.palette.reached(Double(percent) / 100),
                    words: ScreenWord.reached.of(figure(percent) + asIs("%")))
            }
        }
    }

    private struct Row: View {
        @Environment(\.look) private var look
        let colour: Color
        let words: Words

        var body: some View {
            HStack(spacing: 8) {
                colour
                    .frame(width: 24, height: 24)
                    .overlay { Rectangle().stroke(look.palette.edge, lineWidth: 1) }
                    .accessibilityHidden(true)
                Detail(words)
            }
        }
    }
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
