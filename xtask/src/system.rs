//! What tests need beyond cargo: installed where we may, named plainly where we may not.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

/// A program that a build or a test calls.
pub struct Need {
    /// Its name; of what is no program, the whole path of a file.
    pub program: &'static str,
    /// The Debian packages that bring it.
    pub package: &'static str,
    /// What it is for.
    pub why: &'static str,
    /// Whether nothing works without it.
    pub required: bool,
}

const NEEDS: &[Need] = &[
    Need {
        program: "cc",
        package: "build-essential",
        why: "SQLCipher is C and is built from source",
        required: true,
    },
    Need {
        program: "cmake",
        package: "cmake",
        why: "tests hold the JPEG decoder against libjpeg-turbo, which is built from source",
        required: true,
    },
    Need {
        program: "sqlcipher",
        package: "sqlcipher",
        why: "a stock SQLCipher cross-checks the files that the phone's store writes",
        required: false,
    },
];

/// Finds every program that tests call; as root on Debian, installs what is missing.
///
/// Only a missing program that nothing works without is a fault; the tests that use the others skip
/// themselves and say so.
pub fn provide() -> Result<(), String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !is_installed(need.program)).collect();
    if missing.is_empty() {
        println!("   all programs that tests call are here");
        return Ok(());
    }
    if may_install() {
        install(&missing);
    }
    let faults: Vec<String> = missing.into_iter().filter_map(judge).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Lines about the programs that are missing even after a try to install them.
pub fn missing_after_install(needs: &'static [Need]) -> Vec<String> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !is_installed(need.program)).collect();
    if !missing.is_empty() && may_install() {
        install(&missing);
    }
    missing.into_iter().filter(|need| !is_installed(need.program)).map(line).collect()
}

fn line(need: &Need) -> String {
    format!("  `{}` is missing: {}. On Debian: apt-get install {}", need.program, need.why, need.package)
}

/// The fault that a program's absence is; none for one that tests can do without.
fn judge(need: &Need) -> Option<String> {
    if is_installed(need.program) {
        println!("   installed: {}", need.program);
        return None;
    }
    let line = line(need);
    if need.required {
        return Some(line);
    }
    println!(" {line}\n   Tests go on without it.");
    None
}

fn is_installed(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else { return false };
    // A whole path takes the folder's place.
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn may_install() -> bool {
    Path::new("/etc/debian_version").exists() && is_installed("apt-get") && is_root()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Tries; what is still missing afterwards is judged by the caller.
fn install(missing: &[&Need]) {
    let apt = |args: &[&str]| {
        Command::new("apt-get")
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !apt(&["update", "-qq"]) {
        println!("   apt-get update failed; trying with the package lists at hand");
    }
    // One at a time: a package that this Debian lacks must not keep the others away.
    for need in missing {
        println!("   apt-get install {}", need.package);
        let mut args = vec!["install", "-y", "-qq", "--no-install-recommends"];
        args.extend(need.package.split(' '));
        apt(&args);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_nothing_works_without_is_a_fault_that_says_how_to_get_it() {
        let need = Need { program: "no-such-program", package: "pkg", why: "it builds", required: true };
        let fault = judge(&need).unwrap();
        assert!(fault.contains("no-such-program") && fault.contains("apt-get install pkg"), "{fault}");
    }

    #[test]
    fn tests_go_on_without_a_program_that_only_cross_checks() {
        let need = Need { program: "no-such-program", package: "pkg", why: "it checks", required: false };
        assert_eq!(judge(&need), None);
    }
}
