//! Today: the stops of a worker's day.

use std::sync::Arc;

use doorstep_core::{codes::GridCode, fieldwork, id::HouseholdId, time::Day};

use crate::{
    calls::Phone,
    error::DoorstepError,
    pages,
    places::Coordinate,
    register::{Subject, TicketView},
    words::{ServiceArea, Words},
};

/// One open duty at a stop.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StopDutyView {
    /// Whom it is about.
    pub subject: Subject,
    /// The resident's name, where it is about one.
    pub name: Option<String>,
    /// The rule's id; `Register.household` has its legal basis.
    pub rule: String,
    /// What the rule is called.
    pub title: Words,
    /// The first day on which it can be done.
    pub opens: Day,
    /// The last.
    pub due: Day,
    /// Whether somebody came and did not reach the subject.
    pub is_attempted: bool,
    /// The first day of the windows that were missed in a row up to now.
    pub missed_since: Option<Day>,
}

/// A stop that was handed to one of those who answer for its grid; `Register.household` has the names.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StopHandOverView {
    /// Whether to this phone's worker.
    pub to_me: bool,
    /// What the receiver must know.
    pub note: Option<String>,
}

/// A household to call at, with all that is due there.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct StopView {
    /// The household.
    pub household: HouseholdId,
    /// Its form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
    /// Where it lies, where that is known.
    pub place: Option<Coordinate>,
    /// Metres from where the worker stands in a straight line, where both are known.
    pub metres: Option<f64>,
    /// Village group.
    pub village_group: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor.
    pub floor: Option<i16>,
    /// What a visitor must know to be safe.
    pub safety_note: Option<String>,
    /// Whom it is handed to today, where it is.
    pub handed_over: Option<StopHandOverView>,
    /// What is due, for roles that derive.
    pub duties: Vec<StopDutyView>,
    /// What is asked for, for roles that hold tickets.
    pub tickets: Vec<TicketView>,
}

/// Where a page of stops ended, for asking for the next one. An object and no text, since it knows an address that must
/// reach no log; it is good until the app ends.
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
pub struct StopCursor(fieldwork::StopKey);

/// A page of stops.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct StopPage {
    /// The stops, in walking order.
    pub stops: Vec<StopView>,
    /// Where the next page goes on; none after the last.
    pub next: Option<Arc<StopCursor>>,
}

/// How many homes are left to visit. A home counts once in each, whatever is due there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Left {
    /// Those on today's list.
    pub today: u64,
    /// Those of them where a window was missed.
    pub overdue: u64,
    /// Those where the last day of something comes before this month is over, open yet or not.
    pub this_month: u64,
}

/// The stops of a worker's day, each with every duty due there.
#[derive(uniffi::Object)]
pub struct Today {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Today {
    /// A page of stops that have something to do today, at most 200, by village group, building and floor; of all
    /// grids when none is named, and of every service area. A stop done moves away.
    ///
    /// Fails with `NotFound` before enrolment.
    #[uniffi::method(default(area = None))]
    pub fn page(
        &self,
        grid: Option<GridCode>,
        after: Option<Arc<StopCursor>>,
        limit: u32,
        area: Option<ServiceArea>,
    ) -> Result<StopPage, DoorstepError> {
        self.phone.look("today.page", |core| {
            let limit = pages::rows(limit);
            let stops = core.today(round(grid, area), after.map(|cursor| cursor.0.clone()), limit)?;
            let next = pages::last_of(&stops, limit).map(|stop| Arc::new(StopCursor(stop.key.clone())));
            Ok::<_, DoorstepError>(StopPage { next, stops: stops.into_iter().map(Into::into).collect() })
        })
    }

    /// The first 200 stops in the order in which to walk them: from where the worker stands, and ending at `to` if
    /// given. Homes at one place stay together by floor; those whose place is unknown come last.
    ///
    /// Fails with `NotFound` before enrolment.
    #[uniffi::method(default(area = None))]
    pub fn on_foot(
        &self,
        grid: Option<GridCode>,
        from: Option<Coordinate>,
        to: Option<Coordinate>,
        area: Option<ServiceArea>,
    ) -> Result<Vec<StopView>, DoorstepError> {
        self.phone.look("today.on_foot", |core| {
            let from = from.map(|place| place.checked("from")).transpose()?;
            let to = to.map(|place| place.checked("to")).transpose()?;
            let stops = core.today_on_foot(round(grid, area), from, to)?;
            let view = |stop: fieldwork::Stop| {
                let metres = from.as_ref().and_then(|from| stop.metres_from(from));
                StopView { metres, ..stop.into() }
            };
            Ok::<_, DoorstepError>(stops.into_iter().map(view).collect())
        })
    }

    /// How many homes are left to visit, in one grid or in all, in one service area or in all.
    ///
    /// Fails with `NotFound` before enrolment.
    #[uniffi::method(default(area = None))]
    pub fn left(&self, grid: Option<GridCode>, area: Option<ServiceArea>) -> Result<Left, DoorstepError> {
        self.phone.look("today.left", |core| core.left(round(grid, area)).map(Into::into))
    }

    /// What is said where there are no stops, in one grid or in all, in one service area or in all.
    #[uniffi::method(default(area = None))]
    pub fn nothing(&self, grid: Option<GridCode>, area: Option<ServiceArea>) -> Result<Words, DoorstepError> {
        self.phone.look("today.nothing", |core| core.words_of_no_stops(round(grid, area)).map(Into::into))
    }

    /// The service areas by which the list can be chosen; none on a phone that holds tickets, which knows no areas.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn areas(&self) -> Result<Vec<ServiceArea>, DoorstepError> {
        self.phone.look("today.areas", |core| {
            core.areas_of_today().map(|areas| areas.into_iter().map(Into::into).collect())
        })
    }
}

fn round(grid: Option<GridCode>, area: Option<ServiceArea>) -> fieldwork::Round {
    fieldwork::Round { grid, area: area.map(Into::into) }
}

impl From<fieldwork::Left> for Left {
    fn from(left: fieldwork::Left) -> Self {
        Self { today: left.today, overdue: left.overdue, this_month: left.ending }
    }
}

impl From<fieldwork::Stop> for StopView {
    fn from(stop: fieldwork::Stop) -> Self {
        Self {
            household: stop.household,
            greeting: stop.greeting,
            address: stop.address,
            place: stop.place.map(Into::into),
            metres: None,
            village_group: stop.village_group,
            building: stop.building,
            floor: stop.floor,
            safety_note: stop.safety_note,
            handed_over: stop.handed_over.map(|one| StopHandOverView { to_me: one.to_me, note: one.note }),
            duties: stop.duties.into_iter().map(Into::into).collect(),
            tickets: stop.tickets.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<fieldwork::StopDuty> for StopDutyView {
    fn from(duty: fieldwork::StopDuty) -> Self {
        Self {
            subject: duty.subject.into(),
            name: duty.name,
            rule: duty.rule,
            title: duty.title.into(),
            opens: duty.opens,
            due: duty.due,
            is_attempted: duty.attempted,
            missed_since: duty.missed_since,
        }
    }
}
