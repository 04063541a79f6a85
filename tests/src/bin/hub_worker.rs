//! The hub's command in a process of its own, to be killed at any moment: the same entry as `doorstep`, under a
//! name that the tests of this package can find.

use std::process::ExitCode;

fn main() -> ExitCode {
    doorstep_hub::cli::run()
}
