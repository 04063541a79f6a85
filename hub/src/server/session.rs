//! `POST /v1/challenge` and `POST /v1/session`.

use std::sync::Arc;

use axum::{Json, extract::State};
use doorstep_core::op::wire::{Challenge, ChallengeRequest, SessionReply, SessionRequest};

use super::{
    blocking,
    message::{Message, StrangersMessage},
    problem::Refusal,
};
use crate::service::Hub;

pub(super) async fn challenge(
    State(hub): State<Arc<Hub>>,
    Message(request): StrangersMessage<ChallengeRequest>,
) -> Json<Challenge> {
    Json(hub.challenge(request))
}

pub(super) async fn open(
    State(hub): State<Arc<Hub>>,
    Message(request): StrangersMessage<SessionRequest>,
) -> Result<Json<SessionReply>, Refusal> {
    blocking(move || hub.open_session(&request)).await.map(Json)
}
