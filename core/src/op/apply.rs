//! Applies groups of operations to the hub's rows: all of a group or none.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    outcome::Outcome,
    row::{Row, RowKind},
};
use crate::{
    codes::GridCode,
    domain::org::{Audience, StaffRole},
    id::{DeviceId, HouseholdId, OpId, StaffId},
    time::Timestamp,
};

/// Who recorded an operation, with the responsibility in force when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The worker.
    pub staff: StaffId,
    /// Their device.
    pub device: DeviceId,
    /// What they are.
    pub role: StaffRole,
    /// The grids they answered for on the day of the operation.
    pub grids: Vec<GridCode>,
}

impl Author {
    /// The audience they belong to.
    pub const fn audience(&self) -> Audience {
        self.role.audience()
    }
}

/// How an operation reached the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The hub's wall clock when it arrived.
    pub received_at: Timestamp,
    /// The device's wall clock less the hub's, in milliseconds, measured at that push.
    pub skew_ms: i64,
}

/// The rows that an operation may look at.
pub trait Rows {
    /// Why a row could not be read.
    type Error;

    /// The row, or `None` when there never was one. A removed row comes without a document.
    ///
    /// # Errors
    /// When the rows cannot be read; the group is then not judged at all.
    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, Self::Error>;

    /// All rows of one kind that travel with `household`.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>, Self::Error>;
}

/// What a group does to the rows, and what became of each of its operations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// Rows to write, each whole, in order.
    pub writes: Vec<Row>,
    /// The verdicts, one per operation.
    pub outcomes: Vec<(OpId, Outcome)>,
    /// Households whose duties may have changed.
    pub touched: BTreeSet<HouseholdId>,
}
