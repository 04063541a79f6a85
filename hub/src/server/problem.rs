//! Errors as RFC 9457 writes them; the one place that gives each refusal its status.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use doorstep_core::op::{
    order::Order,
    wire::{Problem, problem},
};
use serde::Serialize;

use crate::{service::HubError, store::StoreError};

/// The header of uploads (draft-ietf-httpbis-resumable-upload).
pub(super) const UPLOAD_OFFSET: &str = "upload-offset";

/// A refusal on its way out.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    order: Option<Box<Order>>,
    offset: Option<u64>,
    retry_after_s: Option<u32>,
}

#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    problem: Problem,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<Box<Order>>,
}

impl Refusal {
    pub(super) const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, order: None, offset: None, retry_after_s: None }
    }

    pub(super) const fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The hub failed")
    }

    /// Too much is under way; a moment later it may be less.
    pub(super) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The hub reads too much at once").later(3)
    }

    fn at(self, offset: u64) -> Self {
        Self { offset: Some(offset), ..self }
    }

    fn later(self, seconds: u32) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }
}

impl From<HubError> for Refusal {
    fn from(error: HubError) -> Self {
        use StatusCode as S;
        match error {
            HubError::Unauthenticated => Self::new(S::UNAUTHORIZED, "session", "A new session is needed"),
            HubError::UnknownDevice => Self::new(S::NOT_FOUND, "unknown-device", "This device is unknown"),
            HubError::BadSignature => {
                Self::new(S::UNAUTHORIZED, "signature", "The signature does not match the device's key")
            }
            HubError::Revoked { order } => {
                Self { order, ..Self::new(S::FORBIDDEN, "revoked", "This device was revoked or is draining") }
            }
            HubError::BadCode => Self::new(S::NOT_FOUND, "code", "The code is unknown, used or too old"),
            HubError::NotFound(_) => Self::new(S::NOT_FOUND, "not-found", "It is not here"),
            HubError::Invalid(title) => Self::new(S::UNPROCESSABLE_ENTITY, "invalid", title),
            HubError::TooLarge => Self::new(S::PAYLOAD_TOO_LARGE, "too-large", "The request is too large"),
            HubError::TooManyUploads => {
                let title = "Too many files of this phone wait for their bytes or their record";
                Self::new(S::TOO_MANY_REQUESTS, problem::TOO_MANY_UPLOADS, title).later(600)
            }
            HubError::TooManyDeferred => {
                let title = "Too many records of this phone wait to be judged";
                Self::new(S::TOO_MANY_REQUESTS, problem::TOO_MANY_DEFERRED, title).later(600)
            }
            HubError::PhotoAltered => {
                let title = "The file is not the picture that was recorded";
                Self::new(S::UNPROCESSABLE_ENTITY, problem::PHOTO_ALTERED, title)
            }
            HubError::RecordRejected => {
                let title = "The record of this photo was not taken";
                Self::new(S::UNPROCESSABLE_ENTITY, problem::RECORD_REJECTED, title)
            }
            HubError::Leased { offset } => {
                Self::new(S::LOCKED, "leased", "Another request writes to this upload").at(offset).later(5)
            }
            HubError::WrongOffset { offset } => {
                Self::new(S::CONFLICT, "offset", "The upload stands at another offset").at(offset)
            }
            HubError::DigestMismatch => {
                Self::new(S::CONFLICT, "digest", "The bytes received are not those announced").at(0)
            }
            error @ HubError::PhotoDamaged { .. } => failed(&error),
            HubError::Seal(error) => failed(&error),
            HubError::Store(StoreError::Full) => {
                tracing::error!("the disk is full");
                Self::new(S::INSUFFICIENT_STORAGE, "full", "The hub's disk is full").later(600)
            }
            HubError::Store(StoreError::Busy) => {
                tracing::warn!("another process is busy with the data");
                Self::new(S::SERVICE_UNAVAILABLE, "busy", "The hub is busy").later(5)
            }
            HubError::Store(error) => failed(&error),
        }
    }
}

/// A fault of ours: told to the log with its causes, and to nobody else.
fn failed(error: &dyn std::error::Error) -> Refusal {
    let mut causes = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    tracing::error!(causes = causes.join(": "), "request failed");
    Refusal::internal()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: problem::kind(self.code),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: None,
        };
        let mut response = (self.status, Json(Body { problem, order: self.order })).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(offset) = self.offset {
            headers.insert(UPLOAD_OFFSET, HeaderValue::from(offset));
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// For paths that there are not.
pub(super) async fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "not-found", "There is nothing at this path")
}

/// For paths that know other methods.
pub(super) async fn method_not_allowed() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", "This path does not know the method")
}
