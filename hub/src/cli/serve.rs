//! `doorstep serve`.

use std::{io::IsTerminal, net::SocketAddr, sync::Arc};

use doorstep_core::id::OsIds;
use tracing::{Level, Subscriber};
use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, registry::LookupSpan, util::SubscriberInitExt as _,
};

use super::{Desk, error::CliError, options};
use crate::{server, service::Hub};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen; hub.toml says it otherwise [监听地址]
    #[arg(long, value_parser = options::listen)]
    listen: Option<SocketAddr>,
    /// How much to log: error, warn, info, debug or trace; of libraries never more than warnings [日志级别]
    #[arg(long, env = "DOORSTEP_LOG", default_value = "info")]
    log: Level,
}

/// Our own crates, whose logs hold ids and figures only.
const OURS: [&str; 2] = ["doorstep_core", "doorstep_hub"];

/// What is logged at this level. What others write at length may be all that passes through them, names and addresses
/// included, so that of them warnings are heard and nothing else.
fn heard(level: Level) -> Targets {
    let ours = OURS.map(|name| (name, level));
    Targets::new().with_default(level.min(Level::WARN)).with_targets(ours)
}

fn begin_logging(logs: impl Subscriber + for<'s> LookupSpan<'s> + Send + Sync + 'static, level: Level) {
    logs.with(heard(level)).init();
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let logs = tracing_subscriber::fmt()
        .with_max_level(args.log)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if desk.json {
        begin_logging(logs.json().finish(), args.log);
    } else {
        begin_logging(logs.finish(), args.log);
    }
    let hub = Arc::new(Hub::open(&desk.folder, Desk::clock(), Arc::new(OsIds))?);
    let address = args.listen.unwrap_or(hub.config().listen);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(server::serve_until_stopped(hub, address))?)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::testing::World;

    #[test]
    fn a_log_at_full_length_holds_nothing_of_what_passes_through_libraries() {
        let all = heard(Level::TRACE);
        assert!(all.would_enable("doorstep_hub::server", &Level::TRACE));
        assert!(all.would_enable("doorstep_core::store", &Level::TRACE));
        for library in ["hyper::proto", "h2::codec", "rustls::conn", "tokio", "axum::rejection"] {
            assert!(!all.would_enable(library, &Level::INFO), "{library}");
            assert!(all.would_enable(library, &Level::WARN), "{library}");
        }
        let errors = heard(Level::ERROR);
        assert!(
            !errors.would_enable("doorstep_hub", &Level::WARN) && !errors.would_enable("h2", &Level::WARN)
        );
    }

    /// What was logged.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_hub_that_cannot_listen_does_not_say_that_it_serves() {
        let log = Log::default();
        let writer = log.clone();
        let logs = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = taken.local_addr().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let world = World::new();
        let hub = Arc::clone(&world.hub);
        let served = tracing::subscriber::with_default(logs, || {
            runtime.block_on(server::serve_until_stopped(hub, address))
        });
        assert!(served.is_err());
        assert_eq!(String::from_utf8(log.0.lock().unwrap().clone()).unwrap(), "");
    }
}
