//! `GET /v1/head` and `POST /v1/ops`.

use std::sync::Arc;

use axum::{Json, extract::State};
use doorstep_core::op::wire::{Heads, PushReply, PushRequest};

use super::{auth::Authenticated, blocking, message::Message, problem::Refusal};
use crate::service::Hub;

pub(super) async fn head(State(hub): State<Arc<Hub>>, Authenticated(device): Authenticated) -> Json<Heads> {
    Json(hub.heads(&device))
}

pub(super) async fn push(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    Message(request): Message<PushRequest>,
) -> Result<Json<PushReply>, Refusal> {
    let (id, sent) = (device.id, request.ops.len());
    let reply = blocking(move || hub.push(&device, &request)).await?;
    tracing::info!(device = %id, sent, head = reply.heads.head.seq, refused = reply.refused.len(), "pushed");
    Ok(Json(reply))
}
