#!/usr/bin/env bash
# Links, dexes, aligns and signs the app by Debian's tools and D8, as far as it can be made without Google's artefacts.
# The APK is whole as to manifest, resources and the classes that know Android; screens, core and AndroidX are not in it,
# so that it installs and does not start. Gradle makes the real one.
#
#   apk.sh FOLDER ANDROID_JAR R8_JAR MIN_SDK TARGET_SDK VERSION CLASSES...
#
# CLASSES are folders.
set -euo pipefail
folder=$1 android=$2 r8=$3 min=$4 target=$5 version=$6
shift 6
main=$(cd "$(dirname "$0")" && pwd)/src/main

for tool in aapt2 zipalign apksigner; do
    command -v "$tool" > /dev/null || { echo "$tool is missing: apt-get install aapt zipalign apksigner" >&2; exit 1; }
done

rm -rf "$folder"
mkdir -p "$folder/dex"
# The build names the package, as Gradle's `namespace` does.
sed 's/<manifest /<manifest package="org.doorstep.app" /' "$main/AndroidManifest.xml" > "$folder/AndroidManifest.xml"
aapt2 compile --dir "$main/res" -o "$folder/resources.zip"
aapt2 link -I "$android" --manifest "$folder/AndroidManifest.xml" \
    --min-sdk-version "$min" --target-sdk-version "$target" --version-code 1 --version-name "$version" \
    -o "$folder/app.apk" "$folder/resources.zip"
classes=()
for place in "$@"; do
    jar="$folder/classes-${#classes[@]}.jar"
    jar --create --no-manifest --file "$jar" -C "$place" .
    classes+=("$jar")
done
java -cp "$r8" com.android.tools.r8.D8 --debug --min-api "$min" --lib "$android" --output "$folder/dex" "${classes[@]}"
jar --update --no-manifest --file "$folder/app.apk" -C "$folder/dex" .
zipalign -f 4 "$folder/app.apk" "$folder/aligned.apk"
keytool -genkeypair -keystore "$folder/once.p12" -storetype PKCS12 -storepass for-this-build -alias once \
    -keyalg RSA -keysize 2048 -dname CN=once -validity 2 2> /dev/null
apksigner sign --ks "$folder/once.p12" --ks-pass pass:for-this-build --out "$folder/doorstep-signed.apk" "$folder/aligned.apk"
