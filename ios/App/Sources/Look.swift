import DoorstepKit
import SwiftUI

/// How a worker wants the screens to look.
struct Look {
    var language = Language.chinese
    /// In points, 18 to 30 (工信部适老化), as the phone's own text size scales it.
    var mainText: Double = 18
    var palette = Palette.light

    /// Whether words need all of the screen's width.
    var isTextLarge: Bool { mainText > 24 }

    func text(_ words: Words) -> Text { Text(verbatim: words.text(in: language)) }

    /// Four sizes, all from the main one.
    func font(_ style: TextStyle) -> Font {
        switch style {
        case .title: .system(size: mainText * 1.25, weight: .bold)
        case .heading: .system(size: mainText * 1.1, weight: .bold)
        case .main: .system(size: mainText)
        case .strong: .system(size: mainText, weight: .bold)
        case .detail: .system(size: mainText * 0.89)
        }
    }
}

enum TextStyle {
    case title, heading, main, strong, detail
}

/// The smallest height and width of what can be tapped: large enough for old hands, and volunteers' are often old.
let target: Double = 60

/// The inks and grounds of the screens; each ink stands on its own grounds with a contrast of 4.5 or more.
struct Palette {
    let primary: Color
    let onPrimary: Color
    let noticeGround: Color
    let onNotice: Color
    let holdGround: Color
    let onHold: Color
    let ground: Color
    let surface: Color
    let ink: Color
    let quietInk: Color
    let edge: Color
    let warning: Color
    let problemGround: Color
    let onProblem: Color

    static let light = Palette(
        primary: Color(rgb: 0x0b5c4a),
        onPrimary: Color(rgb: 0xffffff),
        noticeGround: Color(rgb: 0xd3ece4),
        onNotice: Color(rgb: 0x06382d),
        holdGround: Color(rgb: 0xffecc2),
        onHold: Color(rgb: 0x4a3300),
        ground: Color(rgb: 0xf6f7f5),
        surface: Color(rgb: 0xffffff),
        ink: Color(rgb: 0x181c1a),
        quietInk: Color(rgb: 0x474f4b),
        edge: Color(rgb: 0x6b746f),
        warning: Color(rgb: 0xa3160e),
        problemGround: Color(rgb: 0xffe0dc),
        onProblem: Color(rgb: 0x5e0a05)
    )

    static let dark = Palette(
        primary: Color(rgb: 0x86d6bf),
        onPrimary: Color(rgb: 0x00382c),
        noticeGround: Color(rgb: 0x12463a),
        onNotice: Color(rgb: 0xcdefe4),
        holdGround: Color(rgb: 0x4a3800),
        onHold: Color(rgb: 0xffe6ae),
        ground: Color(rgb: 0x101412),
        surface: Color(rgb: 0x1b201e),
        ink: Color(rgb: 0xe4e8e5),
        quietInk: Color(rgb: 0xc2cac6),
        edge: Color(rgb: 0x8f9994),
        warning: Color(rgb: 0xffb4aa),
        problemGround: Color(rgb: 0x5c1712),
        onProblem: Color(rgb: 0xffdad5)
    )
}

extension Color {
    fileprivate init(rgb: UInt32) {
        func part(_ shift: UInt32) -> Double { Double(rgb >> shift & 0xff) / 255 }
        self.init(red: part(16), green: part(8), blue: part(0))
    }
}

private struct LookKey: EnvironmentKey {
    static let defaultValue = Look()
}

extension EnvironmentValues {
    var look: Look {
        get { self[LookKey.self] }
        set { self[LookKey.self] = newValue }
    }
}
