//! A JSON message of a request, bounded in memory.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
};
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{
    limits::{DISCARDED_TIMES, MAX_BODY, MAX_STRANGERS_BODY},
    problem::Refusal,
};
use crate::service::HubError;

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
        let body = read(request.into_body().into_data_stream(), MOST).await?;
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
) -> Result<Vec<u8>, Refusal> {
    let mut kept = Vec::new();
    let mut came = 0usize;
    while let Some(piece) = next(&mut body).await {
        let Ok(piece) = piece else {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "unreadable", "The message broke off"));
        };
        came = came.saturating_add(piece.len());
        if came <= most {
            kept.extend_from_slice(&piece);
        } else if came > most.saturating_mul(DISCARDED_TIMES) {
            break;
        } else {
            // What is refused is not kept while the rest of it comes.
            kept = Vec::new();
        }
    }
    if came > most { Err(HubError::TooLarge.into()) } else { Ok(kept) }
}

/// The next piece of a body.
pub(super) async fn next<S: Stream + Unpin>(body: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_next(context)).await
}
