import Observation

/// Lists are read page by page.
enum Pages {
    /// How many lines a list grows by.
    static let size: UInt32 = 50

    /// What one page of the core may hold.
    static let most: UInt32 = 200

    /// How many lines to read anew where so many are shown, so that a list that was grown stays as long.
    static func again(_ shown: Int?) -> UInt32 { min(max(UInt32(shown ?? 0), size), most) }

    /// All lines of a list that is given page by page, `after` so many.
    static func all<Line>(_ page: (_ after: UInt32) throws -> [Line]) rethrows -> [Line] {
        var all: [Line] = []
        while true {
            let next = try page(UInt32(all.count))
            all += next
            if next.count < Int(most) { return all }
        }
    }

    /// The same, each page asked for by the last line of the one before.
    static func all<Line>(following page: (_ last: Line?) throws -> [Line]) rethrows -> [Line] {
        var all: [Line] = []
        while true {
            let next = try page(all.last)
            if next.isEmpty { return all }
            all += next
        }
    }
}

/// A list as far as it was read.
public struct Paged<Item: Sendable, Key: Sendable>: Sendable {
    public fileprivate(set) var items: [Item]

    /// What the next page goes on from, where there may be one.
    fileprivate var next: Key?

    public var hasMore: Bool { next != nil }

    init(_ items: [Item], next: Key?) { (self.items, self.next) = (items, next) }

    /// Of lines of which as many were asked for: where all came, another page goes on from the last of them.
    init<Line>(_ lines: [Line], of limit: UInt32, after key: (Line) -> Key, as item: (Line) -> Item) {
        self.init(lines.map(item), next: lines.count == Int(limit) ? lines.last.map(key) : nil)
    }
}

extension Paged: Equatable where Item: Equatable, Key: Equatable {}

/// What a screen shows, with lists in it that grow page by page. A page that was asked for before another answer came
/// does not fit to it, and is dropped.
@MainActor
@Observable
final class Paging<Shown: Sendable> {
    private(set) var answer: Answer<Shown> = .awaited

    private let core: CoreThread

    /// Counts the answers.
    private var edition = 0

    init(_ core: CoreThread) { self.core = core }

    func put(_ answer: Answer<Shown>) {
        edition += 1
        self.answer = answer
    }

    func more<Item, Key>(
        of list: WritableKeyPath<Shown, Paged<Item, Key>> & Sendable,
        _ page: @escaping @Sendable (Doorstep, Key) throws -> Paged<Item, Key>
    ) {
        guard let next = answer.value?[keyPath: list].next else { return }
        let asked = edition
        core.ask({ try page($0, next) }) { answer in
            guard self.edition == asked, var longer = self.answer.value else { return }
            self.put(
                answer.map { page in
                    longer[keyPath: list].items += page.items
                    longer[keyPath: list].next = page.next
                    return longer
                })
        }
    }
}

extension Doorstep {
    /// Those of this phone.
    func grids() throws -> [GridLine] {
        try Pages.all(following: { try responsibilityList().grids(after: $0?.grid, limit: Pages.most) })
    }
}
