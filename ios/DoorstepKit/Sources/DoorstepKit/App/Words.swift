import Foundation

/// Asked of the core once: a screen says each of them again whenever it is drawn.
private let table = Dictionary(uniqueKeysWithValues: ScreenWord.allCases.map { ($0, $0.label()) })

extension ScreenWord {
    /// What the screens say, from the table that all shells share.
    public var words: Words { table[self] ?? label() }

    /// A sentence with its values.
    public func of(_ values: Words...) -> Words { with(values: values) }
}

private let ofPhones = Dictionary(uniqueKeysWithValues: PhoneWord.allCases.map { ($0, $0.label()) })

extension PhoneWord {
    /// What the screens say of the phone itself.
    public var words: Words { ofPhones[self] ?? label() }

    /// A sentence with its values.
    public func of(_ values: Words...) -> Words { with(values: values) }
}

/// A name, an address, a figure: the same in both languages.
public func asIs(_ text: String) -> Words { Words(zh: text, en: text) }

/// Of a file its name: where it lies is of no use to a worker.
public func fileName(_ path: String) -> Words { asIs(URL(fileURLWithPath: path).lastPathComponent) }

/// A number, which both languages write alike.
public func figure(_ number: some BinaryInteger) -> Words { asIs("\(number)") }

/// Parts of a line, the missing ones left out.
public func line(_ parts: Words?...) -> Words { line(parts) }

func line(_ parts: [Words?]) -> Words {
    let all = parts.compactMap { $0 }
    return Words(zh: all.map(\.zh).joined(separator: " · "), en: all.map(\.en).joined(separator: " · "))
}

public func + (left: Words, right: Words) -> Words { Words(zh: left.zh + right.zh, en: left.en + right.en) }

func addressLine(_ street: String, _ building: String?, _ floor: Int16?) -> Words {
    line(asIs(street), building.map(asIs), floor.map(storey))
}

private func storey(_ number: Int16) -> Words { ScreenWord.floor.of(figure(number)) }

public func toSend(_ count: UInt64) -> Words { ScreenWord.unsent.of(figure(count)) }

/// From one moment to another; none where the clock was turned back between them.
func span(from: Date, to: Date) -> Words { wordsOfSpan(span: max(0, to.timeIntervalSince(from))) }
