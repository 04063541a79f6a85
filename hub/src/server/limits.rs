//! Sizes and times that no request may pass.

use std::time::Duration;

use doorstep_core::op::wire::MAX_PUSH_BYTES;

/// A JSON message after inflating. One group alone may be larger than a push should be, and JSON escapes.
pub(super) const MAX_BODY: usize = 8 * MAX_PUSH_BYTES;
/// How much of a message that is too large is read and thrown away before the connection is cut.
pub(super) const MAX_DISCARDED: usize = 128 * MAX_PUSH_BYTES;
/// How much of a piece of a file at the wrong place is read and thrown away.
pub(super) const MAX_PIECE_DISCARDED: usize = 1024 * 1024;
/// A message as sent.
pub(super) const MAX_BODY_COMPRESSED: usize = 16 * MAX_PUSH_BYTES;
/// One message, from its first byte to the answer.
pub(super) const REQUEST_TIME: Duration = Duration::from_secs(60);
/// One piece of a file: what came by then is kept, and the phone goes on from there.
pub(super) const MAX_UPLOAD_TIME: Duration = Duration::from_secs(15 * 60);
