//! The hub over real HTTPS, with pinned clients.

use std::{
    io::{ErrorKind, Read, Write},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use doorstep_core::{
    id::PhotoId,
    op::{
        order::{Order, OrderKind},
        outcome::Outcome,
        wire::{
            Challenge, EnrolReply, EnrolRequest, FeedReply, FeedRequest, Heads, PROTOCOL, PROTOCOL_HEADER,
            Problem, PushReply, SessionReply, SessionRequest, UploadReply, UploadRequest, path,
            session_message,
        },
    },
    seal::{Digest, Signer, SoftwareKey},
};
use reqwest::{
    Method, StatusCode,
    blocking::{Client, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    Running,
    limits::{MAX_BODY, Patience},
};
use crate::{
    client,
    testing::{Phone, WORKER, World},
};

/// How long a test waits for what must come, on however slow a machine.
const LONG: Duration = Duration::from_secs(120);

/// Whether it happens at all: asked again and again, for what the hub does in its own time no answer announces.
fn eventually(mut what: impl FnMut() -> bool) -> bool {
    let pause = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    while !what() {
        if waited > LONG {
            return false;
        }
        std::thread::sleep(pause);
        waited += pause;
    }
    true
}

struct Online {
    server: Running,
    client: Client,
    url: String,
}

fn online(world: &World) -> Online {
    patient(world, Patience::usual())
}

fn patient(world: &World, patience: Patience) -> Online {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Running::start_with(Arc::clone(&world.hub), address, patience).unwrap();
    let client = client::pinned(server.spki(), LONG).unwrap();
    let url = server.url();
    Online { server, client, url }
}

impl Online {
    fn send(&self, method: Method, path: &str, token: Option<&str>, body: Option<String>) -> Response {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        request = request.header(PROTOCOL_HEADER, PROTOCOL.to_string());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        request.send().unwrap()
    }

    fn post<T: DeserializeOwned>(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> T {
        let response = self.send(Method::POST, path, token, Some(serde_json::to_string(body).unwrap()));
        assert!(response.status().is_success(), "{path}: {}", response.status());
        assert_eq!(response.headers()[PROTOCOL_HEADER], "1");
        serde_json::from_str(&response.text().unwrap()).unwrap()
    }

    /// How much of an upload the hub holds.
    fn offset(&self, location: &str) -> usize {
        let told = self.send(Method::HEAD, location, None, None);
        told.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    fn enrol(&self, world: &World) -> (Phone, String) {
        let ticket = world.hub.issue_code(WORKER, &self.url).unwrap();
        assert_eq!(ticket.spki, self.server.spki());
        let key = SoftwareKey::generate(&*world.ids);
        let request =
            EnrolRequest { code: ticket.code, public_key: key.public_key(), app_version: "test".to_owned() };
        let reply: EnrolReply = self.post(path::ENROL, None, &request);
        let phone = Phone::new(key, &reply, world.clock.clone(), world.ids.clone());
        let token = self.session(&phone);
        (phone, token)
    }

    fn session(&self, phone: &Phone) -> String {
        let device = phone.device;
        let Challenge { challenge } =
            self.post(path::CHALLENGE, None, &doorstep_core::op::wire::ChallengeRequest { device });
        let signature = phone.key.sign(&session_message(device, &challenge)).unwrap();
        let reply: SessionReply =
            self.post(path::SESSION, None, &SessionRequest { device, challenge, signature });
        reply.token
    }
}

fn problem(response: Response, status: StatusCode) -> Problem {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()[PROTOCOL_HEADER], "1", "every answer names the protocol");
    serde_json::from_str(&response.text().unwrap()).unwrap()
}

#[test]
fn a_visit_goes_over_the_wire_and_its_outcome_comes_back() {
    let world = World::new();
    let online = online(&world);
    let (mut phone, token) = online.enrol(&world);
    let (op, _) = phone.finish_visit(1);
    let request = phone.request(&phone.journal);
    let reply: PushReply = online.post(path::OPS, Some(&token), &request);
    assert_eq!(reply.heads.head, phone.head());
    let feed: FeedReply = online.post(path::FEED, Some(&token), &FeedRequest::default());
    phone.take_in(&feed);
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    let response = online.send(Method::GET, path::HEAD, Some(&token), None);
    let heads: Heads = serde_json::from_str(&response.text().unwrap()).unwrap();
    assert_eq!(heads.head, phone.head());
    online.server.stop().unwrap();
}

#[test]
fn a_file_goes_in_pieces_and_the_offset_heals_a_doubt() {
    let world = World::new();
    let online = online(&world);
    let (_, token) = online.enrol(&world);
    let bytes = vec![7u8; 3 * 1024 * 1024 + 11];
    let request = UploadRequest {
        photo: PhotoId(Uuid::from_u128(1)),
        bytes: bytes.len() as u64,
        sealed_sha256: Digest::of(&bytes),
    };
    let upload: UploadReply = online.post(path::UPLOADS, Some(&token), &request);
    // Without a session and without our header: the path alone is enough for the system's uploader.
    let patch = |offset: usize, piece: &[u8]| {
        let url = format!("{}{}", online.url, upload.location);
        let request = online.client.patch(url).header("upload-offset", offset.to_string());
        request.body(piece.to_vec()).send().unwrap()
    };
    let half = 2 * 1024 * 1024;
    let response = patch(0, &bytes[..half]);
    assert_eq!(
        (response.status(), &response.headers()["upload-offset"]),
        (StatusCode::NO_CONTENT, &half.to_string().parse().unwrap())
    );
    let response = patch(0, &bytes[..1_000]);
    assert_eq!(response.headers()["upload-offset"], half.to_string());
    assert_eq!(problem(response, StatusCode::CONFLICT).kind, "urn:doorstep:offset");
    assert_eq!(online.offset(&upload.location), half);
    let response = patch(half, &bytes[half..]);
    assert_eq!(response.headers()["upload-offset"], bytes.len().to_string());
    let response = online.send(Method::HEAD, "/v1/uploads/forged", None, None);
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

type Line = rustls::StreamOwned<rustls::ClientConnection, std::net::TcpStream>;

/// A connection of our own, after its handshake. Reading from it fails when the hub is silent for long.
fn connect(online: &Online) -> Line {
    let tls = Arc::new(client::tls_config(online.server.spki()).unwrap());
    let session = rustls::ClientConnection::new(tls, "localhost".try_into().unwrap()).unwrap();
    let mut socket = std::net::TcpStream::connect(online.server.address()).unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    let mut session = session;
    while session.is_handshaking() {
        if session.complete_io(&mut socket).is_err() {
            break;
        }
    }
    rustls::StreamOwned::new(session, socket)
}

/// Whether the hub ends the connection; what it says before does not matter.
fn is_ended(line: &mut Line) -> bool {
    let ended = std::io::copy(line, &mut std::io::sink());
    !matches!(ended.map_err(|error| error.kind()), Err(ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

#[test]
fn a_client_that_says_nothing_is_not_waited_for() {
    let world = World::new();
    let short = Duration::from_millis(200);
    let online = patient(&world, Patience { first_request: short, ..Patience::usual() });
    assert!(is_ended(&mut connect(&online)), "no request");
    drop(online);
    let online = patient(&world, Patience { silence: short, ..Patience::usual() });
    let mut line = connect(&online);
    // The greeting of HTTP/2, and not a word more.
    let greeting = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
    let greeted = line.write_all(greeting).and_then(|()| line.flush());
    assert!(greeted.is_err() || is_ended(&mut line), "an idle connection");
}

#[test]
fn connections_beyond_what_there_is_room_for_are_turned_away_until_one_ends() {
    let world = World::new();
    let online = patient(&world, Patience { connections: 1, ..Patience::usual() });
    let first = connect(&online);
    assert!(online.client.get(format!("{}/healthz", online.url)).send().is_err());
    drop(first);
    let health = || online.client.get(format!("{}/healthz", online.url)).send();
    assert!(eventually(|| health().is_ok()), "room again");
}

/// Announces the upload of a photo of `bytes`; answers where it goes.
fn announced(world: &World, online: &Online, bytes: usize) -> String {
    let (_, token) = online.enrol(world);
    let bytes = bytes as u64;
    let request =
        UploadRequest { photo: PhotoId(Uuid::from_u128(1)), bytes, sealed_sha256: Digest::of(b"x") };
    let upload: UploadReply = online.post(path::UPLOADS, Some(&token), &request);
    upload.location
}

/// A line on which a first piece of `length` bytes began and `sent` of them came. Head and piece are written as one, so
/// that they arrive so however slow this machine is.
fn begun(online: &Online, location: &str, length: usize, sent: usize) -> Line {
    let head =
        format!("PATCH {location} HTTP/1.1\r\nHost: hub\r\nUpload-Offset: 0\r\nContent-Length: {length}");
    let mut line = connect(online);
    line.write_all(&[format!("{head}\r\n\r\n").as_bytes(), &vec![9; sent]].concat()).unwrap();
    line.flush().unwrap();
    line
}

#[test]
fn a_stalled_piece_keeps_what_came_and_leaves_the_upload_free() {
    let world = World::new();
    let online = patient(&world, Patience { piece: Duration::from_secs(3), ..Patience::usual() });
    let location = announced(&world, &online, 1_000);
    let line = begun(&online, &location, 1_000, 400);
    // The line stays open and silent; the phone comes back on another. It asks first: a piece that came before
    // that line was heard would hold the upload against it.
    assert!(eventually(|| online.offset(&location) == 400), "what came is kept");
    let again = || {
        let url = format!("{}{location}", online.url);
        let piece = online.client.patch(url).header("upload-offset", "400").body(vec![9; 100]);
        piece.send().unwrap().status() == StatusCode::NO_CONTENT
    };
    assert!(eventually(again), "the upload is free");
    drop(line);
}

#[test]
fn a_connection_that_breaks_keeps_what_came() {
    let world = World::new();
    let online = online(&world);
    let (size, sent) = (4 * 1024 * 1024, 3 * 1024 * 1024 + 5);
    let location = announced(&world, &online, size);
    let stream = begun(&online, &location, size, sent);
    // A cut in the middle; a full close with unread bytes would throw away what is under way.
    stream.sock.shutdown(std::net::Shutdown::Write).unwrap();

    // The server notices the cut by itself; ask until it has.
    let kept = || online.offset(&location);
    assert!(eventually(|| kept() == sent), "only {} kept", kept());
}

#[test]
fn a_hub_that_stops_first_answers_what_is_under_way() {
    let world = World::new();
    let online = online(&world);
    let location = announced(&world, &online, 1_000);
    let mut line = begun(&online, &location, 600, 400);
    // A second request that asked might come first and take the upload.
    let written = || {
        let parts = std::fs::read_dir(world.hub.folder().uploads()).unwrap();
        parts.map(|part| part.unwrap().metadata().unwrap().len()).sum::<u64>()
    };
    assert!(eventually(|| written() == 400), "the request is under way");
    let Online { server, url, .. } = online;
    let hasty = client::pinned(server.spki(), Duration::from_millis(500)).unwrap();
    let stopping = std::thread::spawn(move || server.stop());
    let unanswered = || hasty.get(format!("{url}/healthz")).send().is_err();
    assert!(eventually(unanswered), "a hub that stops takes nothing new");
    line.write_all(&[9; 200]).unwrap();
    line.flush().unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("upload-offset: 600"), "{answer}");
    stopping.join().unwrap().unwrap();
}

#[test]
fn refusals_are_problems_with_a_status_that_tells_what_to_do() {
    let world = World::new();
    let online = online(&world);
    let (phone, token) = online.enrol(&world);
    let response = online.send(Method::GET, path::HEAD, None, None);
    assert_eq!(problem(response, StatusCode::UNAUTHORIZED).kind, "urn:doorstep:session");
    let response = online.send(Method::GET, path::HEAD, Some("forged"), None);
    problem(response, StatusCode::UNAUTHORIZED);
    let response = online.send(Method::POST, path::OPS, Some(&token), Some("{".to_owned()));
    problem(response, StatusCode::BAD_REQUEST);
    let response = online.send(Method::GET, "/v1/nothing", None, None);
    problem(response, StatusCode::NOT_FOUND);
    let response = online.send(Method::DELETE, path::OPS, None, None);
    problem(response, StatusCode::METHOD_NOT_ALLOWED);
    let huge = format!("\"{}\"", "x".repeat(MAX_BODY));
    let response = online.send(Method::POST, path::OPS, Some(&token), Some(huge));
    problem(response, StatusCode::PAYLOAD_TOO_LARGE);

    world.hub.order(phone.device, OrderKind::WipeNow).unwrap();
    let response = online.send(Method::GET, path::HEAD, Some(&token), None);
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let body: serde_json::Value = serde_json::from_str(&response.text().unwrap()).unwrap();
    assert_eq!(body["type"], "urn:doorstep:revoked");
    let order: Order = serde_json::from_value(body["order"].clone()).unwrap();
    assert_eq!(order.kind, OrderKind::WipeNow);
}

#[test]
fn a_protocol_that_the_hub_does_not_speak_is_asked_to_upgrade() {
    let world = World::new();
    let online = online(&world);
    for protocol in [Some("99"), Some("0"), Some("one"), None] {
        let mut request = online.client.get(format!("{}{}", online.url, path::HEAD));
        if let Some(protocol) = protocol {
            request = request.header(PROTOCOL_HEADER, protocol);
        }
        let response = request.send().unwrap();
        assert_eq!(problem(response, StatusCode::UPGRADE_REQUIRED).kind, "urn:doorstep:upgrade");
    }
    let health = online.client.get(format!("{}/healthz", online.url)).send().unwrap();
    assert!(health.text().unwrap().contains("\"ok\""));
}

/// Sends a message gzipped.
fn packed(online: &Online, path: &str, token: Option<&str>, text: &str) -> Response {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    Write::write_all(&mut packed, text.as_bytes()).unwrap();
    let mut request = online.client.post(format!("{}{path}", online.url)).header(PROTOCOL_HEADER, "1");
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let request = request.header("content-type", "application/json").header("content-encoding", "gzip");
    request.body(packed.finish().unwrap()).send().unwrap()
}

#[test]
fn who_has_no_session_makes_the_hub_keep_no_large_message() {
    let world = World::new();
    let online = online(&world);
    // As much as is read and thrown away: beyond it the connection is cut, and the next request with it.
    let blanks = " ".repeat(1024 * 1024);
    for path in [path::ENROL, path::FORK, path::CHALLENGE, path::SESSION] {
        problem(packed(&online, path, None, &blanks), StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[test]
fn messages_travel_compressed_both_ways_and_a_bomb_does_not_unfold() {
    let world = World::new();
    let online = online(&world);
    let (_, token) = online.enrol(&world);
    let send = |text: &str| packed(&online, path::FEED, Some(&token), text);
    let reply = send("{\"cursors\":{}}");
    assert_eq!(reply.status(), StatusCode::OK);
    let reply: FeedReply = serde_json::from_str(&reply.text().unwrap()).unwrap();
    assert!(!reply.scopes.is_empty());
    let bomb = format!("{{\"cursors\":{{}},\"x\":\"{}\"}}", " ".repeat(40 * 1024 * 1024));
    problem(send(&bomb), StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_client_that_pins_another_key_does_not_speak_to_the_hub() {
    let world = World::new();
    let online = online(&world);
    let stranger = client::pinned(Digest::of(b"another key"), Duration::from_secs(5)).unwrap();
    assert!(stranger.get(format!("{}/healthz", online.url)).send().is_err());
}

#[test]
fn a_killed_server_is_gone_at_once_and_its_hub_can_be_opened_again() {
    let world = World::new();
    let online = online(&world);
    let (mut phone, token) = online.enrol(&world);
    phone.finish_visit(1);
    let request = phone.request(&phone.journal);
    let _: PushReply = online.post(path::OPS, Some(&token), &request);
    online.server.kill();
    assert!(online.client.get(format!("{}/healthz", online.url)).send().is_err());
    let world = world.reopened();
    assert_eq!(phone.record(&world.hub).head, phone.head());
}
