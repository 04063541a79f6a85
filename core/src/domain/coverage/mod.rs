//! Coverage: one definition of due, visited, attempted, overdue and exempt for every screen and report.
//!
//! A duty counts in the civil period in which its window ends, for the grid where its household then lies.

use std::{collections::BTreeMap, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::{org::ServiceArea, register::CategoryKind};
use crate::{
    codes::GridCode,
    time::{Day, Period, Timestamp},
};

/// The figures of one group of duties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 应访: all that are not exempt.
    pub due: u32,
    /// 已访: due and done.
    pub visited: u32,
    /// 未遇: due, not done, tried at least once.
    pub attempted: u32,
    /// 逾期: due, not done, the window's last day has passed. May have been attempted.
    pub overdue: u32,
    /// 免访: not counted as due.
    pub exempt: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.due += other.due;
        self.visited += other.visited;
        self.attempted += other.attempted;
        self.overdue += other.overdue;
        self.exempt += other.exempt;
    }
}

/// What a coverage figure is broken down by, besides the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// All duties of the grid.
    All,
    /// Duties of one service area.
    Area(ServiceArea),
    /// Duties that hang on one category; a duty counts under every category of its rule that its subject has.
    Category(CategoryKind),
}

/// Coverage of some grids in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The period.
    pub period: Period,
    /// The day at which lateness was judged.
    pub on: Day,
    /// Up to when the facts are known here: the last full exchange with the hub on a phone, now on the hub.
    pub as_of: Option<Timestamp>,
    /// Phones of these grids from which the hub heard nothing for a day; known to the hub and passed on.
    pub silent_phones: Option<u32>,
    /// The figures.
    pub counts: BTreeMap<(GridCode, Group), Counts>,
}
