//! `POST /v1/feed`.

use std::sync::Arc;

use axum::{Json, extract::State};
use doorstep_core::op::wire::{FeedReply, FeedRequest};

use super::{auth::Authenticated, blocking, message::Message, problem::Refusal};
use crate::service::Hub;

pub(super) async fn feed(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    Message(request): Message<FeedRequest>,
) -> Result<Json<FeedReply>, Refusal> {
    blocking(move || hub.feed(&device, &request)).await.map(Json)
}
