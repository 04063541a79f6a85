/// A language of the screens.
public enum Language: String, CaseIterable, Codable, Sendable {
    case chinese
    case english

    /// Its name in itself, for whoever reads no other.
    public var ownName: Words {
        switch self {
        case .chinese: asIs(PhoneWord.inChinese.words.zh)
        case .english: asIs(PhoneWord.inEnglish.words.en)
        }
    }
}

extension Words {
    public func text(in language: Language) -> String {
        switch language {
        case .chinese: zh
        case .english: en
        }
    }
}
