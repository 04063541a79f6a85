//! The phone's database.

mod error;
mod tx;
mod value;

pub mod index;
pub mod local;
pub mod pull;
pub mod register;
pub mod search;

pub use error::StoreError;
pub use tx::Tx;
