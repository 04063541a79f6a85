//! `doorstep`: the hub's command.

use std::process::ExitCode;

fn main() -> ExitCode {
    doorstep_hub::cli::run()
}
