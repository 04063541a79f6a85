//! `doorstep inspect …`: looks at a file and tells what is wrong with it; needs no hub.

mod grids;

use clap::Subcommand;

use super::{Desk, error::CliError};
pub(super) use grids::Reading;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// A file of grids: faults in it, overlaps, gaps [网格文件]
    Grids(grids::Args),
}

pub(super) fn run(desk: &Desk, command: &Command) -> Result<(), CliError> {
    match command {
        Command::Grids(args) => grids::run(desk, args),
    }
}
