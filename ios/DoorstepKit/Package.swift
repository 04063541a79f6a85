// swift-tools-version: 6.0
// All of the app that needs no screen. The generated code lies in Sources/DoorstepKit/Generated, and the library beside
// this file; ../set-up.sh lays both there.
import PackageDescription

#if os(Linux)
// The host's own library, for tests.
let library = Context.environment["DOORSTEP_LIB_DIR"] ?? "lib"
let ffi = Target.systemLibrary(name: "doorstepFFI")
let linking: [LinkerSetting] = [
    .unsafeFlags(["-L" + library]),
    .linkedLibrary("doorstep"),
    // A shipped library of Swift 6.0 on Linux names a symbol that none defines.
    .unsafeFlags(["-Xlinker", "--allow-shlib-undefined"]),
]
#else
let ffi = Target.binaryTarget(name: "doorstepFFI", path: "Doorstep.xcframework")
let linking: [LinkerSetting] = []
#endif

let package = Package(
    name: "DoorstepKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "DoorstepKit", targets: ["DoorstepKit"])],
    targets: [
        ffi,
        .target(name: "DoorstepKit", dependencies: ["doorstepFFI"], linkerSettings: linking),
        .testTarget(name: "DoorstepKitTests", dependencies: ["DoorstepKit"]),
    ],
    swiftLanguageModes: [.v6]
)
