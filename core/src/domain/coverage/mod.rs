//! Coverage: one definition of due, visited, attempted, overdue and exempt for every screen and report.
//!
//! A duty counts in the civil period in which its window ends, for the grid where its household then lies.

mod lines;
#[cfg(test)]
mod recount;
mod tally;

pub use lines::FigureOf;
pub use tally::{Tally, coverage};

use std::{collections::BTreeMap, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::{duty::DutyState, org::ServiceArea, register::CategoryKind};
use crate::{
    codes::GridCode,
    text::vocabulary,
    time::{Day, Period, Timestamp},
};

vocabulary! {
    /// One of the figures of a group of duties.
    Figure {
        Due => ("应访", "Due"),
        Visited => ("已访", "Visited"),
        Attempted => ("未遇", "Not met"),
        Overdue => ("逾期", "Overdue"),
        Exempt => ("免访", "Exempt"),
    }
}

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

impl Counts {
    /// 探访率: visited ÷ due, from 0 to 1, where each duty is one however often it was visited. `None` where
    /// nothing is due, which is no success and no failure.
    pub fn rate(&self) -> Option<f64> {
        (self.due > 0).then(|| f64::from(self.visited) / f64::from(self.due))
    }

    /// 探访率 as people read it, to a tenth: `74.9%`. Never `100.0%` while one is left, nor `0.0%` once one was visited.
    /// `None` where nothing is due.
    pub fn percent(&self) -> Option<String> {
        let (visited, due) = (u64::from(self.visited), u64::from(self.due));
        let rounded = (2_000 * visited + due).checked_div(2 * due)?;
        let tenths = match visited {
            0 => 0,
            _ if visited >= due => 1_000,
            _ => rounded.clamp(1, 999),
        };
        Some(format!("{}.{}%", tenths / 10, tenths % 10))
    }

    /// One of the figures.
    pub const fn figure(&self, figure: Figure) -> u32 {
        match figure {
            Figure::Due => self.due,
            Figure::Visited => self.visited,
            Figure::Attempted => self.attempted,
            Figure::Overdue => self.overdue,
            Figure::Exempt => self.exempt,
        }
    }

    /// The figures of a single duty in this state, judged on `on`, whose window ends on `end`.
    pub(super) fn of(state: Standing, end: Day, on: Day) -> Self {
        let overdue = u32::from(end < on);
        match state {
            Standing::Open => Self { due: 1, overdue, ..Self::default() },
            Standing::Attempted => Self { due: 1, attempted: 1, overdue, ..Self::default() },
            Standing::Visited => Self { due: 1, visited: 1, ..Self::default() },
            Standing::Exempt => Self { exempt: 1, ..Self::default() },
        }
    }
}

/// What counting needs to know of where a duty, or the ticket that stands for it, stands.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    Open,
    Attempted,
    Visited,
    Exempt,
}

impl From<DutyState> for Standing {
    fn from(state: DutyState) -> Self {
        match state {
            DutyState::Open => Self::Open,
            DutyState::Attempted => Self::Attempted,
            DutyState::Visited { .. } => Self::Visited,
            DutyState::Exempt(_) => Self::Exempt,
        }
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
