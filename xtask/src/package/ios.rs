//! The Swift package: generated code and an XCFramework of static libraries.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{PROFILE, build_host, call, copy, fresh, library_args, target_folder, write};
use crate::{
    bindings,
    languages::answers,
    run::{Failure, Steps},
};

/// Devices and both simulators.
const TARGETS: [&str; 3] = ["aarch64-apple-ios", "aarch64-apple-ios-sim", "x86_64-apple-ios"];

const XCODE: &str = "Xcode was not found (`xcodebuild -version` does not answer): install it on a Mac, and `rustup \
                     target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios`. `--host` makes the layout \
                     with this machine's library";

pub(super) fn package(root: &Path, steps: &mut Steps, host: bool) -> Result<(), Failure> {
    let shared = build_host(root, steps, "cdylib")?;
    bindings::build(steps)?;
    let code = target_folder(root).join("package/generated");
    bindings::generate_from(root, steps, &shared, &code)?;
    if host {
        let library = build_host(root, steps, "staticlib")?;
        return steps.check("ios: package", || {
            let folder = lay_out(root, &code.join("swift"))?;
            let slice = folder.join("Doorstep.xcframework/host");
            copy(&library, &slice.join("libdoorstep.a"))?;
            headers(&code.join("swift"), &slice.join("Headers"))?;
            write(&folder.join("Doorstep.xcframework/Info.plist"), HOST_PLIST)?;
            println!("   {}", folder.display());
            Ok(())
        });
    }
    steps.check("ios: Xcode", || {
        if answers(Path::new("xcodebuild"), &["-version"]) { Ok(()) } else { Err(format!("  {XCODE}")) }
    })?;
    for target in TARGETS {
        let args = library_args("staticlib", &["--profile", PROFILE, "--target", target]);
        steps.cargo(&format!("ios: {target}"), &args)?;
    }
    steps.check("ios: package", || frameworks(root, &code.join("swift")))
}

/// The package without its framework.
fn lay_out(root: &Path, swift: &Path) -> Result<PathBuf, String> {
    let folder = fresh(root, "ios")?;
    let form = root.join("bindings/swift");
    copy(&form.join("Package.swift"), &folder.join("Package.swift"))?;
    copy(&form.join("Day.swift"), &folder.join("Sources/DoorstepKit/Day.swift"))?;
    copy(&swift.join("DoorstepKit.swift"), &folder.join("Sources/DoorstepKit/DoorstepKit.swift"))?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&root.join(licence), &folder.join(licence))?;
    }
    Ok(folder)
}

fn headers(swift: &Path, to: &Path) -> Result<(), String> {
    copy(&swift.join("doorstepFFI.h"), &to.join("doorstepFFI.h"))?;
    copy(&swift.join("doorstepFFI.modulemap"), &to.join("module.modulemap"))
}

/// Both simulators in one library, then everything in one framework.
fn frameworks(root: &Path, swift: &Path) -> Result<(), String> {
    let folder = lay_out(root, swift)?;
    let built = |target: &str| {
        target_folder(root).join(target).join(PROFILE).join("libdoorstep.a").to_string_lossy().into_owned()
    };
    let simulators = folder.join("libdoorstep-simulators.a").to_string_lossy().into_owned();
    let [device, sim_arm, sim_intel] = TARGETS.map(built);
    call(Path::new("lipo"), &["-create", &sim_arm, &sim_intel, "-output", &simulators], &folder)?;
    let include = folder.join("Headers");
    headers(swift, &include)?;
    let include = include.to_string_lossy();
    let args = [
        "-create-xcframework",
        "-library",
        &device,
        "-headers",
        &include,
        "-library",
        &simulators,
        "-headers",
        &include,
        "-output",
        "Doorstep.xcframework",
    ];
    call(Path::new("xcodebuild"), &args, &folder)?;
    let _ = fs::remove_file(folder.join("libdoorstep-simulators.a"));
    println!("   {}", folder.display());
    Ok(())
}

/// Says plainly what the host's layout is.
const HOST_PLIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- Laid out with --host: the library is this machine's own. Xcode takes only what `cargo xtask package ios` makes. -->
<plist version="1.0"><dict>
<key>AvailableLibraries</key><array><dict>
<key>LibraryIdentifier</key><string>host</string>
<key>LibraryPath</key><string>libdoorstep.a</string>
<key>HeadersPath</key><string>Headers</string>
</dict></array>
<key>CFBundlePackageType</key><string>XFWK</string>
<key>XCFrameworkFormatVersion</key><string>1.0</string>
</dict></plist>
"#;
