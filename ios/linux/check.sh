#!/bin/sh
# Inside the Swift folder of tests/swift: lays kit, tests, views and generated code side by side in this checkout's target,
# compiles all of it and runs the tests. DOORSTEP_BINDINGS is the folder of the generated code, which is only read.
set -eu
: "${DOORSTEP_BINDINGS:?the folder of the generated code}"
cd "$(dirname "$0")"
work=$(cd ../.. && pwd)/target/ios-package
# Sources that are gone would be compiled all the same; what was built of the others stays.
rm -rf "$work/Sources" "$work/Tests" "$work/Resources"
mkdir -p "$work/Sources/doorstepFFI"
cp ../../tests/swift/Package.swift "$work/"
cp -Rp ../DoorstepKit/Sources/DoorstepKit SwiftUI "$work/Sources/"
cp -Rp ../App/Sources "$work/Sources/DoorstepApp"
cp -Rp ../../tests/swift/Sources/Story "$work/Sources/"
cp -Rp ../DoorstepKit/Tests ../App/Resources "$work/"
cp -p ../../tests/python/picture.jpg ../../core/tests/assets/photos/drawn.heic "$work/"
rm -rf "$work/Sources/DoorstepKit/Generated"
mkdir "$work/Sources/DoorstepKit/Generated"
cp -p "$DOORSTEP_BINDINGS"/swift/*.swift ../../bindings/swift/Day.swift "$work/Sources/DoorstepKit/Generated/"
cp -p "$DOORSTEP_BINDINGS/swift/doorstepFFI.h" "$work/Sources/doorstepFFI/"
cp -p "$DOORSTEP_BINDINGS/swift/doorstepFFI.modulemap" "$work/Sources/doorstepFFI/module.modulemap"
cd "$work"
export DOORSTEP_LIB_DIR="$DOORSTEP_BINDINGS/lib" LD_LIBRARY_PATH="$DOORSTEP_BINDINGS/lib"
exec swift test --disable-xctest --no-parallel ${DOORSTEP_SWIFT_ARGS:-}
