#!/usr/bin/env bash
# Copies the screens that the READMEs show from those that `mvn test` in this folder drew.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
drawn=${1:-$here/../target/screens}
shown=$here/../docs/screens
mkdir -p "$shown"
for screen in today visit photo map volunteer-asking review; do
    cp "$drawn/$screen-360dp-18sp-zh.png" "$shown/$screen.png"
done
cp "$drawn/coverage-360dp-18sp-en.png" "$shown/coverage-english.png"
cp "$drawn/outbox-360dp-18sp-zh-dark.png" "$shown/outbox-dark.png"
du -ch "$shown"/*.png | tail -1
