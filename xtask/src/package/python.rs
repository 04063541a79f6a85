//! The wheel: made around the shipped library, installed in a clean environment and tested there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{build_host, copy, fresh, target_folder};
use crate::{
    bindings, languages,
    run::{Failure, Steps},
};

pub(super) fn package(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    let library = build_host(root, steps, "cdylib")?;
    bindings::build(steps)?;
    steps.cargo("hub", &["build", "--locked", "-p", "doorstep-hub"])?;
    let code = target_folder(root).join("package/generated");
    bindings::generate_from(root, steps, &library, &code)?;
    let mut folder = PathBuf::new();
    steps.check("python: sources", || {
        folder = fresh(root, "python")?;
        let form = root.join("bindings/python");
        copy(&form.join("pyproject.toml"), &folder.join("pyproject.toml"))?;
        copy(&form.join("setup.py"), &folder.join("setup.py"))?;
        copy(&form.join("README.md"), &folder.join("README.md"))?;
        copy(&code.join("python/doorstep.py"), &folder.join("src/doorstep/__init__.py"))?;
        let inside = folder.join("src/doorstep").join(bindings::shared_library("doorstep"));
        copy(&library, &inside)?;
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            copy(&root.join(licence), &folder.join(licence))?;
        }
        Ok(())
    })?;
    let python = languages::venv(steps, &target_folder(root).join("package/venv"))?;
    let wheel_args = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", "."];
    steps.program("python: wheel", &python, &wheel_args, &folder, &[])?;
    try_out(root, steps, &folder)
}

/// Installs the wheel where nothing else is and runs the story on it.
fn try_out(root: &Path, steps: &mut Steps, folder: &Path) -> Result<(), Failure> {
    let clean = folder.join("clean");
    let python = languages::venv(steps, &clean)?;
    let wheel =
        fs::read_dir(folder.join("dist")).into_iter().flatten().flatten().map(|entry| entry.path()).next();
    let wheel = wheel.unwrap_or_default();
    let wheel = wheel.to_string_lossy();
    let args = ["-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", &wheel];
    steps.program("python: install", &python, &args, folder, &[])?;
    let hub = std::env::current_exe().unwrap_or_default().with_file_name("doorstep");
    let hub = hub.to_string_lossy();
    let args = ["-m", "pytest", "-q", "-p", "no:cacheprovider"];
    steps.program(
        "python: story on the wheel",
        &python,
        &args,
        &root.join("tests/python"),
        &[("DOORSTEP_BIN", &hub)],
    )
}
