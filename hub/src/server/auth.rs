//! The device behind a request, from its session's token.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::{blocking, problem::Refusal};
use crate::{
    service::{Hub, HubError},
    store::DeviceRecord,
};

/// A device with an open session.
pub(super) struct Authenticated(pub DeviceRecord);

impl FromRequestParts<Arc<Hub>> for Authenticated {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, Refusal> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .ok_or(HubError::Unauthenticated)?
            .to_owned();
        let hub = Arc::clone(hub);
        let device = blocking(move || hub.authenticate(&token)).await?;
        tracing::debug!(device = %device.id, "session");
        Ok(Self(device))
    }
}
