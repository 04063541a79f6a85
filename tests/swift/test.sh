#!/bin/sh
# Inside the Swift folder: lays the generated code where the package wants it and tests.
set -eu
: "${DOORSTEP_BINDINGS:?the folder of the generated code}"
work=$DOORSTEP_BINDINGS/swift-package
mkdir -p "$work/Sources/DoorstepKit" "$work/Sources/doorstepFFI" "$work/Sources/Readme"
cp -r Package.swift Sources Tests "$work/"
cp "$DOORSTEP_BINDINGS"/swift/*.swift ../../bindings/swift/Day.swift "$work/Sources/DoorstepKit/"
cp "$DOORSTEP_BINDINGS/swift/doorstepFFI.h" "$work/Sources/doorstepFFI/"
cp "$DOORSTEP_BINDINGS/swift/doorstepFFI.modulemap" "$work/Sources/doorstepFFI/module.modulemap"
rm -f "$work"/Sources/Readme/*.swift
cp "$DOORSTEP_BINDINGS"/readme/swift/*.swift "$work/Sources/Readme/"
cp ../python/picture.jpg "$work/picture.jpg"
cd "$work"
export DOORSTEP_LIB_DIR="$DOORSTEP_BINDINGS/lib" LD_LIBRARY_PATH="$DOORSTEP_BINDINGS/lib"
exec swift test --disable-xctest --no-parallel
