#!/usr/bin/env bash
# Lays Debian trixie's Swift in a folder; as root, once. SWIFT_ROOT says where.
set -euo pipefail
packages=swiftlang,libc6-dev,libstdc++-14-dev,ca-certificates,tzdata,dash,coreutils
# A gigabyte of editors' and debuggers' parts.
spare="usr/libexec/swift/bin/sourcekit-lsp usr/libexec/swift/bin/clangd usr/libexec/swift/bin/lldb*
  usr/libexec/swift/bin/docc usr/libexec/swift/bin/swift-format usr/libexec/swift/bin/repl_swift
  usr/lib/*-linux-gnu/liblldb* usr/libexec/swift/lib/liblldb*"
exec "$(dirname "${BASH_SOURCE[0]}")/../debian/unpack.sh" "${SWIFT_ROOT:-$HOME/.cache/doorstep/trixie}" \
  "$packages" "$spare" /usr/libexec/swift/bin/swiftc --version
