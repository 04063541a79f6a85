//! The wheel: made by maturin, installed in a clean environment and tested there.

use std::{fs, path::Path};

use super::{fresh, target_folder};
use crate::{
    languages,
    run::{Failure, Steps},
};

const MATURIN: &str = "maturin>=1.9,<2";

pub(super) fn package(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    steps.cargo("hub", &["build", "--locked", "-p", "doorstep-hub"])?;
    steps.check("python: folder", || fresh(root, "python").map(drop))?;
    let folder = target_folder(root).join("package/python");
    let out = folder.to_string_lossy();
    let python = languages::venv(steps, &target_folder(root).join("package/venv"), &[MATURIN])?;
    let args = ["-m", "maturin", "build", "--out", &out];
    steps.program("python: wheel", &python, &args, &root.join("bindings/python"), &[])?;
    try_out(root, steps, &folder)
}

/// Installs the wheel where nothing else is and runs the story on it.
fn try_out(root: &Path, steps: &mut Steps, folder: &Path) -> Result<(), Failure> {
    let mut files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let wheel = files.find(|path| path.extension().is_some_and(|end| end == "whl")).unwrap_or_default();
    let wheel = wheel.to_string_lossy();
    let clean = folder.join("clean");
    let python = languages::venv(steps, &clean, &languages::TESTING)?;
    let args = ["-m", "pip", "install", "--quiet", "--no-deps", &wheel];
    steps.program("python: install", &python, &args, folder, &[])?;
    let hub = std::env::current_exe().unwrap_or_default().with_file_name("doorstep");
    let hub = hub.to_string_lossy();
    let args = ["-m", "pytest", "-q", "-p", "no:cacheprovider"];
    let env = [("DOORSTEP_BIN", &*hub)];
    steps.program("python: story on the wheel", &python, &args, &root.join("tests/python"), &env)?;
    println!("   {wheel}");
    Ok(())
}
