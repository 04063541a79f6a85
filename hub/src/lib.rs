//! temp
pub mod import;
pub mod sample;
pub mod store;
