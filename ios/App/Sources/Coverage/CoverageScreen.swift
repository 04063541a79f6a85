import DoorstepKit
import SwiftUI

struct CoverageScreen: View {
    let app: AppModel
    let model: CoverageModel

    var body: some View {
        Frame(ScreenWord.coverage.words, app.banners, back: app.back) {
            Answered(answer: model.covered, again: model.read) { covered in
                Blocks {
                    PeriodBlock(model: model, covered: covered)
                    TapCard(action: { app.homes(model.part, model.period) }) {
                        FigureLines(name: model.part.name, figures: covered.total)
                    }
                    if covered.area != nil {
                        QuietButton(ScreenWord.allAreas.words) { model.choose(nil as ServiceArea?) }
                    }
                    if let ground = model.ground {
                        OnMap(model: model, ground: ground, covered: covered) {
                            app.grid($0.grid, name: $0.name, model.period)
                        }
                    }
                    Grids(app: app, model: model, covered: covered)
                }
            }
        }
    }
}

/// The map, a closer look at it, and what its colours say.
private struct OnMap: View {
    let model: CoverageModel
    let ground: Ground
    let covered: CoverageModel.Covered
    let open: @MainActor (GridShape) -> Void

    var body: some View {
        Card {
            GridMap(ground: ground, grids: covered.grids, lens: model.lens, look: model.look, open: open)
            ViewThatFits(in: .horizontal) {
                HStack(spacing: 8) { steps }
                VStack(alignment: .leading, spacing: 8) { steps }
            }
            MapKey()
        }
    }

    @ViewBuilder private var steps: some View {
        OtherButton(ScreenWord.closer.words, isSmall: true, isEnabled: model.lens.mayGoCloser) {
            model.look { $0.closer(by: Lens.step) }
        }
        OtherButton(ScreenWord.farther.words, isSmall: true, isEnabled: model.lens.mayGoBack) {
            model.look { $0.closer(by: 1 / Lens.step) }
        }
    }
}

private struct Grids: View {
    let app: AppModel
    let model: CoverageModel
    let covered: CoverageModel.Covered

    var body: some View {
        if covered.grids.isEmpty {
            Notice(covered.nothing)
        } else {
            Heading(line(ScreenWord.eachGrid.words, covered.area?.label()))
            Detail(ScreenWord.lowestFirst.words)
            Each(covered.grids) { grid in
                TapCard(action: { app.grid(grid.grid, name: grid.name, model.period) }) {
                    FigureLines(name: asIs(grid.name), figures: grid.figures)
                }
            }
        }
    }
}

/// Which period and area is shown, how well it is known, and the way to others.
private struct PeriodBlock: View {
    let model: CoverageModel
    let covered: CoverageModel.Covered

    var body: some View {
        KnownBlock(covered.known) {
            Detail(ScreenWord.countedByDuty.words)
            ViewThatFits(in: .horizontal) {
                HStack(spacing: 8) { steps }
                VStack(alignment: .leading, spacing: 8) { steps }
            }
            ChoiceList(ScreenWord.otherLength.words, PeriodKind.allCases, chosen: model.period.kind) {
                $0.words
            } choose: {
                model.choose($0)
            }
            if !covered.areas.isEmpty {
                ChoiceList(ScreenWord.otherArea.words, covered.areas, chosen: model.area) {
                    $0.label()
                } choose: {
                    model.choose($0)
                }
            }
        }
    }

    @ViewBuilder private var steps: some View {
        OtherButton(ScreenWord.earlierPeriod.words, isSmall: true, isEnabled: covered.earlier != nil) { model.earlier() }
        OtherButton(ScreenWord.laterPeriod.words, isSmall: true, isEnabled: covered.later != nil) { model.later() }
    }
}

/// Of which period the figures are and how well they are known: they are never shown without.
struct KnownBlock<More: View>: View {
    private let known: Known
    private let more: More

    init(_ known: Known, @ViewBuilder more: () -> More) {
        self.known = known
        self.more = more()
    }

    var body: some View {
        Block(known.period) {
            Detail(known.asOf)
            Detail(known.silence)
            more
        }
    }
}

/// A share in words and as a bar, with what it is made of.
struct FigureLines: View {
    let name: Words
    let figures: Figures

    var body: some View {
        Line(name, isStrong: true)
        Line(figures.rate)
        if let share = figures.share { Bar(share: share) }
        Detail(figures.counts)
        if let overdue = figures.overdue { Warning(overdue) }
    }
}

/// The same as the words above it, for the eye: it has no name of its own.
private struct Bar: View {
    @Environment(\.look) private var look
    let share: Double

    var body: some View {
        look.palette.edge.opacity(0.3)
            .frame(maxWidth: .infinity)
            .overlay {
                look.palette.primary.scaleEffect(x: share, y: 1, anchor: .leading)
            }
            .frame(height: 8)
            .clipShape(RoundedRectangle(cornerRadius: 4))
            .padding(.vertical, 4)
            .accessibilityHidden(true)
    }
}
