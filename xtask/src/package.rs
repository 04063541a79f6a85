//! One command each: an AAR for Android, a Swift package for iOS, a wheel for Python.
//!
//! Libraries for phones need the NDK or Xcode; where neither is found the command says what to install. With
//! `--host` the host's own library takes their place, so that the layout itself is made and checked anywhere.

mod android;
mod ios;
mod python;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::ValueEnum;

use crate::{
    bindings,
    run::{Failure, Steps},
};

/// The profile that ships: small, never aborting.
pub const PROFILE: &str = "mobile";

/// What is packaged.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Platform {
    /// An AAR with three ABIs, R8 rules and a POM.
    Android,
    /// An XCFramework in a Swift package.
    Ios,
    /// A wheel, installed and tested in a clean environment.
    Python,
}

/// Packages for one platform; `host` packages this machine's own library instead of a phone's.
pub fn package(root: &Path, steps: &mut Steps, platform: Platform, host: bool) -> Result<(), Failure> {
    match platform {
        Platform::Android => android::package(root, steps, host),
        Platform::Ios => ios::package(root, steps, host),
        Platform::Python => python::package(root, steps),
    }
}

/// What cargo is told to build the bindings as a library of this kind for an app; `how` says by which profile, for whom
/// and where to.
pub fn library_args<'a>(kind: &'a str, how: &[&'a str]) -> Vec<&'a str> {
    let library = ["rustc", "--locked", "-p", "doorstep-bindings", "--lib", "--crate-type", kind];
    library.iter().chain(how).copied().collect()
}

/// Packs relocations on this machine too, in the form that its loader reads: it is weighed as Android's is.
const RELOCATIONS: &str = "link-arg=-Wl,-z,pack-relative-relocs";

/// Builds the shipped library for this machine and answers where it lies.
pub fn build_host(root: &Path, steps: &mut Steps, kind: &str) -> Result<PathBuf, Failure> {
    let mut how = vec!["--profile", PROFILE];
    if kind == "cdylib" && cfg!(all(target_os = "linux", target_env = "gnu")) {
        how.extend(["--", "-C", RELOCATIONS]);
    }
    steps.cargo(&format!("{PROFILE} library ({kind})"), &library_args(kind, &how))?;
    let name =
        if kind == "staticlib" { "libdoorstep.a".to_owned() } else { bindings::shared_library("doorstep") };
    Ok(target_folder(root).join(PROFILE).join(name))
}

/// The folder that cargo builds into.
pub fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// Where packages are laid out; emptied first.
fn fresh(root: &Path, name: &str) -> Result<PathBuf, String> {
    let folder = target_folder(root).join("package").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| told(&folder, &error))?;
    Ok(folder)
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("  {}: {error}", path.display())
}

/// Copies with the folders that lead there.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| told(folder, &error))?;
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| told(from, &error))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| told(folder, &error))?;
    }
    fs::write(path, text).map_err(|error| told(path, &error))
}

/// Runs a program to its end.
fn call(program: &Path, args: &[&str], folder: &Path) -> Result<(), String> {
    let status = Command::new(program)
        .args(args)
        .current_dir(folder)
        .status()
        .map_err(|error| format!("  {} could not be started: {error}", program.display()))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("  {} {}: {status}", program.display(), args.join(" ")))
    }
}
