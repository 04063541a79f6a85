#!/usr/bin/env bash
# Runs a command with the Swift of set-up.sh, in the caller's folder: ./run.sh swift test
set -euo pipefail
root=${SWIFT_ROOT:-$HOME/.cache/doorstep/trixie}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binds=(--bind "$repository" "$repository" --bind /tmp /tmp)
# The build's folder and the small disk may lie elsewhere.
for folder in "${DOORSTEP_BINDINGS:-}" "${DOORSTEP_SMALL_DISK:-}"; do
  [ -z "$folder" ] || { folder=$(realpath "$folder"); binds+=(--bind "$folder" "$folder"); }
done
if [ -n "${DOORSTEP_BIN:-}" ]; then binds+=(--ro-bind "$(realpath "$DOORSTEP_BIN")" "$(realpath "$DOORSTEP_BIN")"); fi
exec bwrap --bind "$root" / --proc /proc --dev /dev "${binds[@]}" --die-with-parent \
  --setenv PATH /usr/libexec/swift/bin:/usr/bin:/bin --setenv HOME /tmp/swift-home --setenv LC_ALL C.UTF-8 \
  --ro-bind /etc/hosts /etc/hosts --chdir "$PWD" -- "$@"
