import DoorstepKit
import Foundation
import Testing

/// What can be said of the views from their text: they hold no word, and no control but the named ones.
struct ViewsTests {
    /// Lines of the views in which this pattern is found, but for those of `except`.
    private func strays(_ pattern: String, except: Set<String>, in folder: URL = Sources.views) throws -> [String] {
        let files = try Sources.swift(in: folder)
        try #require(!files.isEmpty)
        return files.filter { !except.contains($0.name) }.flatMap { file in
            file.lines.filter { line in
                !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
                    && line.range(of: pattern, options: .regularExpression) != nil
            }.map { "\(file.name): \($0)" }
        }
    }

    @Test("no word stands outside the table")
    func words() throws {
        // A picture's name is the system's, not a word. The last two name queues and a task to the system.
        let literal = #"^(?!\s*case \w+ = ")[^"]*"[^"]*([\p{Han}]|[A-Za-z]{2})[^"]*""#
        #expect(try strays(literal, except: ["Capture.swift", "AppDelegate.swift"]) == [])
    }

    @Test("no model says a word of its own")
    func models() throws {
        let han = #"^[^/]*"[^"]*\p{Han}"#
        let folders = [
            "App", "Today", "Stop", "Register", "Visit", "Volunteer", "Outbox", "Coverage", "Responsibility", "Review", "Settings",
            "Enrol", "Host",
        ]
        for folder in folders {
            #expect(try strays(han, except: [], in: Sources.kit.appendingPathComponent(folder)) == [])
        }
    }

    @Test("every control is one of those that take their name with their words")
    func controls() throws {
        let control = #"\b(Button|Toggle|TextField|SecureField|TextEditor|Picker|Stepper|Slider|Link|NavigationLink|Menu|DatePicker|Image|Label)\s*[({]|\.onTapGesture"#
        #expect(try strays(control, except: ["Controls.swift", "Field.swift", "BoxedPicture.swift", "KeptPicture.swift"]) == [])
    }

    @Test("what can be tapped is no smaller than sixty points")
    func targets() throws {
        let look = try #require(try Sources.swift(in: Sources.views).first { $0.name == "Look.swift" })
        let sizes = look.lines.compactMap { $0.wholeMatch(of: /let target: Double = (\d+)/)?.1 }.compactMap { Int($0) }
        #expect(sizes.count == 1 && sizes[0] >= 60)
    }

    @Test("the table has every word in both languages")
    func table() {
        for word in ScreenWord.allCases { #expect(!word.words.zh.isEmpty && !word.words.en.isEmpty) }
    }
}
