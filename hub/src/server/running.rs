//! A server inside a process: for the demo, tests and benches, on a port of its own.

use std::{net::SocketAddr, sync::Arc, thread::JoinHandle};

use axum_server::Handle;
use doorstep_core::seal::Digest;

use super::{GRACE, ServeError, limits::Patience, listen, patient_serve};
use crate::service::Hub;

/// A hub that serves in a thread of its own.
pub struct Running {
    address: SocketAddr,
    spki: Digest,
    handle: Handle<SocketAddr>,
    kill: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Running {
    /// Serves `hub` on `address` (port 0: a free one); listening when it returns.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn start(hub: Arc<Hub>, address: SocketAddr) -> Result<Self, ServeError> {
        Self::start_with(hub, address, Patience::usual())
    }

    pub(super) fn start_with(
        hub: Arc<Hub>,
        address: SocketAddr,
        patience: Patience,
    ) -> Result<Self, ServeError> {
        let listener = listen(address)?;
        let address = listener.local_addr()?;
        let spki = hub.keys().spki();
        let handle = Handle::new();
        let (kill, killed) = tokio::sync::oneshot::channel();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let theirs = handle.clone();
        let thread = std::thread::Builder::new().name("doorstep-hub".to_owned()).spawn(move || {
            let served = runtime.block_on(async {
                tokio::select! {
                    served = patient_serve(hub, listener, theirs, patience) => served,
                    _ = killed => Ok(()),
                }
            });
            // Connections under way are cut; work in blocking threads that has begun still ends, as the
            // transaction of a dying process would either be there or not.
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
            served
        })?;
        Ok(Self { address, spki, handle, kill: Some(kill), thread: Some(thread) })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its base address, such as `https://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What clients pin.
    pub const fn spki(&self) -> Digest {
        self.spki
    }

    /// Stops after the requests under way.
    ///
    /// # Errors
    /// What the server ended with.
    pub fn stop(mut self) -> Result<(), ServeError> {
        self.handle.graceful_shutdown(Some(GRACE));
        self.join()
    }

    /// Cuts every connection at once, answered or not.
    pub fn kill(mut self) {
        self.cut();
    }

    fn cut(&mut self) {
        if let Some(kill) = self.kill.take() {
            // The server may have ended by itself.
            let _ = kill.send(());
        }
        let _ = self.join();
    }

    fn join(&mut self) -> Result<(), ServeError> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(served)) => served,
            Some(Err(_)) => Err(ServeError::Io(std::io::Error::other("the server panicked"))),
            None => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cut();
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
    }
}
