//! The duty index: which households have something due on a day, in walking order.
//!
//! Derived and never truth: it may be dropped and written again at any time. Holds open duties only, and
//! nothing that depends on today, so that a new day writes nothing. Tickets, for phones that hold no facts,
//! lead to the same stops.

mod duties;
mod left;
mod stops;
mod walk;

pub use duties::{DutyWriter, derived_days, forget_derived_days, set_derived_days};
pub use left::{Left, left};
pub use stops::{Round, Stop, StopDuty, StopHandOver, StopKey, StopQuery, stops};
pub(super) use stops::{holds_tickets, refresh_stop, remove_household};
pub use walk::walk_key;

#[cfg(test)]
mod tests;
