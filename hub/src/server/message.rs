//! A JSON message of a request, bounded in memory.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
};
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{
    limits::{MAX_BODY, MAX_DISCARDED},
    problem::Refusal,
};
use crate::service::HubError;

/// The message in a request's body.
pub(super) struct Message<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Message<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Refusal::new(status, "media-type", "The message is not application/json"));
        }
        let body = read(request.into_body().into_data_stream()).await?;
        let unreadable =
            |_| Refusal::new(StatusCode::BAD_REQUEST, "unreadable", "The message cannot be read");
        serde_json::from_slice(&body).map(Self).map_err(unreadable)
    }
}

/// Reads a body. One that is too large is read on and thrown away: a sender that is cut off in the middle sees
/// a broken connection, not the answer that tells it to send less.
async fn read<E>(mut body: impl Stream<Item = Result<Bytes, E>> + Unpin) -> Result<Vec<u8>, Refusal> {
    let mut kept = Vec::new();
    let mut came = 0usize;
    while let Some(piece) = next(&mut body).await {
        let Ok(piece) = piece else {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "unreadable", "The message broke off"));
        };
        came = came.saturating_add(piece.len());
        if came <= MAX_BODY {
            kept.extend_from_slice(&piece);
        } else if came > MAX_DISCARDED {
            break;
        }
    }
    if came > MAX_BODY { Err(HubError::TooLarge.into()) } else { Ok(kept) }
}

/// The next piece of a body.
pub(super) async fn next<S: Stream + Unpin>(body: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_next(context)).await
}
