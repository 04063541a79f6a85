// swift-tools-version: 6.0
// The app where there is no Xcode: the kit and its tests as they are, the views over a stand-in for SwiftUI. check.sh
// lays all of it beside this file.
import PackageDescription

let library = Context.environment["DOORSTEP_LIB_DIR"] ?? "lib"

let package = Package(
    name: "DoorstepIOS",
    targets: [
        .systemLibrary(name: "doorstepFFI"),
        .target(
            name: "DoorstepKit",
            dependencies: ["doorstepFFI"],
            linkerSettings: [
                .unsafeFlags(["-L" + library]),
                .linkedLibrary("doorstep"),
                // A shipped library of Swift 6.0 on Linux names a symbol that none defines.
                .unsafeFlags(["-Xlinker", "--allow-shlib-undefined"]),
            ]
        ),
        // What tests/swift has for its own phone and hub.
        .target(name: "Story", dependencies: ["DoorstepKit"]),
        .testTarget(name: "DoorstepKitTests", dependencies: ["DoorstepKit", "Story"]),
        .target(name: "SwiftUI"),
        // Compiled, never run.
        .executableTarget(name: "DoorstepApp", dependencies: ["DoorstepKit", "SwiftUI"]),
    ],
    swiftLanguageModes: [.v6]
)
