//! Codes that name places and people: divisions, grids, identity numbers, phone numbers and hotlines, and their masks.
//!
//! Owns the written form of each code and the one shape of a fault in an imported file. Promises that a value
//! of these types is well formed, that faults and errors never repeat what they refuse, and that `Debug` shows
//! no personal number. Never looks anything up: whether a well-formed code exists is for the table to say.

mod digits;
mod division;
mod divisions;
mod fault;
mod grid_code;
mod hotline;
mod identity;
mod lines;
pub mod mask;
mod phone;
mod serde_string;

pub use division::{DivisionCode, DivisionCodeError, DivisionLevel, VillageKind};
pub use divisions::{Division, Divisions};
pub use fault::{At, Fault, Imported};
pub use grid_code::{GridCode, GridCodeError};
pub use hotline::{Hotline, HotlineError};
pub use identity::{IdentityError, IdentityNumber};
pub use phone::{Phone, PhoneError, PhoneKind};
