// swift-tools-version: 6.0
// The story of a phone in Swift, over the generated API. `cargo xtask test` runs it.
import PackageDescription

let library = Context.environment["DOORSTEP_LIB_DIR"] ?? "lib"

let package = Package(
    name: "DoorstepStory",
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
        // The snippets of bindings/README.md: compiled, never run.
        .target(name: "Readme", dependencies: ["DoorstepKit"]),
        .target(name: "Story", dependencies: ["DoorstepKit"]),
        .executableTarget(name: "Victim", dependencies: ["Story"]),
        .testTarget(name: "StoryTests", dependencies: ["Story", "Readme", "Victim"]),
    ],
    swiftLanguageModes: [.v6]
)
