#!/bin/sh
# On a Mac: builds the library for phone and simulators, lays it and its generated code into DoorstepKit, and makes the
# Xcode project. Again after every change of the core.
set -eu
cd "$(dirname "$0")"
command -v xcodegen >/dev/null || { echo "XcodeGen is missing: brew install xcodegen" >&2; exit 1; }
(cd .. && cargo xtask package ios)
package=${CARGO_TARGET_DIR:-../target}/package/ios
rm -rf DoorstepKit/Sources/DoorstepKit/Generated DoorstepKit/Doorstep.xcframework
mkdir -p DoorstepKit/Sources/DoorstepKit/Generated
cp "$package"/Sources/DoorstepKit/*.swift DoorstepKit/Sources/DoorstepKit/Generated/
cp -R "$package/Doorstep.xcframework" DoorstepKit/
xcodegen generate
