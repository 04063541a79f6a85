//! The protocol header in both directions, and one log line per request.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use doorstep_core::op::wire::{PROTOCOL, PROTOCOL_HEADER, path};

use super::problem::Refusal;

/// The oldest protocol that the hub still speaks: the one before its own, once there is one.
const OLDEST: u16 = if PROTOCOL > 1 { PROTOCOL - 1 } else { PROTOCOL };

/// Refuses protocols that the hub does not speak, and names its own in every answer: an answer without it comes
/// from something else.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let mut response = if speaks(&request) {
        next.run(request).await
    } else {
        Refusal::new(StatusCode::UPGRADE_REQUIRED, "upgrade", "The hub speaks no protocol of this request")
            .into_response()
    };
    if response.status().is_client_error() && !is_ours(&response) {
        response = framed(response.status());
    }
    response.headers_mut().insert(PROTOCOL_HEADER, HeaderValue::from(PROTOCOL));
    response
}

fn speaks(request: &Request) -> bool {
    if !request.uri().path().starts_with("/v1/") {
        return true;
    }
    let told =
        request.headers().get(PROTOCOL_HEADER).and_then(|value| value.to_str().ok()?.parse::<u16>().ok());
    // The operating system's uploader repeats a PATCH without our headers; its path is a capability.
    let is_file = request.uri().path().strip_prefix(path::UPLOADS).is_some_and(|rest| rest.starts_with('/'));
    told.map_or(is_file, |protocol| (OLDEST..=PROTOCOL).contains(&protocol))
}

fn is_ours(response: &Response) -> bool {
    let kind = response.headers().get(axum::http::header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes() == b"application/problem+json")
}

/// Refusals of the framework (bad JSON, too large, too slow) in the same words as ours.
fn framed(status: StatusCode) -> Response {
    let (code, title) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "The request is too large"),
        StatusCode::REQUEST_TIMEOUT => ("timeout", "The request took too long"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("media-type", "The content type or encoding is not known"),
        _ => ("unreadable", "The request cannot be read"),
    };
    Refusal::new(status, code, title).into_response()
}

/// One line per request: method, route, status, time. Paths of uploads are capabilities and stay out.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.uri().path().to_owned();
    let route = if route.starts_with("/v1/uploads/") { "/v1/uploads/…".to_owned() } else { route };
    let started = tokio::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route: String = route.chars().take(64).collect();
    tracing::info!(%method, route, status, millis, "request");
    response
}
