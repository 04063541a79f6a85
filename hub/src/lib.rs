//! The hub: collects what phones recorded, hands out what each may hold, and derives what managers ask.
//!
//! | module | owns |
//! |---|---|
//! | [`store`] | the data, behind traits; all SQL |
//! | [`service`] | what phones and managers may do, one file each |
//! | [`server`] | HTTP: one handler file per endpoint, no rules |
//! | [`import`] | lists become rows, every fault named first |
//! | [`cli`] | the commands, one file each |
//! | [`sample`] | an invented township for the demo and tests |
//! | [`demo`] | the main job from end to end on invented data, checking itself |
//! | [`client`] | a pinned HTTP client for simulated phones and tests |

pub mod cli;
pub mod client;
pub mod config;
pub mod demo;
mod geopackage;
pub mod import;
pub mod keys;
pub mod sample;
pub mod server;
pub mod service;
pub mod store;
#[cfg(test)]
mod testing;

pub use service::{Hub, HubError};
