//! `GET /healthz`: for monitors; says that the hub answers and can read its data.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{blocking, problem::Refusal};
use crate::service::Hub;

pub(super) async fn health(State(hub): State<Arc<Hub>>) -> Result<Json<Value>, Refusal> {
    blocking(move || hub.settings().map(|_| ())).await?;
    Ok(Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })))
}
