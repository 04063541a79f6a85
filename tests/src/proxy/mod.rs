//! A bad network on a loopback address: a man in the middle between phones and a hub.
//!
//! It has a TLS key of its own, whose digest goes into the enrolment ticket, and pins the hub's. Each exchange
//! (one request and its answer) obeys a [`Plan`]: it passes, is cut at a byte, delivered twice, delivered late,
//! or answered by somebody who is not the hub. What happened to each is kept.

mod http;
mod plan;

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use doorstep_core::seal::Digest;
use rustls::{
    ClientConfig, ClientConnection, ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
};

pub use plan::{Action, EveryByte, Exchange, Part, Plan};

use http::Message;

/// No exchange on a loopback address takes this long unless somebody died.
const PATIENCE: Duration = Duration::from_secs(20);

/// A man in the middle. Dropping it closes the door.
pub struct Proxy {
    address: SocketAddr,
    spki: Digest,
    shared: Arc<Shared>,
    door: Option<JoinHandle<()>>,
}

struct Shared {
    server: Arc<ServerConfig>,
    client: Arc<ClientConfig>,
    hub: SocketAddr,
    state: Mutex<State>,
    closed: AtomicBool,
}

struct State {
    plan: Box<dyn Plan>,
    seen: Vec<Exchange>,
    /// Requests that wait to be delivered after the next one.
    held: Vec<Message>,
}

impl Proxy {
    /// Stands between phones and the hub at `hub`, whose key has the digest `spki`.
    ///
    /// # Panics
    /// When no port or no key can be had; a test cannot go on then.
    pub fn start(hub: SocketAddr, spki: Digest, plan: impl Plan + 'static) -> Self {
        let (server, own) = own_identity();
        let client = doorstep_hub::client::tls_config(spki).expect("TLS settings towards the hub");
        let shared = Arc::new(Shared {
            server: Arc::new(server),
            client: Arc::new(client),
            hub,
            state: Mutex::new(State { plan: Box::new(plan), seen: Vec::new(), held: Vec::new() }),
            closed: AtomicBool::new(false),
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("the port's address");
        let visitors = Arc::clone(&shared);
        let door = std::thread::spawn(move || receive(&listener, &visitors));
        Self { address, spki: own, shared, door: Some(door) }
    }

    /// Where phones reach it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The digest of its own key, which the phones pin.
    pub const fn spki(&self) -> Digest {
        self.spki
    }

    /// Replaces the plan for the exchanges to come.
    pub fn obey(&self, plan: impl Plan + 'static) {
        self.shared.state().plan = Box::new(plan);
    }

    /// What happened so far.
    pub fn seen(&self) -> Vec<Exchange> {
        self.shared.state().seen.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        // Wakes the door, so that it sees that it is closed.
        let _ = TcpStream::connect(self.address);
        if let Some(door) = self.door.take() {
            let _ = door.join();
        }
    }
}

/// A fresh self-signed key and the digest that a phone pins.
fn own_identity() -> (ServerConfig, Digest) {
    let key = rcgen::KeyPair::generate().expect("a TLS key");
    let names = vec!["localhost".to_owned()];
    let certificate = rcgen::CertificateParams::new(names).and_then(|about| about.self_signed(&key));
    let certificate = certificate.expect("a certificate");
    let spki = Digest::of(&rcgen::PublicKeyData::subject_public_key_info(&key));
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], secret)
        })
        .expect("TLS settings towards phones");
    (config, spki)
}

fn receive(listener: &TcpListener, shared: &Arc<Shared>) {
    for visitor in listener.incoming() {
        if shared.closed.load(Ordering::Relaxed) {
            return;
        }
        let Ok(visitor) = visitor else { continue };
        let shared = Arc::clone(shared);
        // A broken connection is what this is for; the phone sees it and says so.
        std::thread::spawn(move || shared.serve(visitor).unwrap_or_default());
    }
}

type Phone = StreamOwned<ServerConnection, TcpStream>;
type Hub = StreamOwned<ClientConnection, TcpStream>;

/// Whether the connection to the phone can be used again.
#[derive(PartialEq, Eq)]
enum After {
    Open,
    Broken,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, visitor: TcpStream) -> io::Result<()> {
        prepare(&visitor)?;
        let connection = ServerConnection::new(Arc::clone(&self.server)).map_err(io::Error::other)?;
        let mut phone = StreamOwned::new(connection, visitor);
        let mut hub = None;
        while let Some(request) = http::read_request(&mut phone)? {
            if self.exchange(&mut phone, &mut hub, request)? == After::Broken {
                break;
            }
        }
        Ok(())
    }

    fn exchange(&self, phone: &mut Phone, hub: &mut Option<Hub>, request: Message) -> io::Result<After> {
        let (mut exchange, action) = {
            let mut state = self.state();
            let mut exchange = Exchange::of(state.seen.len(), &request);
            let action = state.plan.decide(&exchange);
            exchange.action = action;
            state.seen.push(exchange.clone());
            (exchange, action)
        };
        let after = self.act(phone, hub, request, action, &mut exchange);
        let mut state = self.state();
        state.plan.happened(&exchange);
        let number = exchange.number;
        state.seen[number] = exchange;
        drop(state);
        after
    }

    fn act(
        &self,
        phone: &mut Phone,
        hub: &mut Option<Hub>,
        request: Message,
        action: Action,
        exchange: &mut Exchange,
    ) -> io::Result<After> {
        match action {
            Action::Pass => self.deliver(hub, &request, exchange)?.answer(phone, None),
            Action::Delay(time) => {
                std::thread::sleep(time);
                self.deliver(hub, &request, exchange)?.answer(phone, None)
            }
            Action::CutRequest(at) => {
                // Towards the hub the line goes dead in the middle of the request.
                let mut line = self.connect()?;
                line.write_all(request.bytes.get(..at).unwrap_or(&request.bytes))?;
                line.flush()?;
                Ok(After::Broken)
            }
            Action::CutAnswer(at) => self.deliver(hub, &request, exchange)?.answer(phone, Some(at)),
            Action::Twice => {
                self.deliver(hub, &request, exchange)?;
                self.deliver(hub, &request, exchange)?.answer(phone, None)
            }
            Action::Hold => {
                self.state().held.push(request);
                Ok(After::Broken)
            }
            Action::LoginPage => Message::login_page().answer(phone, None),
            Action::HalfJson => {
                let answer = self.deliver(hub, &request, exchange)?;
                answer.with_half_a_body().answer(phone, None)
            }
        }
    }

    /// Delivers a request, then those that were held back for it.
    fn deliver(
        &self,
        hub: &mut Option<Hub>,
        request: &Message,
        exchange: &mut Exchange,
    ) -> io::Result<Message> {
        let answer = self.ask(hub, request)?;
        exchange.answer_len = Some(answer.bytes.len());
        exchange.status = answer.status();
        let held = std::mem::take(&mut self.state().held);
        for late in held {
            self.ask(hub, &late)?;
        }
        Ok(answer)
    }

    fn ask(&self, hub: &mut Option<Hub>, request: &Message) -> io::Result<Message> {
        if let Some(line) = hub.as_mut() {
            // The hub may have closed a line that was idle; a fresh one tells.
            if let Ok(answer) = ask_on(line, request) {
                return Ok(answer);
            }
        }
        let line = hub.insert(self.connect()?);
        ask_on(line, request)
    }

    fn connect(&self) -> io::Result<Hub> {
        let line = TcpStream::connect(self.hub)?;
        prepare(&line)?;
        let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
        let connection = ClientConnection::new(Arc::clone(&self.client), name).map_err(io::Error::other)?;
        Ok(StreamOwned::new(connection, line))
    }
}

fn ask_on(line: &mut Hub, request: &Message) -> io::Result<Message> {
    line.write_all(&request.bytes)?;
    line.flush()?;
    http::read_answer(line, request)
}

fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))
}
