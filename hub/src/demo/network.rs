//! The network between a simulated phone and the hub: the real one, and one as bad as the hills'.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
    time::Duration,
};

use doorstep_core::{
    id::{IdGen, OpId, SeededIds},
    op::wire::{PROTOCOL, PROTOCOL_HEADER, PushRequest, path},
    seal::Digest,
    sync::{HttpRequest, HttpResponse, Method},
};

use crate::client;

/// A hub on the same machine that takes longer than this is not well.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Carries requests to the hub. `None`: no answer came, and nobody knows whether the request did.
pub trait Network {
    /// Performs a request.
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse>;
    /// Appends a file from `offset` to its end to the upload at `path`.
    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse>;
}

/// HTTPS to the hub, its key pinned, as a phone's platform would do it.
pub struct Wire {
    http: reqwest::blocking::Client,
    url: String,
}

impl Wire {
    /// A network that reaches the hub at `url` whose key has the digest `spki`.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(url: &str, spki: Digest) -> Result<Self, client::ClientError> {
        Ok(Self { http: client::pinned(spki, TIMEOUT)?, url: url.trim_end_matches('/').to_owned() })
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn send(&self, request: reqwest::blocking::RequestBuilder) -> Option<HttpResponse> {
        let answer = request.header(PROTOCOL_HEADER, PROTOCOL).send().ok()?;
        let header = |name: &str| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
        let response = HttpResponse {
            status: answer.status().as_u16(),
            protocol: header(PROTOCOL_HEADER).and_then(|text| text.parse().ok()),
            content_type: header("content-type"),
            retry_after_s: header("retry-after").and_then(|text| text.parse().ok()),
            upload_offset: header("upload-offset").and_then(|text| text.parse().ok()),
            body: Vec::new(),
        };
        Some(HttpResponse { body: answer.bytes().ok()?.to_vec(), ..response })
    }
}

impl Network for Wire {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        let url = self.at(&request.path);
        let mut builder = match request.method {
            Method::Get => self.http.get(url),
            Method::Post => self.http.post(url),
            Method::Head => self.http.head(url),
        };
        if let Some(token) = &request.token {
            builder = builder.bearer_auth(token);
        }
        if let Some(body) = &request.body {
            builder = builder.header("content-type", "application/json").body(body.clone());
        }
        self.send(builder)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        let mut file = File::open(file).ok()?;
        file.seek(SeekFrom::Start(offset)).ok()?;
        let mut rest = Vec::new();
        file.read_to_end(&mut rest).ok()?;
        self.patch(path, rest, offset)
    }
}

impl Wire {
    fn patch(&self, path: &str, bytes: Vec<u8>, offset: u64) -> Option<HttpResponse> {
        let builder = self
            .http
            .patch(self.at(path))
            .header("content-type", "application/partial-upload")
            .header("upload-offset", offset)
            .header("upload-complete", "?1")
            .body(bytes);
        self.send(builder)
    }
}

/// What a bad network did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// Requests that never arrived.
    pub dropped: u32,
    /// Answers that were cut or never came.
    pub cut: u32,
    /// Requests that arrived twice.
    pub duplicated: u32,
    /// Login pages in the hub's stead.
    pub portals: u32,
    /// Files of which only a part arrived.
    pub partial_uploads: u32,
}

/// A network that drops, cuts, duplicates and answers like a captive portal, as `seed` has it.
pub struct Flaky {
    wire: Wire,
    dice: SeededIds,
    /// Whether it misbehaves at present.
    pub bad: bool,
    /// What it did so far.
    pub damage: Damage,
    /// How often each operation reached the hub.
    pub delivered: BTreeMap<OpId, u32>,
}

impl Flaky {
    /// A bad network in front of `wire`.
    pub fn new(wire: Wire, seed: u64) -> Self {
        let dice = SeededIds::new(seed);
        Self { wire, dice, bad: true, damage: Damage::default(), delivered: BTreeMap::new() }
    }

    /// Points at a hub that was started anew.
    pub fn reconnect(&mut self, wire: Wire) {
        self.wire = wire;
    }

    fn roll(&self) -> u8 {
        let mut byte = [0u8; 8];
        self.dice.random(&mut byte);
        if self.bad { byte.first().copied().unwrap_or(255) } else { 255 }
    }

    fn deliver(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        if request.path == path::OPS {
            let push: Option<PushRequest> =
                request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
            for op in push.map(|push| push.ops).unwrap_or_default() {
                *self.delivered.entry(op.op_id).or_default() += 1;
            }
        }
        self.wire.request(request)
    }
}

fn login_page() -> HttpResponse {
    HttpResponse {
        status: 200,
        content_type: Some("text/html".into()),
        body: b"<html><body>Free Wi-Fi: please log in</body></html>".to_vec(),
        ..HttpResponse::default()
    }
}

impl Network for Flaky {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        match self.roll() {
            0..=29 => {
                self.damage.dropped += 1;
                None
            }
            30..=54 => {
                self.damage.cut += 1;
                self.deliver(request);
                None
            }
            55..=79 => {
                self.damage.cut += 1;
                let mut answer = self.deliver(request)?;
                answer.body.truncate(answer.body.len() / 2);
                answer.upload_offset = None;
                Some(answer)
            }
            80..=104 => {
                self.damage.duplicated += 1;
                self.deliver(request);
                self.deliver(request)
            }
            105..=124 => {
                self.damage.portals += 1;
                Some(login_page())
            }
            _ => self.deliver(request),
        }
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        match self.roll() {
            0..=39 => {
                self.damage.dropped += 1;
                None
            }
            40..=109 => {
                // The connection breaks half-way: part of the file arrives, and the phone does not learn how much.
                self.damage.partial_uploads += 1;
                let mut source = File::open(file).ok()?;
                source.seek(SeekFrom::Start(offset)).ok()?;
                let mut rest = Vec::new();
                source.read_to_end(&mut rest).ok()?;
                rest.truncate(rest.len() / 2);
                self.wire.patch(path, rest, offset);
                None
            }
            _ => self.wire.upload(path, file, offset),
        }
    }
}
