//! Sizes and times that no request may pass.

use std::time::Duration;

use doorstep_core::op::wire::MAX_PUSH_BYTES;

/// A JSON message after inflating. One group alone may be larger than a push should be, and JSON escapes.
pub(super) const MAX_BODY: usize = 8 * MAX_PUSH_BYTES;
/// A JSON message after inflating where no session is asked for: a code, a key or a signature fits many times, and
/// who says nothing of themselves makes the hub keep no more.
pub(super) const MAX_STRANGERS_BODY: usize = 64 * 1024;
/// What the messages of all phones with a session may take while they are read; a phone without room comes again.
pub(super) const ROOM: usize = 64 * MAX_BODY;
/// As [`ROOM`], for those without a session: they keep no phone out that has one.
pub(super) const STRANGERS_ROOM: usize = 512 * MAX_STRANGERS_BODY;
/// How many times its limit of a message that is too large is read and thrown away before the connection is cut.
pub(super) const DISCARDED_TIMES: usize = 16;
/// How much of a piece of a file at the wrong place is read and thrown away.
pub(super) const MAX_PIECE_DISCARDED: usize = 1024 * 1024;
/// A message as sent.
pub(super) const MAX_BODY_COMPRESSED: usize = 16 * MAX_PUSH_BYTES;
/// One message, from its first byte to the answer.
pub(super) const REQUEST_TIME: Duration = Duration::from_secs(60);
/// One piece of a file: what came by then is kept, and the phone goes on from there.
pub(super) const MAX_UPLOAD_TIME: Duration = Duration::from_secs(15 * 60);
/// Requests at once on one connection: a phone sends records, asks for rows and uploads a few photos.
pub(super) const MAX_STREAMS: u32 = 32;

/// How long a connection may keep the hub waiting, and how many there may be. Tests wait less.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// From the handshake to the first whole request.
    pub first_request: Duration,
    /// A connection on which nothing comes or goes; longer than any request may take.
    pub silence: Duration,
    /// The next bytes of a file: after that what came is kept, and the upload is free again.
    pub piece: Duration,
    /// Connections at once.
    pub connections: usize,
}

impl Patience {
    pub fn usual() -> Self {
        Self {
            first_request: Duration::from_secs(15),
            silence: REQUEST_TIME + Duration::from_secs(30),
            piece: Duration::from_secs(30),
            connections: super::connection::most_connections(),
        }
    }
}
