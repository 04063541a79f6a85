//! `POST /v1/enrol` and `POST /v1/fork`.

use std::sync::Arc;

use axum::{Json, extract::State};
use doorstep_core::op::wire::{EnrolReply, EnrolRequest, ForkRequest};

use super::{
    blocking,
    message::{Message, StrangersMessage},
    problem::Refusal,
};
use crate::service::Hub;

pub(super) async fn enrol(
    State(hub): State<Arc<Hub>>,
    Message(request): StrangersMessage<EnrolRequest>,
) -> Result<Json<EnrolReply>, Refusal> {
    let reply = blocking(move || hub.enrol(&request)).await?;
    tracing::info!(device = %reply.device, staff = %reply.staff.id, "enrolled");
    Ok(Json(reply))
}

pub(super) async fn fork(
    State(hub): State<Arc<Hub>>,
    Message(request): StrangersMessage<ForkRequest>,
) -> Result<Json<EnrolReply>, Refusal> {
    let old = request.device;
    let reply = blocking(move || hub.fork(&request)).await?;
    tracing::info!(%old, device = %reply.device, "forked");
    Ok(Json(reply))
}
