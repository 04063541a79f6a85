import Foundation

/// A civil day (`Day` in the generated code) as Foundation's components: year, month and day, no time, no zone.
extension DateComponents {
    /// The day that `2026-06-03` names.
    public init(civilDay text: String) {
        let parts = text.split(separator: "-").map { Int($0) }
        self.init(
            year: parts.first ?? nil,
            month: parts.count > 1 ? parts[1] : nil,
            day: parts.count > 2 ? parts[2] : nil)
    }

    /// The day as `2026-06-03`; absent components count as the first.
    public var civilDay: String {
        func digits(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(digits(year ?? 1, 4))-\(digits(month ?? 1, 2))-\(digits(day ?? 1, 2))"
    }
}
