// swift-tools-version: 6.0
// All of the app that needs no screen. `../set-up.sh` lays the generated code into Sources/DoorstepKit/Generated and the
// library beside this file. The tests start programs, which no phone does: ../../tests/swift/Package.swift has them.
import PackageDescription

let package = Package(
    name: "DoorstepKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "DoorstepKit", targets: ["DoorstepKit"])],
    targets: [
        .binaryTarget(name: "doorstepFFI", path: "Doorstep.xcframework"),
        .target(name: "DoorstepKit", dependencies: ["doorstepFFI"]),
    ],
    swiftLanguageModes: [.v6]
)
