//! Coverage: the same figures on phone, hub and report.

use std::sync::Arc;

use doorstep_core::{
    codes::GridCode,
    domain::coverage::{self as core, Group},
    fieldwork::{self, Covered},
    time::{self, Day, Timestamp},
};

use crate::{
    calls::Phone,
    error::DoorstepError,
    guard::guarded,
    pages,
    words::{CategoryKind, ServiceArea, Words},
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

/// A civil period of the tenant's calendar, and the ways to its neighbours: a day of theirs, for asking for them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PeriodView {
    /// Its length.
    pub kind: PeriodKind,
    /// As reports write it, such as `2026-06` or `2026-Q2`.
    pub name: String,
    /// Its first day.
    pub start: Day,
    /// Its last.
    pub end: Day,
    /// Whether today lies in it.
    pub is_current: bool,
    /// A day of the period before; none where nothing was asked for yet.
    pub earlier: Option<Day>,
    /// A day of the period after; none while that has not begun.
    pub later: Option<Day>,
}

/// The figures of one group of duties.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
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
    /// The same in words; that nothing is due where nothing is.
    pub share: Words,
}

/// The figures of a grid: all of it, one area of it, or one category in it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct CoverageLine {
    /// The grid.
    pub grid: GridCode,
    /// What it is called; its code where it is not on this phone, such as one that a home left.
    pub grid_name: String,
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
    covered: Covered,
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
            core.covered(kind.into(), day).map(|covered| Arc::new(CoverageReport { covered }))
        })
    }
}

#[uniffi::export]
impl CoverageReport {
    /// The period as reports write it, such as `2026-06` or `2026-Q2`.
    pub fn period(&self) -> Result<String, DoorstepError> {
        guarded(|| Ok(self.covered.coverage.period.to_string()))
    }

    /// The period with the ways to its neighbours.
    pub fn period_view(&self) -> Result<PeriodView, DoorstepError> {
        guarded(|| Ok(self.covered.period.into()))
    }

    /// Up to when the facts are known here: the last full exchange with the hub.
    pub fn as_of(&self) -> Result<Option<Timestamp>, DoorstepError> {
        guarded(|| Ok(self.covered.coverage.as_of))
    }

    /// Phones of these grids that the hub did not hear of for a day, where it tells.
    pub fn silent_phones(&self) -> Result<Option<u32>, DoorstepError> {
        guarded(|| Ok(self.covered.coverage.silent_phones))
    }

    /// All grids together.
    pub fn total(&self) -> Result<Counts, DoorstepError> {
        self.total_of(None)
    }

    /// All grids together, of one area or of all.
    pub fn total_of(&self, area: Option<ServiceArea>) -> Result<Counts, DoorstepError> {
        guarded(|| Ok((&self.covered.coverage.total(area.map(Into::into))).into()))
    }

    /// A page of lines, at most 200, after leaving out the first `skip`: each grid's whole, then its areas, then
    /// its categories.
    pub fn lines(&self, skip: u32, limit: u32) -> Result<Vec<CoverageLine>, DoorstepError> {
        guarded(|| {
            let lines = pages::cut(self.covered.coverage.counts.iter(), skip, limit);
            Ok(lines.map(|((grid, group), counts)| self.line(*grid, *group, counts)).collect())
        })
    }

    /// A page of grids in which anything is counted, of one area or of all, the lowest share first; at most 200, after
    /// leaving out the first `skip`.
    pub fn grids(
        &self,
        area: Option<ServiceArea>,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<CoverageLine>, DoorstepError> {
        guarded(|| {
            let area = area.map(Into::into);
            let group = area.map_or(Group::All, Group::Area);
            let grids = pages::cut(self.covered.coverage.grids(area).into_iter(), skip, limit);
            Ok(grids.map(|(grid, counts)| self.line(grid, group, &counts)).collect())
        })
    }

    /// The areas in which anything is counted.
    pub fn areas(&self) -> Result<Vec<ServiceArea>, DoorstepError> {
        guarded(|| Ok(self.covered.coverage.areas().into_iter().map(Into::into).collect()))
    }

    /// The whole of a grid; none where nothing is counted in it.
    pub fn whole_of(&self, grid: GridCode) -> Result<Option<Counts>, DoorstepError> {
        guarded(|| Ok(self.covered.coverage.whole_of(grid).as_ref().map(Into::into)))
    }

    /// The areas of a grid, the lowest share first.
    pub fn areas_of(&self, grid: GridCode) -> Result<Vec<CoverageLine>, DoorstepError> {
        guarded(|| {
            let areas = self.covered.coverage.areas_of(grid).into_iter();
            Ok(areas.map(|(area, counts)| self.line(grid, Group::Area(area), &counts)).collect())
        })
    }

    /// The categories in a grid, in the order of the vocabulary and never by their share: they are kinds of people.
    pub fn categories_of(&self, grid: GridCode) -> Result<Vec<CoverageLine>, DoorstepError> {
        guarded(|| {
            let kinds = self.covered.coverage.categories_of(grid).into_iter();
            Ok(kinds.map(|(kind, counts)| self.line(grid, Group::Category(kind), &counts)).collect())
        })
    }
}

impl CoverageReport {
    fn line(&self, grid: GridCode, group: Group, counts: &core::Counts) -> CoverageLine {
        let (area, category) = match group {
            Group::All => (None, None),
            Group::Area(area) => (Some(area.into()), None),
            Group::Category(kind) => (None, Some(kind.into())),
        };
        CoverageLine { grid, grid_name: self.covered.name_of(grid), area, category, counts: counts.into() }
    }
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
            share: fieldwork::share_words(counts).into(),
        }
    }
}

impl From<fieldwork::PeriodView> for PeriodView {
    fn from(view: fieldwork::PeriodView) -> Self {
        let fieldwork::PeriodView { period, is_current, earlier, later } = view;
        Self {
            kind: period.kind().into(),
            name: period.to_string(),
            start: period.start(),
            end: period.end(),
            is_current,
            earlier: earlier.map(time::Period::start),
            later: later.map(time::Period::start),
        }
    }
}

/// Conversions both ways of the lengths of periods.
macro_rules! lengths {
    ($($kind:ident),*) => {
        impl From<PeriodKind> for time::PeriodKind {
            fn from(kind: PeriodKind) -> Self {
                match kind { $(PeriodKind::$kind => Self::$kind,)* }
            }
        }

        impl From<time::PeriodKind> for PeriodKind {
            fn from(kind: time::PeriodKind) -> Self {
                match kind { $(time::PeriodKind::$kind => Self::$kind,)* }
            }
        }
    };
}

lengths!(Week, Month, Quarter, HalfYear, Year);
