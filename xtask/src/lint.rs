//! What can be said about the code without running it.

use std::{path::Path, process::Command};

use crate::{
    floors,
    run::{Failure, Steps},
};

/// What is looked at: all of the workspace but one line that stands over UniFFI's generator, which takes longer to check
/// than all of our own code.
const OURS: [&str; 3] = ["--workspace", "--exclude", "doorstep-bindgen"];

const INSTALL_DENY: &str = "cargo install --locked cargo-deny";

/// Formatting, clippy, rustdoc, floors, licences and advisories. Warnings are faults.
pub fn lint(root: &Path, steps: &mut Steps, deny_required: bool) -> Result<(), Failure> {
    // The cheap checks come first, so that a slip shows in a second.
    steps.cargo("format", &["fmt", "--all", "--check"])?;
    steps.check("floors", || floors::report(root))?;
    let clippy =
        [&["clippy"], &OURS[..], &["--all-targets", "--locked", "--", "--deny", "warnings"]].concat();
    steps.cargo("clippy", &clippy)?;
    let rustdoc = [&["doc"], &OURS[..], &["--no-deps", "--locked"]].concat();
    steps.cargo_with("rustdoc", &rustdoc, &[("RUSTDOCFLAGS", "-D warnings")])?;
    licences(steps, deny_required)
}

/// Building cargo-deny takes minutes, so it is used where it is installed and asked for by name elsewhere.
fn licences(steps: &mut Steps, required: bool) -> Result<(), Failure> {
    if deny_is_installed() {
        return steps.cargo("licences", &["deny", "check"]);
    }
    steps.check("licences", || {
        if required {
            return Err(format!("cargo-deny is not installed; install it with `{INSTALL_DENY}`"));
        }
        println!("   NOT checked: licences, advisories and sources (cargo-deny is not installed).");
        println!("   To check them here: {INSTALL_DENY}");
        Ok(())
    })
}

fn deny_is_installed() -> bool {
    Command::new("cargo-deny").arg("--version").output().is_ok_and(|output| output.status.success())
}
