//! The sync engine: decides what to say to the hub next, and what every answer means.
//!
//! Sans-I/O: [`Engine::step`] takes the time and one event and returns commands. It never opens a socket or a
//! file, reads a clock or sleeps, and knows no store: loading a batch and committing a page are commands too,
//! each answered by exactly one event. The same engine runs on phones, in the command line's demo and in
//! simulation.
//!
//! It promises that nothing is taken for received unless the hub named its sequence number and hash, that no
//! answer makes it drop a record, and that every wait has a [`Cause`] a person can read.

mod backoff;
mod cause;
mod classify;
mod engine;
mod message;
mod photo_rule;
mod redact;

pub use backoff::Backoff;
pub use cause::Cause;
pub use classify::{Answer, classify};
pub use engine::Engine;
pub use message::{
    Command, Comparison, Event, FeedCommitted, HostStatus, HttpRequest, HttpResponse, Method, Network,
    NextUpload, PendingUpload, Summary, Task, TaskId,
};
pub use photo_rule::PhotoRule;
