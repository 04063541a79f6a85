//! How large the shipped library is, and what weighs most in it.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use crate::{
    package::{PROFILE, build_host},
    run::{Failure, Steps},
};

/// The bar of the design: 4 MiB stripped.
const BAR_BYTES: u64 = 4 * 1024 * 1024;

/// Builds the library that ships, strips a copy, and holds it under the bar.
pub fn size(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    let library = build_host(root, steps, "cdylib")?;
    steps.check("size", || {
        weigh(&library);
        let stripped = library.with_extension("stripped");
        fs::copy(&library, &stripped).map_err(|error| format!("  {error}"))?;
        let done = Command::new("strip").arg("--strip-unneeded").arg(&stripped).status();
        if !done.is_ok_and(|status| status.success()) {
            return Err("  `strip` is missing (Debian: binutils)".to_owned());
        }
        let bytes = fs::metadata(&stripped).map_err(|error| format!("  {error}"))?.len();
        let line = format!(
            "   {PROFILE}, {}, stripped: {} (bar {})",
            std::env::consts::ARCH,
            mib(bytes),
            mib(BAR_BYTES)
        );
        println!("{line}");
        if bytes <= BAR_BYTES { Ok(()) } else { Err(format!("{line}\n  the library has outgrown the bar")) }
    })
}

fn mib(bytes: u64) -> String {
    format!("{:.2} MiB", bytes as f64 / 1_048_576.0)
}

/// Adds symbols up by crate, or by what names C gives them.
fn weigh(library: &Path) {
    let Ok(output) =
        Command::new("nm").args(["--print-size", "--size-sort", "--demangle"]).arg(library).output()
    else {
        println!("   `nm` is missing (Debian: binutils): what weighs most is not named");
        return;
    };
    let mut owners: BTreeMap<String, u64> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut parts = line.splitn(4, ' ');
        let (Some(_), Some(size), Some(_), Some(name)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        *owners.entry(owner(name)).or_default() += u64::from_str_radix(size, 16).unwrap_or(0);
    }
    let mut owners: Vec<_> = owners.into_iter().collect();
    owners.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    println!("   What weighs most (code and data with a name):");
    for (name, bytes) in owners.iter().take(12) {
        println!("     {:>8} KiB  {name}", bytes / 1024);
    }
}

/// The crate of a symbol; C has no crates, and nearly all of ours is SQLite.
fn owner(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '(', '[']);
    match path.split_once("::") {
        Some((krate, _)) if krate.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => krate.to_owned(),
        Some(_) => "other Rust".to_owned(),
        None if path.starts_with("uniffi_") || path.contains("uniffi") => "doorstep (scaffolding)".to_owned(),
        None => "C (SQLCipher)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_belongs_to_its_crate() {
        assert_eq!(owner("doorstep_core::store::open::Store::read"), "doorstep_core");
        assert_eq!(owner("<p256::Scalar as core::ops::Add>::add"), "p256");
        assert_eq!(owner("sqlite3_step"), "C (SQLCipher)");
    }
}
