// swift-tools-version: 6.0
// The generated API and what is built on it where there is no Xcode: the story of a phone, or the iOS app, whichever's
// sources test.sh or ios/linux/check.sh laid beside this file. `cargo xtask languages` runs both.
import Foundation
import PackageDescription

let library = Context.environment["DOORSTEP_LIB_DIR"] ?? "lib"

let isApp = FileManager.default.fileExists(atPath: Context.packageDirectory + "/Sources/DoorstepApp")

let story: [Target] = [
    // The snippets of bindings/README.md: compiled, never run.
    .target(name: "Readme", dependencies: ["DoorstepKit"]),
    .executableTarget(name: "Victim", dependencies: ["Story"]),
    .testTarget(name: "StoryTests", dependencies: ["Story", "Readme", "Victim"]),
]

let app: [Target] = [
    .testTarget(name: "DoorstepKitTests", dependencies: ["DoorstepKit", "Story"]),
    .target(name: "SwiftUI"),
    // Compiled, never run.
    .executableTarget(name: "DoorstepApp", dependencies: ["DoorstepKit", "SwiftUI"]),
]

let package = Package(
    name: "Doorstep",
    targets: [
        .systemLibrary(name: "doorstepFFI"),
        .target(
            name: "DoorstepKit",
            dependencies: ["doorstepFFI"],
            linkerSettings: [
                .unsafeFlags(["-L" + library]),
                .linkedLibrary("doorstep"),
                // A shipped library of Swift 6.0 on Linux names a symbol that none defines.
                .unsafeFlags(["-Xlinker", "--allow-shlib-undefined"], .when(platforms: [.linux])),
            ]
        ),
        // A phone and a hub for the tests of either.
        .target(name: "Story", dependencies: ["DoorstepKit"]),
    ] + (isApp ? app : story),
    swiftLanguageModes: [.v6]
)
