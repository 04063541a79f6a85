//! HTTPS: one handler file per endpoint, each a few lines around a service.
//!
//! Owns the wire's framing: TLS, sizes, time-outs, the protocol header, problems, logs. Knows no rule of the
//! hub and no SQL. Logs carry ids, never contents.

mod auth;
mod connection;
mod enrol;
mod feed;
mod health;
mod limits;
mod message;
mod ops;
mod problem;
mod protocol;
mod running;
mod session;
mod uploads;

#[cfg(test)]
mod tests;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use doorstep_core::op::wire::path;
use tower_http::CompressionLevel;
use tower_http::{
    compression::CompressionLayer, decompression::RequestDecompressionLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

pub use running::Running;

use self::{
    connection::Door,
    limits::{
        MAX_BODY_COMPRESSED, MAX_STREAMS, MAX_UPLOAD_TIME, Patience, REQUEST_TIME, ROOM, STRANGERS_ROOM,
    },
    message::Room,
};
use crate::service::Hub;

/// How long a stopping server waits for requests under way.
const GRACE: Duration = Duration::from_secs(10);
/// How often deferred verdicts and abandoned uploads are looked after.
const TICK: Duration = Duration::from_secs(60);

/// Why the server did not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// TLS could not be set up.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The address could not be used.
    #[error("cannot listen on {address}: {source} / 无法在 {address} 上监听")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The system failed.
    #[error("the server failed: {0}")]
    Io(#[from] std::io::Error),
}

/// Everything the hub answers over HTTP.
pub fn router(hub: Arc<Hub>) -> Router {
    patient_router(hub, Patience::usual())
}

fn patient_router(hub: Arc<Hub>, patience: Patience) -> Router {
    let strangers = Router::new()
        .route(path::ENROL, post(enrol::enrol))
        .route(path::FORK, post(enrol::fork))
        .route(path::CHALLENGE, post(session::challenge))
        .route(path::SESSION, post(session::open));
    let phones = Router::new()
        .route(path::HEAD, get(ops::head))
        .route(path::OPS, post(ops::push))
        .route(path::FEED, post(feed::feed))
        .route(path::UPLOADS, post(uploads::create));
    let messages = strangers
        .layer(Extension(Room::of(STRANGERS_ROOM)))
        .merge(phones.layer(Extension(Room::of(ROOM))))
        // Sizes are limited as sent, and again as inflated by `message`.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestDecompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(MAX_BODY_COMPRESSED))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME));
    let files = Router::new()
        .route(
            &format!("{}/{{capability}}", path::UPLOADS),
            axum::routing::patch(uploads::append).head(uploads::offset),
        )
        .layer(Extension(patience))
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, MAX_UPLOAD_TIME));
    Router::new()
        .merge(messages)
        .merge(files)
        .route("/healthz", get(health::health))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(middleware::from_fn(protocol::check))
        .layer(middleware::from_fn(protocol::log))
        .with_state(hub)
}

/// Serves until `handle` says stop, then ends what is under way.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    hub: Arc<Hub>,
    listener: std::net::TcpListener,
    handle: Handle<SocketAddr>,
) -> Result<(), ServeError> {
    patient_serve(hub, listener, handle, Patience::usual()).await
}

async fn patient_serve(
    hub: Arc<Hub>,
    listener: std::net::TcpListener,
    handle: Handle<SocketAddr>,
    patience: Patience,
) -> Result<(), ServeError> {
    let tls = RustlsConfig::from_config(Arc::new(hub.keys().tls.server_config()?));
    let door = Door::new(patience.connections, patience.silence);
    let acceptor = RustlsAcceptor::new(tls).handshake_timeout(Duration::from_secs(10)).acceptor(door);
    let ticking = tokio::spawn(tick(Arc::clone(&hub)));
    let mut server = axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle);
    server = server.first_request_timeout(patience.first_request);
    server.http_builder().http2().max_concurrent_streams(MAX_STREAMS);
    // Slow senders of headers do not hold a connection for ever.
    server
        .http_builder()
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(Duration::from_secs(15));
    let served = server.serve(patient_router(hub, patience).into_make_service()).await;
    ticking.abort();
    Ok(served?)
}

/// Binds `address`; a free port when its port is 0.
///
/// # Errors
/// [`ServeError::Listen`].
pub fn listen(address: SocketAddr) -> Result<std::net::TcpListener, ServeError> {
    let listen = |source| ServeError::Listen { address, source };
    let listener = std::net::TcpListener::bind(address).map_err(listen)?;
    listener.set_nonblocking(true).map_err(listen)?;
    Ok(listener)
}

/// Serves on `address` until the process is asked to stop (Ctrl-C or SIGTERM).
///
/// # Errors
/// [`ServeError`].
pub async fn serve_until_stopped(hub: Arc<Hub>, address: SocketAddr) -> Result<(), ServeError> {
    let listener = listen(address)?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let handle = Handle::new();
    let stopper = handle.clone();
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping");
        stopper.graceful_shutdown(Some(GRACE));
    });
    serve(hub, listener, handle).await
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = term.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn tick(hub: Arc<Hub>) {
    let mut beat = tokio::time::interval(TICK);
    loop {
        beat.tick().await;
        let hub = Arc::clone(&hub);
        match tokio::task::spawn_blocking(move || hub.tick()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "housekeeping failed"),
            Err(error) => tracing::error!(%error, "housekeeping stopped"),
        }
    }
}

/// Runs a service off the async threads: services wait for the disk.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, crate::service::HubError> + Send + 'static,
) -> Result<T, problem::Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer.map_err(problem::Refusal::from),
        Err(_) => Err(problem::Refusal::internal()),
    }
}
