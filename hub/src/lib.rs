//! The hub: collects what phones recorded, hands out what each may hold, and derives what managers ask.
//!
//! | module | owns |
//! |---|---|
//! | [`store`] | the data, behind traits; all SQL |
//! | [`service`] | what phones and managers may do, one file each |
//! | [`server`] | HTTP: one handler file per endpoint, no rules |
//! | [`client`] | a pinned HTTP client for simulated phones and tests |

pub mod client;
pub mod config;
pub mod keys;
pub mod server;
pub mod service;
pub mod store;

pub use service::{Hub, HubError};
