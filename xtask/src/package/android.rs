//! The AAR: a library for each ABI, the generated Kotlin as a source jar, R8 rules, and a POM.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{PROFILE, build_host, call, copy, fresh, library_args, target_folder, write};
use crate::{
    bindings, languages,
    run::{Failure, Steps},
};

/// The ABIs of phones in use: Rust's target, the AAR's folder, the NDK's compiler.
const ABIS: [(&str, &str, &str); 3] = [
    ("aarch64-linux-android", "arm64-v8a", "aarch64-linux-android26-clang"),
    ("armv7-linux-androideabi", "armeabi-v7a", "armv7a-linux-androideabi26-clang"),
    ("x86_64-linux-android", "x86_64", "x86_64-linux-android26-clang"),
];

/// Devices with pages of this size load nothing that is aligned to less.
const PAGE_BYTES: u64 = 16_384;
const PAGES: &str = "link-arg=-Wl,-z,max-page-size=16384";

/// The form of relocations that every Android from 6.0 (API 23) reads: a few bytes each for 24.
const RELOCATIONS: &str = "link-arg=-Wl,--pack-dyn-relocs=android";

const NDK: &str = "the Android NDK was not found: set ANDROID_NDK_HOME to its folder (Android Studio: SDK Manager, \
                   SDK Tools, NDK), and `rustup target add aarch64-linux-android armv7-linux-androideabi \
                   x86_64-linux-android`. `--host` makes the layout with this machine's library";

pub(super) fn package(root: &Path, steps: &mut Steps, host: bool) -> Result<(), Failure> {
    let (libraries, strip) = if host {
        (vec![(host_abi(), build_host(root, steps, "cdylib")?)], PathBuf::from("strip"))
    } else {
        build(root, steps)?
    };
    let unstripped = build_host(root, steps, "cdylib")?;
    bindings::build(steps)?;
    let code = target_folder(root).join("package/generated");
    bindings::generate_from(root, steps, &unstripped, &code)?;
    let classes = languages::kotlin_classes(root, steps, &code)?;
    steps.check("android: AAR", || lay_out(root, &libraries, &strip, &code.join("kotlin"), &classes))?;
    if host { Ok(()) } else { steps.check("android: 16 KB pages", || check_pages(&libraries, &strip)) }
}

fn host_abi() -> &'static str {
    if env::consts::ARCH == "aarch64" { "arm64-v8a" } else { "x86_64" }
}

/// An ABI and where its library lies.
type Library = (&'static str, PathBuf);

/// The libraries of all ABIs, and the NDK's strip: this machine's own reads no library of an ARM phone.
fn build(root: &Path, steps: &mut Steps) -> Result<(Vec<Library>, PathBuf), Failure> {
    let ndk = env::var_os("ANDROID_NDK_HOME").map(PathBuf::from).filter(|folder| folder.is_dir());
    let mut tools = PathBuf::new();
    steps.check("android: NDK", || {
        let ndk = ndk.ok_or_else(|| format!("  {NDK}"))?;
        let hosts = fs::read_dir(ndk.join("toolchains/llvm/prebuilt"))
            .map_err(|error| format!("  {NDK} ({error})"))?;
        tools = hosts.flatten().next().ok_or_else(|| format!("  {NDK}"))?.path().join("bin");
        Ok(())
    })?;
    let mut libraries = Vec::new();
    for (target, abi, compiler) in ABIS {
        let compiler = tools.join(compiler).to_string_lossy().into_owned();
        let archiver = tools.join("llvm-ar").to_string_lossy().into_owned();
        let name = target.to_uppercase().replace('-', "_");
        let (linker, cc, ar) =
            (format!("CARGO_TARGET_{name}_LINKER"), format!("CC_{target}"), format!("AR_{target}"));
        let env = [(&*linker, &*compiler), (&*cc, &*compiler), (&*ar, &*archiver)];
        let how = ["--profile", PROFILE, "--target", target, "--", "-C", PAGES, "-C", RELOCATIONS];
        steps.cargo_with(&format!("android: {abi}"), &library_args("cdylib", &how), &env)?;
        libraries.push((abi, target_folder(root).join(target).join(PROFILE).join("libdoorstep.so")));
    }
    Ok((libraries, tools.join("llvm-strip")))
}

/// Lays the AAR out and zips it.
fn lay_out(
    root: &Path,
    libraries: &[Library],
    strip: &Path,
    kotlin: &Path,
    classes: &Path,
) -> Result<(), String> {
    let folder = fresh(root, "android")?;
    let aar = folder.join("aar");
    let form = root.join("bindings/kotlin");
    copy(&form.join("AndroidManifest.xml"), &aar.join("AndroidManifest.xml"))?;
    copy(&form.join("consumer-rules.pro"), &aar.join("proguard.txt"))?;
    write(&aar.join("R.txt"), "")?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&root.join(licence), &aar.join("META-INF").join(licence))?;
    }
    for (abi, library) in libraries {
        let to = aar.join("jni").join(abi).join("libdoorstep.so");
        copy(library, &to)?;
        call(strip, &["--strip-unneeded", &to.to_string_lossy()], Path::new("/"))?;
    }
    zip(kotlin, &folder.join("doorstep-0.1.0-sources.jar"))?;
    zip(classes, &aar.join("classes.jar"))?;
    zip(&aar, &folder.join("doorstep-0.1.0.aar"))?;
    copy(&form.join("pom.xml"), &folder.join("doorstep-0.1.0.pom"))?;
    check(&aar, libraries)?;
    println!("   {}", folder.display());
    Ok(())
}

/// What an app would stumble over later.
fn check(aar: &Path, libraries: &[Library]) -> Result<(), String> {
    for (abi, _) in libraries {
        let library = aar.join("jni").join(abi).join("libdoorstep.so");
        if !library.is_file() {
            return Err(format!("  the AAR lacks {}", library.display()));
        }
    }
    if !aar.join("classes.jar").is_file() {
        return Err("  the AAR lacks classes.jar".to_owned());
    }
    let rules = fs::read_to_string(aar.join("proguard.txt")).unwrap_or_default();
    let kept = ["com.sun.jna.**", "org.doorstep.**", "RuntimeVisibleAnnotations"];
    match kept.iter().find(|rule| !rules.contains(**rule)) {
        Some(rule) => Err(format!("  the R8 rules do not keep {rule}")),
        None => Ok(()),
    }
}

/// What ends an app at its start on a phone with 16 KB pages: a segment that is aligned to less.
fn check_pages(libraries: &[Library], strip: &Path) -> Result<(), String> {
    let reader = strip.with_file_name("llvm-readelf");
    for (_, library) in libraries {
        let headers = Command::new(&reader)
            .args(["--program-headers", "--wide"])
            .arg(library)
            .output()
            .map_err(|error| format!("  {} could not be started: {error}", reader.display()))?;
        let headers = String::from_utf8_lossy(&headers.stdout).into_owned();
        let alignments: Vec<_> = load_alignments(&headers).collect();
        if alignments.is_empty() || alignments.iter().any(|bytes| *bytes < PAGE_BYTES) {
            return Err(format!("  {}: segments are aligned to {alignments:?}", library.display()));
        }
    }
    Ok(())
}

/// The alignments of the segments that are loaded, the last column of their lines.
fn load_alignments(headers: &str) -> impl Iterator<Item = u64> {
    let loaded = headers.lines().filter(|line| line.trim_start().starts_with("LOAD"));
    loaded.filter_map(|line| u64::from_str_radix(line.rsplit("0x").next()?.trim(), 16).ok())
}

/// A zip by Python, which is at hand where `zip` is not.
fn zip(folder: &Path, to: &Path) -> Result<(), String> {
    let to = to.to_string_lossy();
    call(Path::new("python3"), &["-m", "zipfile", "-c", &to, "."], folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignments_are_read_of_the_segments_that_are_loaded() {
        let headers = "Program Headers:\n  Type  Offset  VirtAddr  PhysAddr  FileSiz  MemSiz  Flg Align\n  \
                       PHDR  0x000040 0x40 0x40 0x268 0x268 R   0x8\n  \
                       LOAD  0x000000 0x0 0x0 0x9d0 0x9d0 R   0x4000\n  \
                       LOAD  0x0009d0 0x49d0 0x49d0 0x10 0x10 R E 0x1000\n";
        assert_eq!(load_alignments(headers).collect::<Vec<_>>(), [0x4000, 0x1000]);
    }
}
