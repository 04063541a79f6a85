//! The command as a user runs it.

use std::{env, path::PathBuf};

/// The built command: named by `cargo xtask test`, else the one beside the test's own program.
///
/// # Panics
/// When neither is known.
pub fn doorstep() -> PathBuf {
    env::var_os("DOORSTEP_BIN").map_or_else(
        || {
            let own = env::current_exe().expect("a test knows its own program");
            own.ancestors().nth(2).expect("it lies in the target folder").join("doorstep")
        },
        PathBuf::from,
    )
}
