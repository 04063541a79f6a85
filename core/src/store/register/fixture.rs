//! Stores and rows for tests.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    codes::GridCode,
    domain::{
        org::{Staff, StaffRole},
        register::Subject,
        register::{CategoryKind, CategoryRecord, Household, Resident},
        visit::{Visit, VisitFact, VisitKind, VisitMode, VisitOutcome, VisitPlace, VisitSummary},
    },
    geo::FenceVerdict,
    id::{HouseholdId, ResidentId, StaffId, VisitId},
    op::{
        row::{RowKind, Scope},
        wire::{Cursor, FeedRow, ScopeCheck, ScopePage, row_check},
    },
    seal::Digest,
    store::{Durability, Store, StoreError, Tx},
    time::{Day, Timestamp},
};

/// An empty register in memory.
pub(in crate::store) fn empty() -> Store {
    Store::in_memory().unwrap()
}

/// Does `work` in a transaction of its own.
pub(in crate::store) fn write<T>(store: &Store, work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>) -> T {
    let mut work = Some(work);
    store.write(Durability::Replayable, |tx| work.take().unwrap()(tx)).unwrap()
}

pub(in crate::store) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The id number `n`.
pub(in crate::store) fn nth(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Grid number `n` of a village.
pub(in crate::store) fn grid(n: u16) -> GridCode {
    format!("610802102200{n:03}").parse().unwrap()
}

pub(in crate::store) fn household(n: u128, grid_number: u16) -> Household {
    Household {
        id: HouseholdId(nth(n)),
        grid: grid(grid_number),
        earlier_grids: Vec::new(),
        greeting: "张奶奶家".to_owned(),
        address: format!("花岩村{n}号"),
        village_group: None,
        building: None,
        floor: None,
        phone: None,
        place: None,
        safety_note: None,
        recorded_on: Some(day("2026-01-01")),
        ended_on: None,
        handed_over: None,
    }
}

pub(in crate::store) fn resident(n: u128, household: u128, name: &str) -> Resident {
    Resident {
        id: ResidentId(nth(n)),
        household: HouseholdId(nth(household)),
        name: name.to_owned(),
        identity: None,
        born: Some(day("1950-02-03")),
        phone: None,
        relation: None,
        categories: vec![CategoryRecord {
            kind: CategoryKind::LivesAlone,
            grade: None,
            from: day("2026-01-01"),
            to: None,
            recorded_on: day("2026-01-02"),
            authority: None,
        }],
        events: Vec::new(),
        left_on: None,
    }
}

pub(in crate::store) fn worker() -> Staff {
    Staff { id: StaffId(nth(9_000)), name: "李工".to_owned(), role: StaffRole::SocialWorker, phone: None }
}

/// A visit of that day's noon that found all well.
pub(in crate::store) fn visit(n: u128, household: u128) -> Visit {
    let at = Timestamp::from_millis(1_780_459_200_000);
    Visit {
        id: VisitId(nth(n)),
        household: HouseholdId(nth(household)),
        place: VisitPlace::Home,
        mode: VisitMode::InPerson,
        outcome: VisitOutcome::Completed,
        facts: vec![VisitFact {
            kind: VisitKind::CareVisit,
            subject: Subject::Household(HouseholdId(nth(household))),
        }],
        tickets: Vec::new(),
        subject_outcomes: Vec::new(),
        wellbeing: Vec::new(),
        claims: Vec::new(),
        started_at: at,
        finished_at: at,
        fix: None,
        fence: FenceVerdict::UNKNOWN,
        companions: Vec::new(),
        next_step: None,
        late_entry: None,
        corrects: None,
        photo_refused: false,
        note: None,
    }
}

pub(in crate::store) fn summary(n: u128, household: u128) -> VisitSummary {
    let visit = visit(n, household);
    visit.summary(worker().id, worker().role, visit.finished_at, day("2026-06-03"))
}

/// A row of the feed with this document.
pub(in crate::store) fn feed_row(
    kind: RowKind,
    id: Uuid,
    household: Option<HouseholdId>,
    revision: u64,
    document: &impl serde::Serialize,
) -> FeedRow {
    let document = serde_json::value::to_raw_value(document).unwrap();
    FeedRow { kind, id, revision, household, document: Some(document) }
}

pub(in crate::store) fn household_row(revision: u64, household: &Household) -> FeedRow {
    feed_row(RowKind::Household, household.id.0, Some(household.id), revision, household)
}

pub(in crate::store) fn resident_row(revision: u64, resident: &Resident) -> FeedRow {
    feed_row(RowKind::Resident, resident.id.0, Some(resident.household), revision, resident)
}

pub(in crate::store) fn removal(revision: u64, kind: RowKind, id: Uuid) -> FeedRow {
    FeedRow { kind, id, revision, household: None, document: None }
}

/// The outcome of operation `op`, as the private scope brings it.
pub(in crate::store) fn outcome_row(revision: u64, op: Uuid, verdict: Value, took_effect: u64) -> FeedRow {
    let mut document = json!({ "op": op, "revision": took_effect });
    if let (Some(to), Value::Object(from)) = (document.as_object_mut(), verdict) {
        to.extend(from);
    }
    feed_row(RowKind::Outcome, op, None, revision, &document)
}

pub(in crate::store) fn cursor(epoch: u64, revision: u64) -> Cursor {
    Cursor { epoch, revision, digest: Digest([7; 32]) }
}

/// The last page of a scope, without a check.
pub(in crate::store) fn page(scope: Scope, from_start: bool, rows: Vec<FeedRow>) -> ScopePage {
    let revision = rows.iter().map(|row| row.revision).max().unwrap_or(0);
    ScopePage { scope, from_start, rows, cursor: cursor(1, revision), more: false, check: None }
}

/// What the hub would say that these rows come to.
pub(in crate::store) fn check(rows: &[FeedRow]) -> ScopeCheck {
    let documents = rows.iter().filter_map(|row| Some((row, row.document.as_ref()?)));
    documents.fold(ScopeCheck { count: 0, checksum: 0 }, |sum, (row, document)| ScopeCheck {
        count: sum.count + 1,
        checksum: sum.checksum ^ row_check(row.kind, row.id, document.get()),
    })
}
