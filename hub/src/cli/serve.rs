//! `doorstep serve`.

use std::{io::IsTerminal, net::SocketAddr, sync::Arc};

use doorstep_core::id::OsIds;

use super::{Desk, error::CliError};
use crate::{server, service::Hub};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen; hub.toml says it otherwise [监听地址]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// How much to log: error, warn, info, debug or trace [日志级别]
    #[arg(long, env = "DOORSTEP_LOG", default_value = "info")]
    log: tracing::Level,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    // Logs hold ids and figures only.
    let logs = tracing_subscriber::fmt()
        .with_max_level(args.log)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if desk.json {
        logs.json().init()
    } else {
        logs.init()
    }
    let hub = Arc::new(Hub::open(&desk.folder, Desk::clock(), Arc::new(OsIds))?);
    let address = args.listen.unwrap_or(hub.config().listen);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tracing::info!(%address, "serving");
    Ok(runtime.block_on(server::serve_until_stopped(hub, address))?)
}
