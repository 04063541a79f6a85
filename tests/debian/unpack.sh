#!/usr/bin/env bash
# Lays packages of Debian trixie in a folder of their own, whatever Debian this is; as root, once.
# usage: unpack.sh FOLDER PACKAGES SPARE PROBE…  (SPARE: patterns below FOLDER that nothing here opens; PROBE: a command
# that must work inside)
set -euo pipefail
root=$1 packages=$2 spare=$3
shift 3
stamp=$(printf '%s' "$packages 1" | sha256sum | cut -c1-16)
if [ "$(cat "$root/.stamp" 2>/dev/null || true)" = "$stamp" ]; then
  echo "ready: $root"
  exit 0
fi
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || apt-get install -y -qq debian-archive-keyring
new=$root.new
rm -rf --one-file-system "$new"
mkdir -p "$(dirname "$root")"
# Packages are verified and unpacked and none of their scripts runs, so that nothing needs users or /proc.
mmdebstrap --quiet --mode=root --variant=extract --components=main --include="$packages" \
  --aptopt='APT::Install-Recommends "false"' --keyring=/usr/share/keyrings/debian-archive-keyring.gpg trixie "$new"
# What those scripts would have made.
for link in bin sbin lib lib64; do [ -e "$new/$link" ] || ln -s "usr/$link" "$new/$link"; done
mkdir -p "$new"/{proc,sys,dev,run,tmp,root,work,etc}
[ -e "$new/usr/bin/cc" ] || ln -s gcc "$new/usr/bin/cc"
touch "$new/etc/hosts" "$new/etc/resolv.conf"  # the machine's own are laid over them
printf 'root:x:0:0:root:/root:/bin/sh\n' > "$new/etc/passwd"
(cd "$new" && shopt -s nullglob && rm -rf usr/share/{doc,man,locale} $spare)
bwrap --bind "$new" / --proc /proc --dev /dev -- "$@"
echo "$stamp" > "$new/.stamp"
rm -rf --one-file-system "$root"
mv "$new" "$root"
