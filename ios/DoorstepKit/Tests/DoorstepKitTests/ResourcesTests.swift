import DoorstepKit
import Foundation
import Testing

/// What the system reads of the app.
struct ResourcesTests {
    private static let languages = ["zh-Hans", "en"]

    @Test("what is asked for is explained in both languages")
    func reasons() throws {
        let info = try Sources.plist("Info.plist")
        let asked = info.keys.filter { $0.hasSuffix("UsageDescription") } + ["CFBundleDisplayName"]
        #expect(asked.count > 3)
        #expect(info["CFBundleLocalizations"] as? [String] == Self.languages)
        for language in Self.languages {
            let texts = try Sources.plist("\(language).lproj/InfoPlist.strings")
            #expect(Set(texts.keys) == Set(asked), "\(language)")
            let isChinese = texts.values.allSatisfy {
                ($0 as? String)?.range(of: #"\p{Han}"#, options: .regularExpression) != nil
            }
            #expect(isChinese == (language == "zh-Hans"))
        }
    }

    @Test("the system says of every app that a tap opens whether it is there")
    func otherApps() throws {
        let named = try #require(try Sources.plist("Info.plist")["LSApplicationQueriesSchemes"] as? [String])
        let maps = [Datum.wgs84, .gcj02, .bd09].flatMap {
            MapApps.addresses(of: Coordinate(lat: 34.97, lon: 109, datum: $0)).compactMap(\.scheme)
        }
        #expect(Set(named) == Set(maps + ["tel"]))
    }

    @Test("the system wakes the app for the exchange that it knows, and for nothing else")
    func background() throws {
        let info = try Sources.plist("Info.plist")
        let names = try #require(info["BGTaskSchedulerPermittedIdentifiers"] as? [String])
        let delegate = try #require(try Sources.swift(in: Sources.views).first { $0.name == "AppDelegate.swift" })
        for name in names { #expect(delegate.lines.contains { $0.contains("\"\(name)\"") }) }
        #expect(names.count == 1 && info["UIBackgroundModes"] as? [String] == ["fetch"])
    }

    @Test("the icon is one picture of 1024 pixels")
    func icon() throws {
        let folder = Sources.resources.appendingPathComponent("Assets.xcassets/AppIcon.appiconset")
        let icon = try Data(contentsOf: folder.appendingPathComponent("icon.png"))
        func number(_ at: Int) -> Int { icon[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(icon.prefix(4) == Data([0x89, 0x50, 0x4e, 0x47]) && number(16) == 1024 && number(20) == 1024)
        // Eight bits of each colour and none of transparency, which no store takes.
        #expect(icon[24] == 8 && icon[25] == 2)
        let contents = try String(contentsOf: folder.appendingPathComponent("Contents.json"), encoding: .utf8)
        #expect(contents.contains("icon.png"))
    }

    @Test("nobody is tracked, and what is collected serves the app alone")
    func privacy() throws {
        let manifest = try Sources.plist("PrivacyInfo.xcprivacy")
        #expect(manifest["NSPrivacyTracking"] as? Bool == false)
        #expect((manifest["NSPrivacyTrackingDomains"] as? [String])?.isEmpty == true)
        let collected = try #require(manifest["NSPrivacyCollectedDataTypes"] as? [[String: Any]])
        #expect(!collected.isEmpty)
        for type in collected {
            #expect(type["NSPrivacyCollectedDataTypeTracking"] as? Bool == false)
            let purposes = type["NSPrivacyCollectedDataTypePurposes"] as? [String]
            #expect(purposes == ["NSPrivacyCollectedDataTypePurposeAppFunctionality"])
        }
        let reasons = try #require(manifest["NSPrivacyAccessedAPITypes"] as? [[String: Any]])
        #expect(reasons.allSatisfy { ($0["NSPrivacyAccessedAPITypeReasons"] as? [String])?.isEmpty == false })
    }
}
