// swift-tools-version: 6.0
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
