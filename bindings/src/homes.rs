//! The homes behind a figure of coverage.

use std::sync::Arc;

use doorstep_core::{
    codes::GridCode,
    domain::coverage::{self as core, Group},
    fieldwork,
    id::HouseholdId,
    time::Day,
};

use crate::{
    coverage::{Coverage, PeriodKind},
    error::DoorstepError,
    pages,
    words::{CategoryKind, Figure, ServiceArea, Words},
};

/// Which figure of coverage, as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FigureOf {
    /// The length of the period.
    pub kind: PeriodKind,
    /// The figure.
    pub figure: Figure,
    /// A day of the period; today when absent.
    #[uniffi(default)]
    pub day: Option<Day>,
    /// The grid; all together when absent.
    #[uniffi(default)]
    pub grid: Option<GridCode>,
    /// The area, of a line of one.
    #[uniffi(default)]
    pub area: Option<ServiceArea>,
    /// The category, of a line of one.
    #[uniffi(default)]
    pub category: Option<CategoryKind>,
}

/// A home behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CountedHome {
    /// The household.
    pub household: HouseholdId,
    /// Its form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
    /// Village group.
    pub village_group: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor.
    pub floor: Option<i16>,
    /// How many duties of the figure are this home's: those of all homes add up to it.
    pub count: u32,
    /// Whether this worker may hand it over, and there is somebody to take it.
    pub may_hand_over: bool,
}

/// Where a page of homes ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
pub struct HomeCursor(fieldwork::HomeKey);

/// A page of homes behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HomePage {
    /// The homes, in walking order.
    pub homes: Vec<CountedHome>,
    /// Where the next page goes on; none after the last.
    pub next: Option<Arc<HomeCursor>>,
}

#[uniffi::export]
impl Coverage {
    /// A page of the homes behind a figure, at most 200, in walking order.
    ///
    /// Fails with `NotFound` before enrolment, and with `InvalidInput` for an area and a category at once.
    pub fn homes(
        &self,
        of: FigureOf,
        after: Option<Arc<HomeCursor>>,
        limit: u32,
    ) -> Result<HomePage, DoorstepError> {
        self.phone.look("coverage.homes", |core| {
            let limit = pages::rows(limit);
            let period = core.period(of.kind.into(), of.day)?.period;
            let homes =
                core.homes_behind(period, &of.figure()?, after.map(|cursor| cursor.0.clone()), limit)?;
            let next = pages::last_of(&homes, limit).map(|home| Arc::new(HomeCursor(home.key.clone())));
            Ok::<_, DoorstepError>(HomePage { next, homes: homes.into_iter().map(Into::into).collect() })
        })
    }
}

impl FigureOf {
    fn figure(&self) -> Result<core::FigureOf, DoorstepError> {
        let group = match (self.area, self.category) {
            (None, None) => Group::All,
            (Some(area), None) => Group::Area(area.into()),
            (None, Some(kind)) => Group::Category(kind.into()),
            (Some(_), Some(_)) => {
                let reason = Words::new("领域和类别只能选一个", "Choose an area or a category, not both");
                return Err(DoorstepError::invalid("category", reason));
            }
        };
        Ok(core::FigureOf { grid: self.grid, group, figure: self.figure.into() })
    }
}

impl From<fieldwork::CountedHome> for CountedHome {
    fn from(home: fieldwork::CountedHome) -> Self {
        Self {
            household: home.household,
            greeting: home.greeting,
            address: home.address,
            village_group: home.village_group,
            building: home.building,
            floor: home.floor,
            count: home.count,
            may_hand_over: home.may_hand_over,
        }
    }
}
