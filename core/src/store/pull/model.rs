//! A small hub for tests, and the property that whatever happens, a phone ends with the hub's state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PageEffect, apply_page, cursors, drop_scope, settle_caught_up};
use crate::{
    domain::{
        duty::HouseholdFacts,
        register::{Household, Resident},
        visit::VisitSummary,
    },
    id::{DeviceId, HouseholdId, OpId},
    op::{
        body::{Body, FieldChange, FieldsChanged, Payload},
        row::{RowKind, Scope},
        wire::{FeedRow, ScopePage},
    },
    store::{
        Store, Tx, local,
        register::{
            self,
            fixture::{
                check, cursor, empty, feed_row, grid, household, nth, outcome_row, removal, resident,
                summary, visit, worker, write,
            },
        },
        search::search,
    },
    time::Zone,
};

const PRIVATE: Scope = Scope::Private(DeviceId(Uuid::from_u128(1)));

struct HubRow {
    household: u128,
    grid: u16,
    revision: u64,
    document: Value,
}

/// Rows, removals and verdicts, each with the revision of their unit.
#[derive(Default)]
struct Hub {
    revision: u64,
    rows: BTreeMap<(RowKind, Uuid), HubRow>,
    removals: Vec<(u16, RowKind, Uuid, u64)>,
    outcomes: Vec<(Uuid, u64, Value)>,
}

impl Hub {
    fn put(&mut self, kind: RowKind, id: Uuid, household: u128, grid: u16, document: Value) {
        let row = HubRow { household, grid, revision: self.revision, document };
        self.rows.insert((kind, id), row);
    }

    fn household(&mut self, n: u128, grid_number: u16) {
        self.revision += 1;
        let document = serde_json::to_value(household(n, grid_number)).unwrap();
        self.put(RowKind::Household, nth(n), n, grid_number, document);
        let document = serde_json::to_value(resident(100 + n, n, "张桂花")).unwrap();
        self.put(RowKind::Resident, nth(100 + n), n, grid_number, document);
    }

    fn grid_of(&self, household: u128) -> Option<u16> {
        self.rows.get(&(RowKind::Household, nth(household))).map(|row| row.grid)
    }

    fn edit(&mut self, kind: RowKind, id: Uuid, field: &str, value: Value) -> bool {
        let revision = self.revision + 1;
        let Some(row) = self.rows.get_mut(&(kind, id)) else { return false };
        row.document[field] = value;
        row.revision = revision;
        self.revision = revision;
        true
    }

    fn relocate(&mut self, household: u128, to: u16) {
        self.revision += 1;
        for ((kind, id), row) in self.rows.iter_mut().filter(|(_, row)| row.household == household) {
            if row.grid != to {
                self.removals.push((row.grid, *kind, *id, self.revision));
                row.grid = to;
                row.revision = self.revision;
                if *kind == RowKind::Household {
                    row.document["grid"] = json!(grid(to));
                }
            }
        }
    }

    fn remove(&mut self, gone: impl Fn(RowKind, &HubRow) -> bool) {
        self.revision += 1;
        let keys: Vec<_> =
            self.rows.iter().filter(|((kind, _), row)| gone(*kind, row)).map(|(key, _)| *key).collect();
        for (kind, id) in keys {
            let row = self.rows.remove(&(kind, id)).unwrap();
            self.removals.push((row.grid, kind, id, self.revision));
        }
    }

    /// Judges an operation: mostly taken, now and then rejected or outdone.
    fn judge(&mut self, op: OpId, body: &Body, dice: u8) {
        let is_taken = dice % 4 > 1 && self.take(body);
        self.revision += u64::from(!is_taken);
        let verdict = match (is_taken, body) {
            (true, _) => json!({ "verdict": "applied" }),
            (false, Body::FieldsChanged(change)) if dice % 4 == 1 => {
                json!({ "verdict": "merged", "lost": change.fields.keys().collect::<Vec<_>>() })
            }
            (false, _) => json!({ "verdict": "rejected", "reason": "OutsideScope" }),
        };
        self.outcomes.push((op.0, self.revision, verdict));
    }

    fn take(&mut self, body: &Body) -> bool {
        let Some((household, grid_number)) =
            body.household().map(|id| id.0.as_u128()).and_then(|n| Some((n, self.grid_of(n)?)))
        else {
            return false;
        };
        let (kind, id, document) = match body {
            Body::FieldsChanged(change) => {
                let (name, value) = change.fields.first_key_value().unwrap();
                return self.edit(change.row, change.id, name, value.new.clone());
            }
            Body::ResidentAdded(added) => {
                (RowKind::Resident, added.id.0, serde_json::to_value(added).unwrap())
            }
            Body::VisitRecorded(made) => {
                let mut as_corrected = summary(made.id.0.as_u128(), household);
                as_corrected.effective_at = as_corrected.effective_at.plus_millis(5);
                (RowKind::Visit, made.id.0, serde_json::to_value(as_corrected).unwrap())
            }
            _ => return false,
        };
        self.revision += 1;
        self.put(kind, id, household, grid_number, document);
        true
    }

    fn feed_of(&self, scope: Scope) -> Vec<FeedRow> {
        let in_scope = |number: u16| scope == Scope::Grid(grid(number));
        let mut rows: Vec<FeedRow> = Vec::new();
        for ((kind, id), row) in self.rows.iter().filter(|(_, row)| in_scope(row.grid)) {
            let household = Some(HouseholdId(nth(row.household)));
            rows.push(feed_row(*kind, *id, household, row.revision, &row.document));
        }
        for (from, kind, id, revision) in &self.removals {
            let is_back = self.rows.get(&(*kind, *id)).is_some_and(|row| row.grid == *from);
            if in_scope(*from) && !is_back {
                rows.push(removal(*revision, *kind, *id));
            }
        }
        if scope == PRIVATE {
            let outcomes = self.outcomes.iter();
            rows.extend(outcomes.map(|(op, at, verdict)| outcome_row(*at, *op, verdict.clone(), *at)));
        }
        rows.sort_by_key(|row| row.revision);
        rows
    }

    /// The next page of a scope, cut between revisions.
    fn page(&self, scope: Scope, after: Option<u64>, size: usize) -> ScopePage {
        let all = self.feed_of(scope);
        let sum = check(&all);
        let mut rows: Vec<FeedRow> =
            all.into_iter().filter(|row| row.revision > after.unwrap_or(0)).collect();
        let cut = rows.get(size).map(|row| row.revision);
        let rest = cut.map_or(rows.len(), |cut| {
            let same_unit = rows.partition_point(|row| row.revision <= cut);
            let before = rows.partition_point(|row| row.revision < cut);
            if before == 0 { same_unit } else { before }
        });
        let more = rest < rows.len();
        rows.truncate(rest);
        let reached = if more { rows.last().unwrap().revision } else { self.revision };
        ScopePage {
            scope,
            from_start: after.is_none(),
            rows,
            cursor: cursor(1, reached),
            more,
            check: (!more).then_some(sum),
        }
    }
}

struct World {
    hub: Hub,
    phone: Store,
    answers_for: BTreeSet<u16>,
    unsent: VecDeque<(OpId, Payload)>,
    next: u128,
}

impl World {
    fn new() -> Self {
        let mut hub = Hub::default();
        for n in 1..=4 {
            hub.household(n, if n < 3 { 1 } else { 2 });
        }
        let answers_for = [1, 2].into();
        Self { hub, phone: empty(), answers_for, unsent: VecDeque::new(), next: 1_000 }
    }

    fn number(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn step(&mut self, (action, a, b): (u8, u8, u8)) {
        let n = u128::from(a % 4) + 1;
        let value = json!(format!("v{}", self.number()));
        match action {
            0 => {
                self.hub.edit(RowKind::Household, nth(n), "address", value);
            }
            1 => {
                self.hub.edit(RowKind::Resident, nth(100 + n), "relation", value);
            }
            2 => self.hub.relocate(n, u16::from(b % 2) + 1),
            3 if b % 4 == 0 => self.hub.remove(|_, row| row.household == n),
            3 => self.hub.remove(|kind, row| row.household == n && kind != RowKind::Household),
            4 if self.hub.grid_of(n).is_none() => self.hub.household(n, u16::from(b % 2) + 1),
            4 => self.record(Body::VisitRecorded(visit(self.next, n)), n),
            5 => self.record(changed(RowKind::Household, n, n, "address", value), n),
            6 => self.record(changed(RowKind::Resident, 100 + n, n, "relation", value), n),
            7 => self.record(Body::ResidentAdded(resident(self.next, n, "李四")), n),
            8 => self.push(b),
            9 => self.forget_cursor(a),
            10 => self.reassign(u16::from(b % 2) + 1),
            _ => {
                self.pull(u16::from(a % 3), usize::from(b % 3));
            }
        }
        self.assert_unsent_work_shows();
    }

    /// Records what a worker does at a household that the phone shows.
    fn record(&mut self, body: Body, n: u128) {
        let op = OpId(nth(self.number()));
        let payload = Payload { supersedes: None, body };
        let is_here = write(&self.phone, |tx| {
            let is_here = register::household(tx, HouseholdId(nth(n)))?.is_some();
            let is_known = match &payload.body {
                Body::FieldsChanged(change) if change.row == RowKind::Resident => {
                    let residents = register::residents(tx, change.household)?;
                    residents.iter().any(|resident| resident.id.0 == change.id)
                }
                _ => true,
            };
            if is_here && is_known {
                local::show(tx, op, &payload, &worker(), Zone::CHINA)?;
            }
            Ok(is_here && is_known)
        });
        if is_here {
            self.unsent.push_back((op, payload));
        }
    }

    fn push(&mut self, dice: u8) {
        if let Some((op, payload)) = self.unsent.pop_front() {
            self.hub.judge(op, &payload.body, dice);
        }
    }

    fn scope(&self, which: u16) -> Option<Scope> {
        match which {
            0 => Some(PRIVATE),
            number => self.answers_for.contains(&number).then(|| Scope::Grid(grid(number))),
        }
    }

    fn pull(&mut self, which: u16, size: usize) -> bool {
        let Some(scope) = self.scope(which) else { return false };
        let after = write(&self.phone, cursors).get(&scope).map(|cursor| cursor.revision);
        if after == Some(self.hub.revision) {
            return false;
        }
        let page = self.hub.page(scope, after, size);
        let effect: PageEffect = write(&self.phone, |tx| apply_page(tx, &page));
        assert!(!effect.retake, "phone and hub agree about {scope} at every end");
        assert_eq!(effect.unreadable, 0);
        true
    }

    /// The hub asks for a scope anew, as after a restore.
    fn forget_cursor(&mut self, a: u8) {
        if let Some(scope) = self.scope(u16::from(a % 3)) {
            write(&self.phone, |tx| {
                tx.execute("UPDATE scope_state SET epoch = NULL WHERE name = ?1", [scope.to_string()])
            });
        }
    }

    fn reassign(&mut self, number: u16) {
        if self.answers_for.remove(&number) {
            write(&self.phone, |tx| drop_scope(tx, Scope::Grid(grid(number))));
        } else {
            self.answers_for.insert(number);
        }
    }

    /// What was recorded and not yet sent is on the screen, whatever the hub sent meanwhile.
    fn assert_unsent_work_shows(&self) {
        let mut last: BTreeMap<(RowKind, Uuid), (&FieldsChanged, &Value)> = BTreeMap::new();
        for (_, payload) in &self.unsent {
            if let Body::FieldsChanged(change) = &payload.body {
                let (_, value) = change.fields.first_key_value().unwrap();
                last.insert((change.row, change.id), (change, &value.new));
            }
        }
        write(&self.phone, |tx| {
            for ((kind, id), (change, value)) in last {
                let shown = match kind {
                    RowKind::Household => register::household(tx, HouseholdId(id))?.map(|row| row.address),
                    _ => register::residents(tx, change.household)?
                        .into_iter()
                        .find(|row| row.id.0 == id)
                        .and_then(|row| row.relation),
                };
                assert_eq!(shown.as_deref(), value.as_str());
            }
            Ok(())
        });
    }

    fn drain(&mut self) {
        while !self.unsent.is_empty() {
            self.push(3);
        }
        for which in [0, 1, 2, 0] {
            while self.pull(which, 2) {}
        }
        write(&self.phone, settle_caught_up);
    }

    fn assert_phone_equals_hub(&self) {
        let mut expected: BTreeMap<HouseholdId, HouseholdFacts> = BTreeMap::new();
        let rows = self.hub.rows.iter().filter(|(_, row)| self.answers_for.contains(&row.grid));
        for ((kind, _), row) in rows {
            let document = row.document.clone();
            match kind {
                RowKind::Household => {
                    let household: Household = serde_json::from_value(document).unwrap();
                    expected.insert(household.id, facts_of(household));
                }
                RowKind::Resident => {
                    let resident: Resident = serde_json::from_value(document).unwrap();
                    expected.get_mut(&resident.household).unwrap().residents.push(resident);
                }
                _ => {
                    let visit: VisitSummary = serde_json::from_value(document).unwrap();
                    expected.get_mut(&visit.household).unwrap().visits.push(visit);
                }
            }
        }
        write(&self.phone, |tx| {
            let mut found = BTreeMap::new();
            register::for_each_facts(tx, None, |facts| {
                found.insert(facts.household.id, facts);
            })?;
            assert_eq!(found, expected);
            for table in ["pending_edit", "mirror", "kept"] {
                assert_eq!(rows_in(tx, table), 0, "{table}");
            }
            let residents = expected.values().map(|facts| facts.residents.len()).sum::<usize>();
            assert_eq!(rows_in(tx, "resident"), residents);
            assert_eq!(rows_in(tx, "household"), expected.len());
            assert_eq!(rows_in(tx, "search"), expected.len());
            let found = search(tx, "张 桂花", None, 99)?.len() + search(tx, "李四", None, 99)?.len();
            assert_eq!(found, residents, "everybody is found");
            Ok(())
        });
    }
}

fn rows_in(tx: &Tx<'_>, table: &str) -> usize {
    let sql = format!("SELECT count(*) FROM {table}");
    tx.one(&sql, [], |row| Ok(row.get::<_, i64>(0)?)).unwrap().unwrap().try_into().unwrap()
}

fn facts_of(household: Household) -> HouseholdFacts {
    HouseholdFacts {
        household,
        residents: Vec::new(),
        visits: Vec::new(),
        exemptions: Vec::new(),
        claims: Vec::new(),
    }
}

fn changed(row: RowKind, id: u128, household: u128, field: &str, new: Value) -> Body {
    Body::FieldsChanged(FieldsChanged {
        row,
        id: nth(id),
        household: HouseholdId(nth(household)),
        fields: [(field.to_owned(), FieldChange { old: Value::Null, new })].into(),
    })
}

fn ends_like_the_hub(steps: impl IntoIterator<Item = (u8, u8, u8)>) {
    let mut world = World::new();
    for step in steps {
        world.step(step);
    }
    world.drain();
    world.assert_phone_equals_hub();
}

#[test]
fn a_visit_that_settles_before_its_home_is_back_takes_no_resident_with_it() {
    let recorded_pushed_edited = [(11, 2, 0), (4, 2, 0), (8, 0, 2), (0, 2, 0)];
    let taken_away_and_given_back = [(10, 0, 1), (10, 0, 1)];
    let pages = [(11, 2, 0); 3];
    ends_like_the_hub(recorded_pushed_edited.into_iter().chain(taken_away_and_given_back).chain(pages));
}

#[test]
fn a_home_that_leaves_one_grid_before_it_stands_in_the_other_keeps_its_residents() {
    let moved_then_edited = [(11, 1, 2), (11, 1, 2), (2, 0, 1), (0, 0, 0)];
    let resident_there_and_home_not_yet = [(11, 2, 0); 3];
    let gone_here = [(11, 1, 2)];
    ends_like_the_hub(moved_then_edited.into_iter().chain(resident_there_and_home_not_yet).chain(gone_here));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_the_phone_ends_with_the_hubs_state(
        steps in prop::collection::vec((0u8..16, any::<u8>(), any::<u8>()), 1..60)
    ) {
        ends_like_the_hub(steps);
    }
}
