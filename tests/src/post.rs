//! The hub's own handlers without a network: what a phone asks goes straight to the router.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response},
};
use doorstep_core::{
    op::wire::{PROTOCOL, PROTOCOL_HEADER},
    sync::{HttpRequest, HttpResponse},
};
use doorstep_hub::{demo::network::Network, server::router, service::Hub};
use tower::ServiceExt as _;

/// Answers longer than this are none of this protocol.
const MAX_ANSWER: usize = 64 << 20;

/// A postman who carries requests to a hub in the same process.
pub struct Post {
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl Post {
    /// To this hub.
    ///
    /// # Panics
    /// When no runtime can be had; a test cannot go on then.
    pub fn to(hub: &Arc<Hub>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { router: router(Arc::clone(hub)), runtime }
    }

    fn carry(&self, request: Request<Body>) -> Option<HttpResponse> {
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.ok()?;
            received(answer).await
        })
    }
}

async fn received(answer: Response<Body>) -> Option<HttpResponse> {
    let (head, body) = answer.into_parts();
    let number = |name: &str| text(&head.headers, name)?.parse().ok();
    Some(HttpResponse {
        status: head.status.as_u16(),
        protocol: text(&head.headers, PROTOCOL_HEADER).and_then(|text| text.parse().ok()),
        content_type: text(&head.headers, "content-type"),
        retry_after_s: number("retry-after"),
        upload_offset: number("upload-offset"),
        body: to_bytes(body, MAX_ANSWER).await.ok()?.to_vec(),
    })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

impl Network for Post {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        let mut builder = Request::builder()
            .method(request.method.as_str())
            .uri(&request.path)
            .header(PROTOCOL_HEADER, PROTOCOL)
            .header("content-type", "application/json");
        if let Some(token) = &request.token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        let body = request.body.clone().map_or_else(Body::empty, Body::from);
        self.carry(builder.body(body).ok()?)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        let bytes = std::fs::read(file).ok()?;
        let rest = bytes.get(usize::try_from(offset).ok()?..)?.to_vec();
        let request = Request::builder()
            .method("PATCH")
            .uri(path)
            .header(PROTOCOL_HEADER, PROTOCOL)
            .header("content-type", "application/partial-upload")
            .header("upload-offset", offset)
            .header("upload-complete", "?1")
            .body(Body::from(rest));
        self.carry(request.ok()?)
    }
}
