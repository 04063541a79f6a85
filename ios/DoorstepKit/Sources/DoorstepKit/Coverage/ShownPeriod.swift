import Foundation

/// A civil period as a worker walks to it: so many back from the present one. What it holds the core knows.
public struct ShownPeriod: Equatable, Sendable {
    public let kind: PeriodKind
    public let back: Int

    public init(kind: PeriodKind = .month, back: Int = 0) {
        self.kind = kind
        self.back = back
    }

    public var isPresent: Bool { back == 0 }

    func earlier() -> Self { Self(kind: kind, back: back + 1) }

    func later() -> Self { Self(kind: kind, back: max(0, back - 1)) }

    /// A day in it; none in the present one, which holds the core's today.
    func day(_ today: Day) -> Day? { isPresent ? nil : kind.before(today, back) }
}

extension PeriodKind {
    /// What choosing it is called.
    public var words: Words {
        switch self {
        case .week: ScreenWord.byWeek.words
        case .month: ScreenWord.byMonth.words
        case .quarter: ScreenWord.byQuarter.words
        case .halfYear: ScreenWord.byHalfYear.words
        case .year: ScreenWord.byYear.words
        }
    }

    fileprivate func before(_ today: Day, _ count: Int) -> Day? {
        let calendar = Calendar(identifier: .gregorian)
        let (unit, length): (Calendar.Component, Int) =
            switch self {
            case .week: (.day, 7)
            case .month: (.month, 1)
            case .quarter: (.month, 3)
            case .halfYear: (.month, 6)
            case .year: (.year, 1)
            }
        return calendar.date(from: today)
            .flatMap { calendar.date(byAdding: unit, value: -count * length, to: $0) }
            .map { calendar.dateComponents([.year, .month, .day], from: $0) }
    }
}
