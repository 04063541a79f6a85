// swift-tools-version: 6.0
// All of the app that needs no screen. `../set-up.sh` lays the generated code into Sources/DoorstepKit/Generated and the
// library beside this file. Without Xcode, ../linux/Package.swift takes this file's place.
import PackageDescription

let package = Package(
    name: "DoorstepKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "DoorstepKit", targets: ["DoorstepKit"])],
    targets: [
        .binaryTarget(name: "doorstepFFI", path: "Doorstep.xcframework"),
        .target(name: "DoorstepKit", dependencies: ["doorstepFFI"]),
        .testTarget(name: "DoorstepKitTests", dependencies: ["DoorstepKit"]),
    ],
    swiftLanguageModes: [.v6]
)
