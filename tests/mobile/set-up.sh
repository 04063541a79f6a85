#!/usr/bin/env bash
# Lays Debian trixie's Rust, the sources of its standard library and an assembler for ARM in a folder; as root, once.
# MOBILE_RUST_ROOT says where.
set -euo pipefail
packages=rustc-web,cargo-web,rust-web-src,clang,llvm,libc6-dev,ca-certificates,dash,coreutils
exec "$(dirname "${BASH_SOURCE[0]}")/../debian/unpack.sh" "${MOBILE_RUST_ROOT:-$HOME/.cache/doorstep/trixie-rust}" \
  "$packages" "" /usr/bin/cargo --version
