/// What a screen knows of something that it asked the core for.
public enum Answer<Value> {
    case awaited
    case here(Value)
    case failed(Words)

    /// What is here, if anything is.
    public var value: Value? {
        if case .here(let value) = self { value } else { nil }
    }

    /// Why nothing is, where the core said so.
    public var problem: Words? {
        if case .failed(let words) = self { words } else { nil }
    }

    public var isAwaited: Bool {
        if case .awaited = self { true } else { false }
    }

    public func map<Other>(_ change: (Value) -> Other) -> Answer<Other> {
        switch self {
        case .awaited: .awaited
        case .here(let value): .here(change(value))
        case .failed(let words): .failed(words)
        }
    }
}

extension Answer: Sendable where Value: Sendable {}
extension Answer: Equatable where Value: Equatable {}
