//! `doorstep inspect …`: looks at a file and tells what is wrong with it; needs no hub.

mod grids;

use clap::Subcommand;

use super::{Desk, error::CliError, photo};
pub(super) use grids::Reading;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Photos: format, size, time, place, digest, faults [照片]
    Photo(photo::Inspect),
    /// A file of grids: faults in it, overlaps, gaps [网格文件]
    Grids(Box<grids::Args>),
}

pub(super) fn run(desk: &Desk, command: &Command) -> Result<(), CliError> {
    match command {
        Command::Photo(args) => photo::inspect(desk, args),
        Command::Grids(args) => grids::run(desk, args),
    }
}
