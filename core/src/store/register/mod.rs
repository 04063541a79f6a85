//! The register on the phone: typed tables that hold the current view which screens read.
//!
//! Owns one table a kind of row, and reads whole values of the domain from it. What a role may not see is
//! absent in its documents, stored as NULL and read as `None`; nothing here ever fills it in. Rows are written
//! by [`crate::store::pull`] and [`crate::store::local`] alone.

pub(crate) mod column;
mod document;
mod evidence;
mod facts;
#[cfg(test)]
pub(in crate::store) mod fixture;
mod household;
mod need;
mod organisation;
mod resident;
mod standing;
mod ticket;
mod visit;

pub(crate) use document::{Document, current, purge_household, remove};
pub(crate) use evidence::exception_household;
pub use evidence::{conflicts, exceptions, exceptions_of, photo, photos};
pub(crate) use facts::kept;
pub use facts::{facts, for_each_facts, try_for_each_facts};
pub use household::{counts, household};
pub use need::{need, needs};
pub use organisation::{grid_names, grids, responsibilities, rule_packs, settings, staff, staff_role};
pub use resident::{resident, residents};
pub use standing::{claim, claims, exemptions, open_claims};
pub use ticket::{for_each_ticket, tickets};
pub use visit::{visit, visits};

#[cfg(test)]
mod tests;
