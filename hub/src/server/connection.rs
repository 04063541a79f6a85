//! Connections: how many there may be, and how long one may stay silent.
//!
//! A phone whose line broke never says so, and who opens connections and says nothing costs a descriptor each.

use std::{
    future::{Ready, ready},
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum_server::accept::{Accept, TcpConfigAcceptor, TcpKeepaliveConfig, TcpSocketConfig};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, Sleep, sleep},
};

/// How many connections are served at once where the system allows as many.
const MAX_CONNECTIONS: usize = 2_048;

/// How many connections are served at once: half of the files that the process may open, as each may have one.
pub(super) fn most_connections() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let files = files.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    files.map_or(MAX_CONNECTIONS, |files| (files / 2).clamp(16, MAX_CONNECTIONS))
}

/// Takes connections while there is room, and watches each.
#[derive(Clone)]
pub(super) struct Door {
    room: Arc<Semaphore>,
    silence: Duration,
    socket: TcpConfigAcceptor,
}

impl Door {
    /// Room for `connections`, each of which may be silent for `silence`.
    pub fn new(connections: usize, silence: Duration) -> Self {
        let keepalive = TcpKeepaliveConfig::new().time(Duration::from_secs(60));
        let keepalive = keepalive.interval(Duration::from_secs(15)).retries(4);
        // Without TCP_NODELAY the first answer on a line waits 40 ms for the phone's delayed acknowledgement.
        let socket = TcpConfigAcceptor::new(TcpSocketConfig::new().nodelay(true).keepalive(keepalive));
        Self { room: Arc::new(Semaphore::new(connections)), silence, socket }
    }
}

impl<S> Accept<TcpStream, S> for Door {
    type Stream = Watched;
    type Service = S;
    type Future = Ready<io::Result<(Watched, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Refused at once: a phone that is turned away tries again, one that waits holds a descriptor.
        let Ok(place) = Arc::clone(&self.room).try_acquire_owned() else {
            return ready(Err(io::Error::new(io::ErrorKind::ConnectionRefused, "too many connections")));
        };
        let accepted = self.socket.accept(stream, service).into_inner();
        let silence = self.silence;
        ready(accepted.map(|(stream, service)| {
            let until = Box::pin(sleep(silence));
            (Watched { stream, silence, until, _place: place }, service)
        }))
    }
}

/// A connection that fails when nothing has come or gone for a while, and gives its place back when it ends.
pub(super) struct Watched {
    stream: TcpStream,
    silence: Duration,
    until: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl Watched {
    /// Counts from now when something moved; fails when nothing did for too long.
    fn watch<T>(&mut self, context: &mut Context<'_>, moved: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match moved {
            Poll::Ready(done) => {
                self.until.as_mut().reset(Instant::now() + self.silence);
                Poll::Ready(done)
            }
            Poll::Pending if self.until.as_mut().poll(context).is_ready() => {
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let moved = Pin::new(&mut self.stream).poll_read(context, into);
        self.watch(context, moved)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, moved)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.watch(context, moved)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
