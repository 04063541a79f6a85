//! Requests for the platform's HTTP client and what it answered, headers and all: a host copies them and knows
//! nothing of the protocol.

use std::collections::HashMap;

use doorstep_core::{
    op::wire::{PROTOCOL, PROTOCOL_HEADER},
    seal::Digest,
    sync,
};

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum HttpMethod {
    /// Read.
    Get,
    /// Send a message.
    Post,
    /// Ask for headers only.
    Head,
    /// Append to an upload.
    Patch,
}

/// Where the hub is and which key it must show.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HubAddress {
    /// Scheme, host and port.
    pub url: String,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the hub's certificate. Refuse every other; no authority is asked.
    pub spki_sha256: Vec<u8>,
}

/// A request for the platform to perform. Follow no redirect.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The whole address.
    pub url: String,
    /// Headers to send as they are.
    pub headers: HashMap<String, String>,
    /// The body, where there is one; an upload's body is its file.
    pub body: Option<String>,
    /// SHA-256 of the `SubjectPublicKeyInfo` that the server must show.
    pub spki_sha256: Vec<u8>,
}

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// Its headers; their case does not matter.
    pub headers: HashMap<String, String>,
    /// The body, inflated where the server compressed it.
    pub body: Vec<u8>,
}

impl HubAddress {
    pub(crate) fn new(url: &str, spki: Digest) -> Self {
        Self { url: url.trim_end_matches('/').to_owned(), spki_sha256: spki.as_bytes().to_vec() }
    }

    fn request(&self, method: HttpMethod, path: &str) -> HttpRequest {
        HttpRequest {
            method,
            url: format!("{}{path}", self.url),
            headers: HashMap::from([(PROTOCOL_HEADER.to_owned(), PROTOCOL.to_string())]),
            body: None,
            spki_sha256: self.spki_sha256.clone(),
        }
    }

    /// The core's request for this hub.
    pub(crate) fn to(&self, request: sync::HttpRequest) -> HttpRequest {
        let method = match request.method {
            sync::Method::Get => HttpMethod::Get,
            sync::Method::Post => HttpMethod::Post,
            sync::Method::Head => HttpMethod::Head,
        };
        let mut to = self.request(method, &request.path);
        if let Some(token) = request.token {
            to.headers.insert("authorization".to_owned(), format!("Bearer {token}"));
        }
        if request.body.is_some() {
            to.headers.insert("content-type".to_owned(), "application/json".to_owned());
        }
        to.body = request.body;
        to
    }

    /// The request that appends a file to an upload.
    pub(crate) fn append(&self, path: &str, offset: u64) -> HttpRequest {
        let mut to = self.request(HttpMethod::Patch, path);
        let headers = [
            ("content-type", "application/partial-upload".to_owned()),
            ("upload-offset", offset.to_string()),
            ("upload-complete", "?1".to_owned()),
        ];
        to.headers.extend(headers.map(|(name, value)| (name.to_owned(), value)));
        to
    }
}

impl From<HttpAnswer> for sync::HttpResponse {
    fn from(answer: HttpAnswer) -> Self {
        let header = |name: &str| {
            let found = answer.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim())
        };
        Self {
            status: answer.status,
            protocol: header(PROTOCOL_HEADER).and_then(|text| text.parse().ok()),
            content_type: header("content-type").map(str::to_owned),
            retry_after_s: header("retry-after").and_then(|text| text.parse().ok()),
            upload_offset: header("upload-offset").and_then(|text| text.parse().ok()),
            body: answer.body,
        }
    }
}
