//! A JSON message of a request, bounded in memory: each for itself, and all that are read at once.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
};
use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    limits::{DISCARDED_TIMES, MAX_BODY, MAX_STRANGERS_BODY},
    problem::Refusal,
};
use crate::service::HubError;

/// In what pieces memory is counted.
const PIECE: usize = 4 * 1024;

/// Memory for the messages that are read at once.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

impl Room {
    /// Room for so many bytes.
    pub fn of(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes / PIECE)))
    }

    /// Has `held` cover so many bytes, if there is room for them.
    fn cover(&self, held: &mut Option<OwnedSemaphorePermit>, bytes: usize) -> Result<(), Refusal> {
        let has = held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let lacks = bytes.div_ceil(PIECE).saturating_sub(has);
        if lacks == 0 {
            return Ok(());
        }
        let lacks = u32::try_from(lacks).map_err(|_| Refusal::busy())?;
        let more = Arc::clone(&self.0).try_acquire_many_owned(lacks).map_err(|_| Refusal::busy())?;
        match held {
            Some(held) => held.merge(more),
            None => *held = Some(more),
        }
        Ok(())
    }
}

/// The message in a request's body, of at most `MOST` bytes after inflating.
pub(super) struct Message<T, const MOST: usize = MAX_BODY>(pub T);

/// The message of somebody who has no session yet.
pub(super) type StrangersMessage<T> = Message<T, MAX_STRANGERS_BODY>;

impl<T: DeserializeOwned, S: Send + Sync, const MOST: usize> FromRequest<S> for Message<T, MOST> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Refusal::new(status, "media-type", "The message is not application/json"));
        }
        let room = request.extensions().get::<Room>().cloned().ok_or_else(Refusal::internal)?;
        // Given back when the message is read.
        let mut held = None;
        let body = read(request.into_body().into_data_stream(), MOST, &room, &mut held).await?;
        let unreadable =
            |_| Refusal::new(StatusCode::BAD_REQUEST, "unreadable", "The message cannot be read");
        serde_json::from_slice(&body).map(Self).map_err(unreadable)
    }
}

/// Reads a body. One that is too large is read on and thrown away: a sender that is cut off in the middle sees
/// a broken connection, not the answer that tells it to send less.
async fn read<E>(
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    most: usize,
    room: &Room,
    held: &mut Option<OwnedSemaphorePermit>,
) -> Result<Vec<u8>, Refusal> {
    let mut kept = Vec::new();
    let mut came = 0usize;
    while let Some(piece) = next(&mut body).await {
        let Ok(piece) = piece else {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "unreadable", "The message broke off"));
        };
        came = came.saturating_add(piece.len());
        if came <= most {
            room.cover(held, came)?;
            kept.extend_from_slice(&piece);
        } else if came > most.saturating_mul(DISCARDED_TIMES) {
            break;
        } else {
            // What is refused is not kept while the rest of it comes.
            kept = Vec::new();
            *held = None;
        }
    }
    if came > most { Err(HubError::TooLarge.into()) } else { Ok(kept) }
}

/// The next piece of a body.
pub(super) async fn next<S: Stream + Unpin>(body: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_next(context)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_room_is_refused_until_others_are_read() {
        let room = Room::of(8 * PIECE);
        let (mut first, mut second) = (None, None);
        assert!(room.cover(&mut first, PIECE + 1).is_ok());
        assert!(room.cover(&mut first, 5 * PIECE).is_ok());
        assert!(room.cover(&mut second, 4 * PIECE).is_err());
        assert!(room.cover(&mut second, 3 * PIECE).is_ok());
        drop(first);
        assert!(room.cover(&mut second, 8 * PIECE).is_ok());
    }
}
