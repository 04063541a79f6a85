//! What becomes of each exchange.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::http::Message;

/// What is done to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It goes through.
    Pass,
    /// The hub gets this many bytes of the request, the phone no answer.
    CutRequest(usize),
    /// The hub gets the request, the phone this many bytes of the answer.
    CutAnswer(usize),
    /// The hub gets the request twice, the phone the second answer.
    Twice,
    /// The phone gets no answer, and the hub gets the request after the next one.
    Hold,
    /// A captive portal answers: 200, and a page to log in.
    LoginPage,
    /// The phone gets status and headers as they were, and half the JSON.
    HalfJson,
    /// It goes through, late.
    Delay(Duration),
}

/// One request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Its place among all that came by, from 0.
    pub number: usize,
    /// The method.
    pub method: String,
    /// The path; an upload's capability is cut off.
    pub path: String,
    /// Bytes of the request.
    pub request_len: usize,
    /// Bytes of the hub's answer, once it gave one.
    pub answer_len: Option<usize>,
    /// The status of that answer.
    pub status: Option<u16>,
    /// What was done to it.
    pub action: Action,
}

impl Exchange {
    pub(super) fn of(number: usize, request: &Message) -> Self {
        let path: Vec<&str> = request.path().split('/').take(3).collect();
        Self {
            number,
            method: request.method().to_owned(),
            path: path.join("/"),
            request_len: request.bytes.len(),
            answer_len: None,
            status: None,
            action: Action::Pass,
        }
    }

    /// Method and path: what kind of exchange it is.
    pub fn kind(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Decides over exchanges.
pub trait Plan: Send {
    /// What to do with this one, of which the request is known.
    fn decide(&mut self, exchange: &Exchange) -> Action;

    /// What became of it.
    fn happened(&mut self, _exchange: &Exchange) {}
}

impl<F: FnMut(&Exchange) -> Action + Send> Plan for F {
    fn decide(&mut self, exchange: &Exchange) -> Action {
        self(exchange)
    }
}

/// One half of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What the phone says.
    Request,
    /// What the hub says.
    Answer,
}

/// Cuts every kind of exchange at each of its bytes in turn, request first, then answer; a kind that was cut at
/// every byte goes through from then on.
#[derive(Clone, Debug, Default)]
pub struct EveryByte(Arc<Mutex<Cuts>>);

#[derive(Debug, Default)]
struct Cuts {
    kinds: BTreeMap<String, Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    /// The next byte of the request to cut at; as long as the request when that half is done.
    request: usize,
    request_len: usize,
    answer: usize,
    answer_len: usize,
}

impl Progress {
    const fn request_done(&self) -> bool {
        self.request_len > 0 && self.request >= self.request_len
    }

    const fn answer_done(&self) -> bool {
        self.answer_len > 0 && self.answer >= self.answer_len
    }
}

impl EveryByte {
    /// Kinds of exchange met so far, each with how many bytes of request and answer it was cut at.
    pub fn kinds(&self) -> BTreeMap<String, (usize, usize)> {
        let cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cuts.kinds.iter().map(|(kind, one)| (kind.clone(), (one.request, one.answer))).collect()
    }

    /// Whether every kind met so far was cut at every byte.
    pub fn is_done(&self) -> bool {
        let cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !cuts.kinds.is_empty() && cuts.kinds.values().all(|one| one.request_done() && one.answer_done())
    }

    /// Kinds that wait for more exchanges.
    pub fn unfinished(&self) -> Vec<String> {
        let cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = cuts.kinds.iter().filter(|(_, one)| !(one.request_done() && one.answer_done()));
        open.map(|(kind, _)| kind.clone()).collect()
    }
}

impl Plan for EveryByte {
    fn decide(&mut self, exchange: &Exchange) -> Action {
        let mut cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let progress = cuts.kinds.entry(exchange.kind()).or_default();
        progress.request_len = progress.request_len.max(exchange.request_len);
        if !progress.request_done() {
            progress.request += 1;
            // The whole request minus one byte at most: a request cut after its last byte is an answer cut
            // before its first.
            return Action::CutRequest((progress.request - 1).min(exchange.request_len - 1));
        }
        if progress.answer_done() {
            return Action::Pass;
        }
        Action::CutAnswer(progress.answer)
    }

    fn happened(&mut self, exchange: &Exchange) {
        let (Action::CutAnswer(at), Some(len)) = (exchange.action, exchange.answer_len) else { return };
        let mut cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let progress = cuts.kinds.entry(exchange.kind()).or_default();
        progress.answer_len = progress.answer_len.max(len);
        progress.answer = progress.answer.max(at + 1);
        if at + 1 >= len {
            // This one went through whole.
            progress.answer = progress.answer_len.max(progress.answer);
        }
    }
}
