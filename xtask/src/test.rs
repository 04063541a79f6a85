//! Everything a change must pass.

use std::path::{Path, PathBuf};

use crate::{
    bindings, languages, lint,
    run::{Failure, Steps},
    system,
};

/// Names the built hub for tests that start it as a process of its own.
const HUB_BINARY: &str = "DOORSTEP_BIN";

/// Lint, then build, then every test of the workspace.
pub fn test(root: &Path, steps: &mut Steps, deny_required: bool) -> Result<(), Failure> {
    steps.check("system", system::provide)?;
    lint::lint(root, steps, deny_required)?;
    // Programs and tests in one build: asked for apart, the same crates would be built twice, because
    // the tests' own dependencies switch on further features of shared ones.
    steps.cargo("build", &["build", "--workspace", "--lib", "--bins", "--tests", "--locked"])?;
    let binary = hub_binary();
    steps.check("hub binary", || match &binary {
        Some(path) if path.is_file() => Ok(()),
        Some(path) => Err(format!("the build left no program at {}", path.display())),
        None => Err("the folder of this program is unknown".to_owned()),
    })?;
    let path = binary.unwrap_or_default();
    steps.cargo_with(
        "tests",
        &["test", "--workspace", "--locked"],
        &[(HUB_BINARY, &path.to_string_lossy())],
    )?;
    languages::test(root, steps, &path)
}

/// Only the stories in other languages.
pub fn languages(root: &Path, steps: &mut Steps) -> Result<(), Failure> {
    bindings::build(steps)?;
    steps.cargo("hub", &["build", "--locked", "-p", "doorstep-hub"])?;
    languages::test(root, steps, &hub_binary().unwrap_or_default())
}

/// The hub's program stands beside our own, whatever target folder is in force.
fn hub_binary() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    Some(own.parent()?.join(format!("doorstep{}", std::env::consts::EXE_SUFFIX)))
}
