//! `doorstep demo`.

use std::sync::Arc;

use doorstep_core::id::OsIds;

use super::{Desk, error::CliError, print};
use crate::{
    demo::{self, Args},
    server,
    service::Hub,
};

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let broken = |error: demo::DemoError| CliError::Demo(error.to_string());
    if args.is_victim() {
        return args.play_victim().map_err(broken);
    }
    let folder = args.folder().map_err(broken)?;
    let say = |line: &str| {
        if !desk.json {
            eprintln!("· {line}");
        }
    };
    let (report, stage) = demo::play(&folder, args.seed, args.photos.as_deref(), &say).map_err(broken)?;
    let hub_folder = stage.close();
    if desk.json {
        print::json(&report)?;
    } else {
        print::line(&report.tables())?;
    }
    if !report.is_sound() {
        return Err(CliError::Demo("the demo found a loss, a doubling or a disagreement".into()));
    }
    if args.serve {
        let hub = Arc::new(Hub::open(&hub_folder, Desk::clock(), Arc::new(OsIds))?);
        let address = hub.config().listen;
        eprintln!("serving the demo's hub on https://{address}; stop it with Ctrl-C");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(server::serve_until_stopped(hub, address))?;
    }
    Ok(())
}
