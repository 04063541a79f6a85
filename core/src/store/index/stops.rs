//! Stops: the households with something to do on a day, page by page in walking order.

use rusqlite::{Row, params};

use super::walk::walk_key;
use crate::{
    codes::GridCode,
    domain::{
        org::ServiceArea,
        register::{HandedOver, Household, Subject},
        rules::{RuleId, RulePacks},
        ticket::{Ticket, TicketState},
    },
    geo::Coordinate,
    id::{HouseholdId, ResidentId, StaffId},
    store::{
        StoreError, Tx,
        register::{
            self,
            column::{day, day_number, grid_number, opt_day},
        },
    },
    text::Text,
    time::Day,
};

/// Which homes a round goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Those of one grid; of all when absent.
    pub grid: Option<GridCode>,
    /// Those with a duty of one service area; whatever is due when absent. A phone that holds tickets knows no areas.
    pub area: Option<ServiceArea>,
}

impl Round {
    /// First and last grid, as numbers.
    pub(super) fn grids(&self) -> (i64, i64) {
        self.grid.map_or((0, i64::MAX), |grid| (grid_number(grid), grid_number(grid)))
    }

    /// The names of the rules that count, each between bars; `None` when all do.
    pub(super) fn rules(&self, packs: &RulePacks) -> Option<String> {
        let names = |area| packs.rules_of(area).into_iter().collect::<Vec<_>>().join("|");
        self.area.map(|area| format!("|{}|", names(area)))
    }
}

impl From<Option<GridCode>> for Round {
    fn from(grid: Option<GridCode>) -> Self {
        Self { grid, area: None }
    }
}

/// Which stops to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopQuery {
    /// The day of the round.
    pub on: Day,
    /// Whose round it is.
    pub worker: StaffId,
    /// Where it goes.
    pub round: Round,
    /// The stop before the first one wanted.
    pub after: Option<StopKey>,
    /// How many at most.
    pub limit: usize,
}

/// Where a page of stops ended.
#[derive(Clone, PartialEq, Eq)]
pub struct StopKey {
    grid: i64,
    walk: String,
    household: HouseholdId,
}

impl std::fmt::Debug for StopKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StopKey({})", self.household)
    }
}

/// A household to call at, with all that is due there.
#[derive(Clone, PartialEq)]
pub struct Stop {
    /// The household.
    pub household: HouseholdId,
    /// Its form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
    /// Where it lies, where that is known.
    pub place: Option<Coordinate>,
    /// Village group.
    pub village_group: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor.
    pub floor: Option<i16>,
    /// What a visitor must know to be safe.
    pub safety_note: Option<String>,
    /// Whom it is handed to on that day, where it is.
    pub handed_over: Option<StopHandOver>,
    /// What is due, for phones that derive.
    pub duties: Vec<StopDuty>,
    /// What is asked for, for phones that hold tickets.
    pub tickets: Vec<Ticket>,
    /// Where to go on after this stop.
    pub key: StopKey,
}

impl Stop {
    /// Metres from `from` in a straight line, where the stop's place is known.
    pub fn metres_from(&self, from: &Coordinate) -> Option<f64> {
        self.place.map(|place| place.distance_m(from))
    }
}

crate::text::redacted_debug!(Stop { household, duties.len(), tickets.len() });

/// A stop that was handed to one of those who answer for its grid.
#[derive(Clone, PartialEq, Eq)]
pub struct StopHandOver {
    /// Whether to the worker whose round it is.
    pub to_me: bool,
    /// What the receiver must know.
    pub note: Option<String>,
}

crate::text::redacted_debug!(StopHandOver { to_me });

/// One open duty at a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopDuty {
    /// Whom it is about.
    pub subject: Subject,
    /// The resident's name, where it is about one.
    pub name: Option<String>,
    /// The rule.
    pub rule: RuleId,
    /// What the rule is called.
    pub title: Text,
    /// The first day on which it can be done.
    pub opens: Day,
    /// The last.
    pub due: Day,
    /// Whether somebody came and did not reach the subject.
    pub attempted: bool,
    /// The first day of the windows that were missed in a row up to now, this one included once it is late.
    pub missed_since: Option<Day>,
}

/// A page of stops in walking order: by grid, village group, building, floor and address; `packs` has the words.
///
/// # Errors
/// When the database cannot be read.
pub fn stops(tx: &Tx<'_>, packs: &RulePacks, query: &StopQuery) -> Result<Vec<Stop>, StoreError> {
    let on = day_number(query.on);
    let (from, to) = query.round.grids();
    let after = query.after.clone().unwrap_or(StopKey {
        grid: from,
        walk: String::new(),
        household: HouseholdId(uuid::Uuid::nil()),
    });
    let mut select = tx.prepare(
        "SELECT s.grid, s.walk, h.id, h.greeting, h.address, h.village_group, h.building, h.floor, h.place, \
         h.safety_note, h.handed_over FROM stop s INDEXED BY stop_by_walk CROSS JOIN household h ON h.id = s.household \
         WHERE (s.grid, s.walk, s.household) > (?1, ?2, ?3) AND s.grid <= ?4 \
         AND s.opens <= ?5 AND s.shown_to >= ?5 AND (?6 IS NULL OR EXISTS ( \
             SELECT 1 FROM duty d WHERE d.household = s.household AND d.opens <= ?5 AND d.shown_to >= ?5 \
             AND instr(?6, '|' || d.rule || '|'))) ORDER BY s.grid, s.walk, s.household",
    )?;
    let holds_tickets = holds_tickets(tx)?;
    let mut rows =
        select.query(params![after.grid, after.walk, after.household, to, on, query.round.rules(packs)])?;
    let mut stops = Vec::new();
    while stops.len() < query.limit {
        let Some(row) = rows.next()? else { break };
        let mut stop = read(row)?;
        stop.handed_over = handed_over(row, query)?;
        stop.duties = duties(tx, packs, stop.household, on)?;
        if holds_tickets {
            stop.tickets = tickets(tx, stop.household, query.on)?;
        }
        // The span of a stop may have gaps: days between two windows on which nothing can be done.
        if !stop.duties.is_empty() || !stop.tickets.is_empty() {
            stops.push(stop);
        }
    }
    Ok(stops)
}

fn read(row: &Row<'_>) -> Result<Stop, StoreError> {
    let household = row.get(2)?;
    Ok(Stop {
        household,
        greeting: row.get(3)?,
        address: row.get(4)?,
        village_group: row.get(5)?,
        building: row.get(6)?,
        floor: row.get(7)?,
        place: register::column::opt_json(row, 8)?,
        safety_note: row.get(9)?,
        handed_over: None,
        duties: Vec::new(),
        tickets: Vec::new(),
        key: StopKey { grid: row.get(0)?, walk: row.get(1)?, household },
    })
}

fn handed_over(row: &Row<'_>, query: &StopQuery) -> Result<Option<StopHandOver>, StoreError> {
    let handed: Option<HandedOver> = register::column::opt_json(row, 10)?;
    let in_force = handed.filter(|one| one.in_force(query.on));
    Ok(in_force.map(|one| StopHandOver { to_me: one.to == query.worker, note: one.note }))
}

fn duties(
    tx: &Tx<'_>,
    packs: &RulePacks,
    household: HouseholdId,
    on: i32,
) -> Result<Vec<StopDuty>, StoreError> {
    tx.all(
        "SELECT d.resident, r.name, d.rule, d.opens, d.due, d.attempted, d.missed_since, d.start FROM duty d \
         LEFT JOIN resident r ON r.household = d.household AND r.id = d.resident \
         WHERE d.household = ?1 AND d.opens <= ?2 AND d.shown_to >= ?2 ORDER BY d.due, d.rule, d.resident",
        params![household, on],
        |row| {
            let resident = uuid::Uuid::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).ok();
            let due = day(row, 4)?;
            let opens = day(row, 3)?;
            let late = (day_number(due) < on).then_some(opens);
            let rule: RuleId = row.get(2)?;
            let named = packs.rule(&rule, day(row, 7)?).map(|rule| rule.title.clone());
            Ok(StopDuty {
                subject: resident
                    .map_or(Subject::Household(household), |id| Subject::Resident(ResidentId(id))),
                name: row.get(1)?,
                title: named.unwrap_or_else(|| Text::new(&rule, &rule)),
                rule,
                opens,
                due,
                attempted: row.get(5)?,
                missed_since: opt_day(row, 6)?.or(late),
            })
        },
    )
}

/// Whether this phone holds tickets instead of facts.
pub(in crate::store) fn holds_tickets(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT 1 FROM ticket LIMIT 1", [], |_| Ok(()))?.is_some())
}

fn tickets(tx: &Tx<'_>, household: HouseholdId, on: Day) -> Result<Vec<Ticket>, StoreError> {
    let mut tickets = register::tickets(tx, household)?;
    tickets.retain(|ticket| is_open(ticket.state) && ticket.window.contains(on));
    Ok(tickets)
}

const fn is_open(state: TicketState) -> bool {
    match state {
        TicketState::Open | TicketState::Attempted => true,
        TicketState::Visited | TicketState::Exempt => false,
    }
}

/// The days from the first to the last on which a household has something open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span(Option<(i32, i32)>);

impl Span {
    pub(super) fn of_tickets(tx: &Tx<'_>, household: HouseholdId) -> Result<Self, StoreError> {
        Self::query(
            tx,
            household,
            "SELECT min(opens), max(due) FROM ticket WHERE household = ?1 AND state IN ('Open', 'Attempted')",
        )
    }

    fn of_duties(tx: &Tx<'_>, household: HouseholdId) -> Result<Self, StoreError> {
        Self::query(tx, household, "SELECT min(opens), max(shown_to) FROM duty WHERE household = ?1")
    }

    fn query(tx: &Tx<'_>, household: HouseholdId, sql: &str) -> Result<Self, StoreError> {
        let span = tx.one(sql, [household], |row| {
            let (opens, shown_to): (Option<i32>, Option<i32>) = (row.get(0)?, row.get(1)?);
            Ok(opens.zip(shown_to))
        })?;
        Ok(Self(span.flatten()))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn include(&mut self, opens: i32, shown_to: i32) {
        self.0 = Some(match self.0 {
            Some((first, last)) => (first.min(opens), last.max(shown_to)),
            None => (opens, shown_to),
        });
    }
}

/// Writes the stop of a household, or takes it away when nothing is open there.
pub(super) fn put_stop(tx: &Tx<'_>, household: &Household, span: Span) -> Result<(), StoreError> {
    let Some((opens, shown_to)) = span.0 else {
        tx.execute("DELETE FROM stop WHERE household = ?1", [household.id])?;
        return Ok(());
    };
    // Most visits change nothing here, and a page that is not written need not be sealed and synced.
    tx.execute(
        "INSERT INTO stop (household, grid, walk, opens, shown_to) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (household) DO UPDATE SET grid = excluded.grid, walk = excluded.walk, \
         opens = excluded.opens, shown_to = excluded.shown_to \
         WHERE (grid, walk, opens, shown_to) <> (excluded.grid, excluded.walk, excluded.opens, excluded.shown_to)",
        params![household.id, grid_number(household.grid), walk_key(household), opens, shown_to],
    )?;
    Ok(())
}

/// Brings a stop in line with the household's row and tickets as they are now; its duties stay.
pub(in crate::store) fn refresh_stop(tx: &Tx<'_>, id: HouseholdId) -> Result<(), StoreError> {
    let Some(household) = register::household(tx, id)? else { return remove_household(tx, id) };
    if register::kept(tx)?.contains(&id) {
        return remove_household(tx, id);
    }
    let mut span = Span::of_tickets(tx, id)?;
    if let Some((opens, shown_to)) = Span::of_duties(tx, id)?.0 {
        span.include(opens, shown_to);
    }
    put_stop(tx, &household, span)
}

/// Forgets what was derived for a household.
pub(in crate::store) fn remove_household(tx: &Tx<'_>, household: HouseholdId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM duty WHERE household = ?1", [household])?;
    tx.execute("DELETE FROM stop WHERE household = ?1", [household])?;
    Ok(())
}
