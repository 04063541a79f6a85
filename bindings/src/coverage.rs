//! Coverage: the same figures on phone, hub and report.

use std::sync::Arc;

use doorstep_core::{
    codes::GridCode,
    domain::coverage as core,
    fieldwork::PAGE,
    time::{self, Day, Period, Timestamp},
};

use crate::{
    calls::Phone,
    error::DoorstepError,
    guard::guarded,
    words::{CategoryKind, ServiceArea},
};

/// The length of a civil period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PeriodKind {
    /// ISO week, from Monday.
    Week,
    /// Calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    HalfYear,
    /// Calendar year.
    Year,
}

/// The figures of one group of duties.
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Record)]
pub struct Counts {
    /// 应访: all that are not exempt.
    pub due: u32,
    /// 已访: due and done.
    pub visited: u32,
    /// 未遇: due, not done, tried at least once.
    pub attempted: u32,
    /// 逾期: due, not done, the last day has passed.
    pub overdue: u32,
    /// 免访: not counted as due.
    pub exempt: u32,
    /// 探访率: visited ÷ due, 0 to 1; none where nothing is due.
    pub rate: Option<f64>,
}

/// The figures of a grid: all of it, one area of it, or one category in it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct CoverageLine {
    /// The grid.
    pub grid: GridCode,
    /// The area, on a line of one.
    pub area: Option<ServiceArea>,
    /// The category, on a line of one. With neither, the line is the grid's whole.
    pub category: Option<CategoryKind>,
    /// The figures.
    pub counts: Counts,
}

/// Coverage of one period, counted once; its pages agree with each other.
#[derive(uniffi::Object)]
pub struct CoverageReport {
    coverage: core::Coverage,
    lines: Vec<CoverageLine>,
}

/// Coverage of this phone's grids.
#[derive(uniffi::Object)]
pub struct Coverage {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Coverage {
    /// Counts the period of this kind that holds `day` (today when absent), lateness judged today.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn count(&self, kind: PeriodKind, day: Option<Day>) -> Result<Arc<CoverageReport>, DoorstepError> {
        self.phone.look("coverage.count", |core| {
            let today = self.phone.today(&Phone::me(core)?);
            let period = Period::containing(kind.into(), day.unwrap_or(today));
            let coverage = core.coverage(period)?;
            let lines = coverage.counts.iter().map(|((grid, group), counts)| line(*grid, *group, counts));
            let lines = lines.collect();
            Ok::<_, DoorstepError>(Arc::new(CoverageReport { lines, coverage }))
        })
    }
}

#[uniffi::export]
impl CoverageReport {
    /// The period as reports write it, such as `2026-06` or `2026-Q2`.
    pub fn period(&self) -> Result<String, DoorstepError> {
        guarded(|| Ok(self.coverage.period.to_string()))
    }

    /// Up to when the facts are known here: the last full exchange with the hub.
    pub fn as_of(&self) -> Result<Option<Timestamp>, DoorstepError> {
        guarded(|| Ok(self.coverage.as_of))
    }

    /// Phones of these grids that the hub did not hear of for a day, where it tells.
    pub fn silent_phones(&self) -> Result<Option<u32>, DoorstepError> {
        guarded(|| Ok(self.coverage.silent_phones))
    }

    /// All grids together.
    pub fn total(&self) -> Result<Counts, DoorstepError> {
        guarded(|| {
            let mut total = core::Counts::default();
            for ((_, group), counts) in &self.coverage.counts {
                if *group == core::Group::All {
                    total += *counts;
                }
            }
            Ok((&total).into())
        })
    }

    /// A page of lines, at most 200, after leaving out the first `skip`: each grid's whole, then its areas, then
    /// its categories.
    pub fn lines(&self, skip: u32, limit: u32) -> Result<Vec<CoverageLine>, DoorstepError> {
        guarded(|| {
            let limit = (limit as usize).min(PAGE);
            Ok(self.lines.iter().skip(skip as usize).take(limit).cloned().collect())
        })
    }
}

fn line(grid: GridCode, group: core::Group, counts: &core::Counts) -> CoverageLine {
    let (area, category) = match group {
        core::Group::All => (None, None),
        core::Group::Area(area) => (Some(area.into()), None),
        core::Group::Category(kind) => (None, Some(kind.into())),
    };
    CoverageLine { grid, area, category, counts: counts.into() }
}

impl From<&core::Counts> for Counts {
    fn from(counts: &core::Counts) -> Self {
        Self {
            due: counts.due,
            visited: counts.visited,
            attempted: counts.attempted,
            overdue: counts.overdue,
            exempt: counts.exempt,
            rate: counts.rate(),
        }
    }
}

impl From<PeriodKind> for time::PeriodKind {
    fn from(kind: PeriodKind) -> Self {
        match kind {
            PeriodKind::Week => Self::Week,
            PeriodKind::Month => Self::Month,
            PeriodKind::Quarter => Self::Quarter,
            PeriodKind::HalfYear => Self::HalfYear,
            PeriodKind::Year => Self::Year,
        }
    }
}
