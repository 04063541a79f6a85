//! Operations: all that phone and hub say to each other about what happened.
//!
//! Owns the operations and their bytes, authorisation, merge, projection by audience and the wire messages.
//! Pure: the hub's rows reach it through the [`apply::Rows`] trait.

pub mod apply;
pub mod authorise;
pub mod body;
pub mod bundle;
pub mod chain;
pub mod erasure;
pub mod merge;
pub mod order;
pub mod outcome;
pub mod projection;
pub mod rejected;
pub mod row;
pub mod wire;
pub mod words;
