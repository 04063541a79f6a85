#!/usr/bin/env bash
# Runs a command with the Rust of set-up.sh, in the caller's folder: ./run.sh cargo build …
set -euo pipefail
root=${MOBILE_RUST_ROOT:-$HOME/.cache/doorstep/trixie-rust}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$repository/target}
crates=${CARGO_HOME:-$HOME/.cargo}/registry
mkdir -p "$target" "$crates"
binds=(--bind "$repository" "$repository" --bind "$target" "$target" --bind "$crates" /root/.cargo/registry)
for file in /etc/hosts /etc/resolv.conf; do [ ! -e "$file" ] || binds+=(--ro-bind "$file" "$file"); done
[ ! -e /etc/ssl ] || binds+=(--ro-bind /etc/ssl /etc/ssl)
exec bwrap --bind "$root" / --proc /proc --dev /dev --bind /tmp /tmp "${binds[@]}" --die-with-parent \
  --setenv PATH /usr/bin:/bin --setenv HOME /root --unsetenv CARGO_HOME --unsetenv CARGO --unsetenv RUSTUP_TOOLCHAIN \
  --chdir "$PWD" -- "$@"
