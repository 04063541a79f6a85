//! A small world to judge operations in: two grids, a household in each, rows in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
};

use serde::Serialize;
use uuid::Uuid;

use super::{Applied, Author, Receipt, Rows, apply_group};
use crate::{
    codes::GridCode,
    domain::{
        evidence::{PhotoRecord, fixture},
        need::{Need, NeedKind, ReferralStatus},
        org::{Responsibility, Staff, StaffRole},
        register::{CategoryKind, CategoryRecord, Household, Resident, Subject},
        visit::{
            Claim, ClaimKind, ClaimStatus, Visit, VisitFact, VisitKind, VisitMode, VisitOutcome, VisitPlace,
        },
    },
    geo::FenceVerdict,
    id::{
        ClaimId, DeviceId, GroupId, HouseholdId, NeedId, OpId, ResidentId, SeededIds, StaffId, TicketId,
        VisitId,
    },
    op::{
        body::{Body, FieldChange, FieldsChanged, Payload},
        chain::{NewOp, chain_group},
        outcome::{Outcome, RejectReason},
        row::{Row, RowKind, Scope, document},
        wire::{Head, WireOp},
    },
    seal::Digest,
    time::{Day, Hlc, Timestamp, Zone},
};

/// 2026-06-10 12:00 in China.
pub(crate) const NOON: Timestamp = Timestamp::from_millis(1_781_064_000_000);
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn grid() -> GridCode {
    "610102001001001".parse().unwrap()
}

pub(crate) fn other_grid() -> GridCode {
    "610102001001002".parse().unwrap()
}

pub(crate) const HOME: HouseholdId = HouseholdId(Uuid::from_u128(1));
pub(crate) const ELDER: ResidentId = ResidentId(Uuid::from_u128(11));
pub(crate) const FAR_HOME: HouseholdId = HouseholdId(Uuid::from_u128(2));
pub(crate) const STRANGER: ResidentId = ResidentId(Uuid::from_u128(12));
pub(crate) const TICKET: TicketId = TicketId(Uuid::from_u128(21));

pub(crate) fn author(role: StaffRole) -> Author {
    let number = 100 + StaffRole::ALL.iter().position(|one| *one == role).unwrap() as u128;
    Author {
        staff: StaffId(Uuid::from_u128(number)),
        device: DeviceId(Uuid::from_u128(1_000 + number)),
        role,
        grids: vec![grid()],
        leads: Vec::new(),
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt { received_at: NOON, skew_ms: 0 }
}

pub(crate) fn household(id: HouseholdId, grid: GridCode) -> Household {
    Household {
        id,
        grid,
        earlier_grids: Vec::new(),
        greeting: "张奶奶家".to_owned(),
        address: "西一路 3 号".to_owned(),
        village_group: None,
        building: None,
        floor: None,
        phone: None,
        place: None,
        safety_note: None,
        recorded_on: Some(day("2026-01-05")),
        ended_on: None,
        handed_over: None,
    }
}

pub(crate) fn resident(id: ResidentId, household: HouseholdId) -> Resident {
    Resident {
        id,
        household,
        name: "张三".to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: Vec::new(),
        events: Vec::new(),
        left_on: None,
    }
}

pub(crate) fn category(kind: CategoryKind) -> CategoryRecord {
    let from = day("2026-01-01");
    let grade = kind.grades().first().map(|grade| (*grade).to_owned());
    CategoryRecord { kind, grade, from, to: None, recorded_on: from, authority: None }
}

pub(crate) fn visit(number: u128, household: HouseholdId) -> Visit {
    Visit {
        id: VisitId(Uuid::from_u128(3_000 + number)),
        household,
        place: VisitPlace::Home,
        mode: VisitMode::InPerson,
        outcome: VisitOutcome::Completed,
        facts: vec![VisitFact { kind: VisitKind::CareVisit, subject: Subject::Household(household) }],
        tickets: Vec::new(),
        subject_outcomes: Vec::new(),
        wellbeing: Vec::new(),
        claims: Vec::new(),
        started_at: NOON.plus_millis(-3 * HOUR),
        finished_at: NOON.plus_millis(-2 * HOUR),
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

pub(crate) fn claim(number: u128, subject: Subject) -> Claim {
    Claim {
        id: ClaimId(Uuid::from_u128(4_000 + number)),
        visit: visit(number, HOME).id,
        household: HOME,
        subject,
        kind: ClaimKind::Deceased,
        on: day("2026-06-01"),
        status: ClaimStatus::Confirmed,
    }
}

pub(crate) fn need(number: u128) -> Need {
    Need {
        id: NeedId(Uuid::from_u128(5_000 + number)),
        household: HOME,
        resident: Some(ELDER),
        kind: NeedKind::Rehab,
        status: ReferralStatus::Found,
        round: 1,
        found_in: None,
        raised_by: None,
        note: None,
    }
}

pub(crate) fn photo(number: u128, visit: VisitId) -> PhotoRecord {
    fixture::photo(number, visit, HOME, author(StaffRole::Volunteer).staff, NOON)
}

/// One changed field; `null` for no value.
pub(crate) fn change(
    row: RowKind,
    id: Uuid,
    field: &str,
    old: serde_json::Value,
    new: serde_json::Value,
) -> Body {
    let fields = [(field.to_owned(), FieldChange { old, new })].into();
    Body::FieldsChanged(FieldsChanged { row, id, household: HOME, fields })
}

pub(crate) fn refused(reason: RejectReason) -> Outcome {
    Outcome::Rejected { reason }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    rows: BTreeMap<(RowKind, Uuid), Row>,
    /// Kind and subject of what was not taken.
    rejected: BTreeSet<(String, String)>,
    /// Every operation that was received, judged or not.
    received: Vec<(DeviceId, WireOp)>,
    sent: u64,
    /// What a worker was, and until when.
    former_roles: BTreeMap<StaffId, (Timestamp, StaffRole)>,
}

impl Rows for World {
    type Error = Infallible;

    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, Infallible> {
        Ok(self.rows.get(&(kind, id)).cloned())
    }

    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>, Infallible> {
        let all = self.rows.values().filter(|row| row.kind == kind && row.household == Some(household));
        Ok(all.cloned().collect())
    }

    fn was_rejected(&self, kind: &'static str, subject: &str) -> Result<bool, Infallible> {
        Ok(self.rejected.contains(&(kind.to_owned(), subject.to_owned())))
    }

    fn ticket_facts(
        &self,
        household: HouseholdId,
        tickets: &[TicketId],
    ) -> Result<Vec<VisitFact>, Infallible> {
        let fact = VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(ELDER) };
        let known = tickets.iter().filter(|ticket| **ticket == TICKET && household == HOME);
        Ok(known.map(|_| fact).collect())
    }

    fn role_at(&self, worker: &Staff, at: Timestamp) -> Result<StaffRole, Infallible> {
        let former = self.former_roles.get(&worker.id).filter(|(until, _)| at < *until);
        Ok(former.map_or(worker.role, |(_, role)| *role))
    }

    fn answers_for(&self, worker: StaffId, grid: GridCode, day: Day) -> Result<bool, Infallible> {
        let lines = self.rows.values().filter(|row| row.kind == RowKind::Responsibility);
        let mut lines = lines.filter_map(Row::read::<Responsibility>);
        Ok(lines.any(|line| line.staff == worker && line.grid == grid && line.in_force(day)))
    }

    fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>, Infallible> {
        let is_before =
            |(by, op): &&(DeviceId, WireOp)| *by == device && op.kind == "VisitRecorded" && op.seq < seq;
        let mut before: Vec<_> = self.received.iter().filter(is_before).map(|(_, op)| op).collect();
        before.sort_by_key(|op| std::cmp::Reverse(op.seq));
        Ok(before.into_iter().map(|op| op.body.clone()).collect())
    }
}

impl World {
    /// A household with an elder in the author's grid, another one in the grid beside it, and the staff.
    pub(crate) fn two_grids() -> Self {
        let mut world = Self::default();
        world.put(RowKind::Household, HOME.0, HOME, grid(), &household(HOME, grid()));
        world.put(RowKind::Resident, ELDER.0, HOME, grid(), &resident(ELDER, HOME));
        world.put(RowKind::Household, FAR_HOME.0, FAR_HOME, other_grid(), &household(FAR_HOME, other_grid()));
        world.put(RowKind::Resident, STRANGER.0, FAR_HOME, other_grid(), &resident(STRANGER, FAR_HOME));
        for role in StaffRole::ALL {
            let id = author(*role).staff;
            let staff = Staff { id, name: "李四".to_owned(), role: *role, phone: None };
            let document = document(&staff).ok();
            let (kind, clocks) = (RowKind::Staff, BTreeMap::new());
            world.store(Row { kind, id: id.0, household: None, scope: Scope::Tenant, document, clocks });
        }
        world
    }

    /// Until then the worker was something else.
    pub(crate) fn was(&mut self, worker: &Author, role: StaffRole, until: Timestamp) {
        self.former_roles.insert(worker.staff, (until, role));
    }

    pub(crate) fn put<T: Serialize>(
        &mut self,
        kind: RowKind,
        id: Uuid,
        household: HouseholdId,
        grid: GridCode,
        value: &T,
    ) {
        let (household, scope) = (Some(household), Scope::Grid(grid));
        let document = Some(document(value).unwrap());
        self.store(Row { kind, id, household, scope, document, clocks: BTreeMap::new() });
    }

    fn store(&mut self, row: Row) {
        self.rows.insert((row.kind, row.id), row);
    }

    pub(crate) fn erase(&mut self, kind: RowKind, id: Uuid) {
        self.rows.get_mut(&(kind, id)).unwrap().document = None;
    }

    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self, kind: RowKind, id: Uuid) -> T {
        self.rows[&(kind, id)].read().unwrap()
    }

    pub(crate) fn all(&self, kind: RowKind) -> Vec<&Row> {
        self.rows.values().filter(|row| row.kind == kind).collect()
    }

    pub(crate) fn group(&mut self, author: &Author, bodies: Vec<Body>) -> Vec<WireOp> {
        self.sent += 1;
        let ids = SeededIds::new(self.sent);
        let hlc = Hlc { millis: NOON.millis() - HOUR + i64::try_from(self.sent).unwrap(), counter: 0 };
        let new = |body| NewOp {
            op_id: OpId::generate(&ids, NOON),
            hlc,
            payload: Payload { supersedes: None, body },
        };
        let ops: Vec<_> = bodies.into_iter().map(new).collect();
        let head = Head { seq: self.sent * 100, hash: Digest([0; 32]) };
        chain_group(author.device, head, GroupId::generate(&ids, NOON), &ops, &ids).unwrap()
    }

    /// Stores what came from a device, to be judged another time.
    pub(crate) fn receive(&mut self, ops: &[WireOp], author: &Author) {
        self.received.extend(ops.iter().map(|op| (author.device, op.clone())));
    }

    /// Judges ready-made operations and keeps what they wrote.
    pub(crate) fn judge(&mut self, ops: &[WireOp], author: &Author, receipt: &Receipt) -> Applied {
        self.receive(ops, author);
        let Ok(applied) = apply_group(ops, author, None, receipt, Zone::CHINA, self);
        for row in applied.writes.clone() {
            self.store(row);
        }
        let not_taken = |op: OpId| {
            let mut outcomes = applied.outcomes.iter();
            outcomes.any(|(id, outcome)| *id == op && matches!(outcome, Outcome::Rejected { .. }))
        };
        for op in ops.iter().filter(|op| not_taken(op.op_id)) {
            self.rejected.insert((op.kind.clone(), op.subject.clone()));
        }
        applied
    }

    /// Sends one group that arrives at noon from a phone with a good clock; gives its verdicts.
    pub(crate) fn send(&mut self, author: &Author, bodies: Vec<Body>) -> Vec<Outcome> {
        let ops = self.group(author, bodies);
        self.judge(&ops, author, &receipt()).outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }
}
