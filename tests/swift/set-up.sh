#!/usr/bin/env bash
# Lays Debian trixie's Swift in a folder, whatever Debian this is; as root, once. SWIFT_ROOT says where.
set -euo pipefail
root=${SWIFT_ROOT:-$HOME/.cache/doorstep/trixie}
packages=swiftlang,libc6-dev,libstdc++-14-dev,ca-certificates,tzdata,dash,coreutils
stamp=$(printf '%s' "$packages 1" | sha256sum | cut -c1-16)
if [ "$(cat "$root/.stamp" 2>/dev/null || true)" = "$stamp" ]; then
  echo "Swift is ready in $root"
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
touch "$new/etc/hosts"  # the machine's own is laid over it
printf 'root:x:0:0:root:/root:/bin/sh\n' > "$new/etc/passwd"
# A gigabyte of editors' and debuggers' parts that no test opens.
rm -rf "$new"/usr/libexec/swift/bin/{sourcekit-lsp,clangd,lldb*,docc,swift-format,repl_swift} \
  "$new"/usr/lib/*-linux-gnu/liblldb* "$new"/usr/libexec/swift/lib/liblldb* "$new"/usr/share/{doc,man,locale}
bwrap --bind "$new" / --proc /proc --dev /dev -- /usr/libexec/swift/bin/swiftc --version
echo "$stamp" > "$new/.stamp"
rm -rf --one-file-system "$root"
mv "$new" "$root"
