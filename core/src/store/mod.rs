//! The phone's database: one encrypted file that holds what was recorded, what the hub sent, and what is due.
//!
//! Owns the file, its schema and every statement; the only module that names `rusqlite`. Promises that what
//! [`Durability::Capture`] committed survives a power cut, that nothing unsent is ever deleted (a damaged store
//! is set aside whole), and that a page of the feed and its cursor commit together. Never opens a socket, never
//! reads a clock, never decides what a rule means.
//!
//! Functions that need a transaction take a [`Tx`] of [`Store::read`] or [`Store::write`].

pub mod blob;
pub mod device;
pub mod draft;
pub mod index;
pub mod journal;
pub mod local;
pub mod outcome;
pub mod pull;
pub mod register;
pub mod search;
pub mod typed;

mod claim;
mod connection;
mod erase;
mod error;
mod files;
mod key;
mod open;
mod reserve;
#[cfg(test)]
mod sample;
mod schema;
mod tx;
mod value;

pub use blob::{Blob, BlobState};
pub use device::{DeviceState, Identity};
pub use erase::erasure_of;
pub use error::StoreError;
pub use index::{Left, Round, Stop, StopDuty, StopHandOver, StopKey, StopQuery};
pub use journal::{ItemState, OutboxItem};
pub use key::DbKey;
pub use open::{Durability, Store};
pub use search::{SearchHit, SearchKey};
pub use tx::Tx;
