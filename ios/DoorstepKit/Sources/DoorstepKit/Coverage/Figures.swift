/// The figures of something that is counted.
public struct Figures: Equatable, Sendable {
    public let rate: Words
    /// The same for the eye, 0 to 1; none where nothing is due.
    public let share: Double?
    public let counts: Words
    public let overdue: Words?
}

/// The duties that are counted together: all of them, or those of one grid, area or category.
public struct Part: Equatable, Sendable {
    public let name: Words
    public var grid: GridCode?
    public var area: ServiceArea?
    public var category: CategoryKind?
}

/// A grid with its figures.
public struct GridFigures: Equatable, Sendable {
    public let grid: GridCode
    public let name: String
    public let figures: Figures
}

/// How well the figures are known: they are never shown without.
public struct Known: Equatable, Sendable {
    public let period: Words
    public let asOf: Words
    public let silence: Words
}

extension Counts {
    var inWords: Figures {
        Figures(
            rate: share,
            share: rate,
            counts: line(
                ScreenWord.countDue.of(figure(due)),
                ScreenWord.countVisited.of(figure(visited)),
                ScreenWord.countAttempted.of(figure(attempted)),
                ScreenWord.countExempt.of(figure(exempt))
            ),
            overdue: overdue > 0 ? ScreenWord.countOverdue.of(figure(overdue)) : nil
        )
    }
}

extension CoverageLine {
    var ofGrid: GridFigures { GridFigures(grid: grid, name: gridName, figures: counts.inWords) }
}

extension Doorstep {
    func known(_ report: CoverageReport) throws -> Known {
        let asOf = try report.asOf().map { try wordsOfTime(at: $0) }
        return Known(
            period: ScreenWord.period.of(asIs(try report.period())),
            asOf: asOf.map { ScreenWord.asOf.of($0) } ?? ScreenWord.neverExchanged.words,
            silence: silence(try report.silentPhones())
        )
    }

    private func silence(_ phones: UInt32?) -> Words {
        switch phones {
        case nil: ScreenWord.silenceUnknown.words
        case 0: ScreenWord.noSilentPhones.words
        case let phones?: ScreenWord.silentPhones.of(figure(phones))
        }
    }
}
