//! The field's types and rules: who answers for which grid, who lives there, what is due, what was done.
//!
//! Pure: takes values and returns values. Knows no database, no network and no clock.

pub mod coverage;
pub mod duty;
pub mod evidence;
pub mod need;
pub mod org;
pub mod register;
pub mod rules;
pub mod ticket;
pub mod visit;
pub mod wellbeing;
