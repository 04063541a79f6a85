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

extension Doorstep {
    /// Those of this phone.
    func grids() throws -> [GridLine] {
        try Pages.all(following: { try responsibilityList().grids(after: $0?.grid, limit: Pages.most) })
    }
}
