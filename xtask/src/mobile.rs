//! Static libraries for a phone of all that is Rust, where neither the NDK nor Xcode can be had.
//!
//! Rust's own library is built from its sources for both platforms, and everything of ours on top. SQLCipher is C
//! and needs a platform's headers: the archives name its symbols and hold none of its code. What goes into an app is
//! made by `cargo xtask package`.

use std::{fs, path::Path};

use crate::{
    package::{library_args, target_folder},
    run::{Failure, Steps},
    system::{self, Need},
};

const TARGETS: [&str; 2] = ["aarch64-linux-android", "aarch64-apple-ios"];

/// Rust's sources are in no reach of cargo alone: Debian has them as a package.
const NEEDS: &[Need] = &[
    Need {
        program: "mmdebstrap",
        package: "mmdebstrap",
        why: "it unpacks Debian's Rust with its library's sources into a folder",
        required: false,
    },
    Need { program: "bwrap", package: "bubblewrap", why: "that Rust runs in its folder", required: false },
];

/// What else gives these libraries, for whom the folder cannot be had.
const OTHERWISE: &str = "  Debian trixie's packages are fetched from deb.debian.org, as root. Elsewhere the same is checked by \
     `rustup target add aarch64-linux-android aarch64-apple-ios`\n  with the NDK or Xcode, and \
     `cargo xtask package android|ios`.";

/// Sets the tool-chain up and builds both; what is missing is named, and is a fault.
pub fn test(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    steps.check("mobile: programs", || {
        let missing = system::missing_after_install(NEEDS);
        if missing.is_empty() { Ok(()) } else { Err(format!("{}\n{OTHERWISE}", missing.join("\n"))) }
    })?;
    let scripts = root.join("tests/mobile");
    let ready = steps.program("mobile: tool-chain", &scripts.join("set-up.sh"), &[], &scripts, &[]);
    if let Err(failure) = ready {
        let reason = format!("  {failure}\n{OTHERWISE}");
        return steps.check("mobile: tool-chain", || Err(reason));
    }
    TARGETS.into_iter().try_for_each(|target| build(root, steps, &scripts, target))
}

fn build(root: &Path, steps: &mut Steps, scripts: &Path, target: &str) -> Result<(), Failure> {
    let folder = target_folder(root).join("mobile-rust");
    let into = folder.to_string_lossy();
    let how = ["-Zbuild-std=std,panic_unwind", "--target", target, "--target-dir", &into];
    let mut args = vec!["cargo"];
    args.extend(library_args("staticlib", &how));
    let named = target.replace('-', "_");
    let (compiler, archiver) = (format!("CC_{named}"), format!("AR_{named}"));
    let env = [
        ("RUSTC_BOOTSTRAP", "1"),
        // No C of SQLCipher's: the archive leaves its symbols to whoever links.
        ("LIBSQLITE3_SYS_USE_PKG_CONFIG", "1"),
        ("SQLCIPHER_LIB_DIR", "/nowhere"),
        ("SQLCIPHER_INCLUDE_DIR", "/nowhere"),
        // One hash is assembled; that needs no headers.
        (&*compiler, "clang"),
        (&*archiver, "llvm-ar"),
        ("SDKROOT", "/usr"),
    ];
    let library = folder.join(target).join("debug/libdoorstep.a");
    // An archive that an earlier run left is no proof.
    let _ = fs::remove_file(&library);
    steps.program(&format!("mobile: {target}"), &scripts.join("run.sh"), &args, root, &env)?;
    steps.check(&format!("mobile: {target}, archive"), || {
        let bytes =
            fs::metadata(&library).map_err(|error| format!("  {}: {error}", library.display()))?.len();
        println!("   {} ({} MiB with what the linker leaves out)", library.display(), bytes >> 20);
        Ok(())
    })
}
