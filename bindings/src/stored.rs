//! What lies on this phone, what would be lost with it, and what a phone of a role holds at all.

use doorstep_core::fieldwork;

use crate::words::{StaffRole, Words};

/// What lies on this phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StoredView {
    /// Households that its worker answers for.
    pub homes: u64,
    /// Visits to them, whoever made them.
    pub visits: u64,
    /// Photos of which a file is here.
    pub photos: u64,
    /// Bytes of all of it.
    pub bytes: u64,
    /// The same in words, line by line.
    pub lines: Vec<Words>,
}

/// What lies nowhere but on this phone, and is lost with it: when its worker leaves, when another takes it over.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LossView {
    /// Whether there is nothing to lose.
    pub is_nothing: bool,
    /// Records that the hub has not acknowledged.
    pub records: u64,
    /// Photos that the hub has not confirmed, those of visits in progress included.
    pub photos: u64,
    /// Visits in progress.
    pub visits: u64,
    /// Records that the hub did not take and nothing put right.
    pub rejected: u64,
    /// Damaged stores that were set aside.
    pub set_aside: u64,
    /// What there is of it in words, line by line.
    pub lines: Vec<Words>,
    /// All of it in one sentence; that nothing is lost where nothing is.
    pub sentence: Words,
}

/// What a phone of a role holds.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Holdings {
    /// What the hub gives to it, line by line.
    pub lines: Vec<Words>,
    /// What others get and it never does; none where it gets all.
    pub withheld: Option<Words>,
}

#[uniffi::export]
impl StaffRole {
    /// What the hub gives to a phone of this role, for its worker to read before they agree. A constant: it cannot
    /// fail.
    pub fn holdings(&self) -> Holdings {
        let fieldwork::Holdings { lines, withheld } = fieldwork::holdings((*self).into());
        Holdings { lines: lines.into_iter().map(Into::into).collect(), withheld: withheld.map(Into::into) }
    }
}

impl From<fieldwork::Stored> for StoredView {
    fn from(stored: fieldwork::Stored) -> Self {
        Self {
            homes: stored.homes,
            visits: stored.visits,
            photos: stored.photos,
            bytes: stored.bytes,
            lines: stored.lines().into_iter().map(Into::into).collect(),
        }
    }
}

impl From<fieldwork::Loss> for LossView {
    fn from(loss: fieldwork::Loss) -> Self {
        Self {
            is_nothing: loss.is_nothing(),
            records: loss.records,
            photos: loss.photos,
            visits: loss.visits,
            rejected: loss.rejected,
            set_aside: loss.set_aside,
            lines: loss.lines().into_iter().map(Into::into).collect(),
            sentence: loss.sentence().into(),
        }
    }
}
