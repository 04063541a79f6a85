import DoorstepKit
import SwiftUI

/// Where a finger writes, twice as wide as high.
struct SignaturePad: View {
    @Environment(\.look) private var look
    @Environment(\.touched) private var touched
    let strokes: [Stroke]
    let written: @MainActor (Stroke) -> Void
    @State private var underFinger = Stroke()

    var body: some View {
        GeometryReader { room in
            Canvas { context, size in
                for stroke in strokes + [underFinger] { draw(stroke, in: context, size.width) }
            }
            .contentShape(Rectangle())
            .highPriorityGesture(finger(on: room.size.width))
        }
        .aspectRatio(2, contentMode: .fit)
        .background(Color(red: 1, green: 1, blue: 1))
        .overlay { Rectangle().stroke(look.palette.edge, lineWidth: 1) }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(look.text(EvidenceKind.signature.label()))
        // A finger writes with VoiceOver too.
        .accessibilityDirectTouch()
    }

    private func finger(on width: CGFloat) -> some Gesture {
        DragGesture(minimumDistance: 0)
            .onChanged {
                touched()
                underFinger.append(CGPoint(x: $0.location.x / max(1, width), y: $0.location.y / max(1, width)))
            }
            .onEnded { _ in
                written(underFinger)
                underFinger = []
            }
    }

    private func draw(_ stroke: Stroke, in context: GraphicsContext, _ width: CGFloat) {
        var path = Path()
        path.addLines(stroke.map { CGPoint(x: $0.x * width, y: $0.y * width) })
        let style = StrokeStyle(lineWidth: 3, lineCap: .round, lineJoin: .round)
        context.stroke(path, with: .color(Color(red: 0, green: 0, blue: 0)), style: style)
    }
}

/// A signature before it is seen as a picture.
struct SignatureScreen: View {
    let back: Action
    let signed: @MainActor ([Stroke]) -> Void
    @State private var strokes: [Stroke] = []

    var body: some View {
        Frame(EvidenceKind.signature.label(), Banners(), back: back) {
            SignaturePad(strokes: strokes) { strokes.append($0) }.padding(.all, 12)
        } foot: {
            OtherButton(ScreenWord.clear.words, isEnabled: !strokes.isEmpty) { strokes = [] }
            MainButton(EvidenceKind.signature.label(), isEnabled: !strokes.isEmpty) { signed(strokes) }
        }
    }
}
