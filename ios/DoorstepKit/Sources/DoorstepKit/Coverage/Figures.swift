import Foundation

/// The figures of something that is counted.
public struct Figures: Equatable, Sendable {
    public let rate: Words
    /// The same for the eye, 0 to 1; none where nothing is due.
    public let share: Double?
    public let counts: Words
    public let overdue: Words?
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
            rate: rate.map { ScreenWord.reached.of(percent($0)) } ?? ScreenWord.noneDue.words,
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

/// One decimal, as the hub prints it.
private func percent(_ share: Double) -> Words { asIs(String(format: "%.1f%%", share * 100)) }

extension CoverageLine {
    /// Whether it counts all of its grid.
    var isWhole: Bool { area == nil && category == nil }

    /// Areas whose share is lowest come first, and those where nothing is due come last. Nobody ever sorts people.
    static func lowestFirst(_ one: CoverageLine, _ other: CoverageLine) -> Bool {
        let (this, that) = (one.counts, other.counts)
        let shares = (this.rate ?? .infinity, that.rate ?? .infinity)
        if shares.0 != shares.1 { return shares.0 < shares.1 }
        return this.overdue == that.overdue ? one.grid < other.grid : this.overdue > that.overdue
    }
}

extension CoverageReport {
    func all() throws -> [CoverageLine] {
        var all: [CoverageLine] = []
        while true {
            let page = try lines(skip: UInt32(all.count), limit: UInt32(Stops.most))
            all += page
            if page.count < Stops.most { return all }
        }
    }
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

    /// The grid's name stands on the list of who answers for it; its code where nobody does.
    func name(of grid: GridCode) throws -> String {
        try responsibilityList().ofGrid(grid: grid).first?.gridName ?? grid
    }
}
