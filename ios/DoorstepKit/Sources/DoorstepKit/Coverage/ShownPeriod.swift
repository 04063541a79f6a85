/// The civil period that holds a day, or today where none is named. What it holds and what lies around it the core knows.
public struct ShownPeriod: Equatable, Sendable {
    public let kind: PeriodKind
    public let day: Day?

    public init(kind: PeriodKind = .month, day: Day? = nil) {
        self.kind = kind
        self.day = day
    }
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
}
