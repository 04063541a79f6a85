//! A small hub for tests: two grids, five households, workers of several roles, and phones that speak to the
//! services without a network.

use std::{collections::BTreeMap, sync::Arc};

use doorstep_core::{
    codes::GridCode,
    domain::{
        evidence::{ConsentState, EvidenceKind, PhotoPart, PhotoRecord},
        org::{Grid, GridKind, GridRole, Responsibility, Staff, StaffRole},
        register::{CategoryKind, CategoryRecord, Household, Resident, Subject},
        rules::RulePack,
        visit::{Visit, VisitFact, VisitKind, VisitMode, VisitOutcome, VisitPlace},
    },
    geo::{FenceVerdict, Moment, Place},
    id::{
        DeviceId, GroupId, HouseholdId, IdGen, OpId, PhotoId, ResidentId, ResponsibilityId, SeededIds,
        StaffId, TenantId, VisitId,
    },
    op::{
        body::{Body, Payload},
        chain::{NewOp, chain_group},
        outcome::{Outcome, OutcomeRow},
        row::{RowKind, Scope, name_id},
        wire::{
            Cursor, EnrolReply, EnrolRequest, FeedReply, FeedRequest, Head, PushReply, PushRequest,
            SessionRequest, TenantSettings, WireOp, row_check, session_message,
        },
    },
    photo::{Fingerprint, FingerprintBits},
    seal::{Digest, SignedHead, Signer, SoftwareKey, genesis},
    time::{Clock, Day, HlcClock, ManualClock, Timestamp, WorkingDays, Zone},
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    service::{Hub, HubError, row_of},
    store::{DeviceRecord, Durability, Writes},
};

/// 2026-06-10 12:00 in China, a Wednesday.
pub(crate) const NOON: Timestamp = Timestamp::from_millis(1_781_064_000_000);
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) const WORKER: StaffId = StaffId(Uuid::from_u128(1));
pub(crate) const VOLUNTEER: StaffId = StaffId(Uuid::from_u128(2));
pub(crate) const CHIEF: StaffId = StaffId(Uuid::from_u128(3));

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn grid(number: u16) -> GridCode {
    format!("610802102200{number:03}").parse().unwrap()
}

/// The `number`-th household; 1–3 lie in grid 1, 4 and 5 in grid 2.
pub(crate) fn home(number: u128) -> HouseholdId {
    HouseholdId(Uuid::from_u128(100 + number))
}

pub(crate) fn elder(number: u128) -> ResidentId {
    ResidentId(Uuid::from_u128(200 + number))
}

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ids: Arc<SeededIds>,
    pub(crate) hub: Arc<Hub>,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::at(NOON));
        let ids = Arc::new(SeededIds::new(7));
        let settings = TenantSettings {
            tenant: TenantId(Uuid::from_u128(9)),
            name: "镇川镇".to_owned(),
            zone: Zone::CHINA,
            working_days: WorkingDays::default(),
            fence_radius_m: 100,
            keep_days: 30,
            demo: true,
            report_recipient: None,
            report_phone: None,
            recovery: false,
        };
        let hub = Hub::create(&folder.path().join("hub"), &settings, clock.clone(), ids.clone()).unwrap();
        hub.store().writing(Durability::Durable, |tx| fill(tx)).unwrap();
        Self { folder, clock, ids, hub: Arc::new(hub) }
    }

    /// The hub as after a restart of its process.
    pub(crate) fn reopened(self) -> Self {
        let Self { folder, clock, ids, hub } = self;
        drop(Arc::into_inner(hub).expect("nobody else holds the hub"));
        let hub = Hub::open(&folder.path().join("hub"), clock.clone(), ids.clone()).unwrap();
        Self { folder, clock, ids, hub: Arc::new(hub) }
    }

    pub(crate) fn phone(&self, staff: StaffId) -> Phone {
        let ticket = self.hub.issue_code(staff, "https://hub").unwrap();
        let key = SoftwareKey::generate(&*self.ids);
        let request =
            EnrolRequest { code: ticket.code, public_key: key.public_key(), app_version: "test".to_owned() };
        let reply = self.hub.enrol(&request).unwrap();
        Phone::new(key, &reply, self.clock.clone(), self.ids.clone())
    }
}

fn fill(tx: &dyn Writes) -> Result<(), HubError> {
    let workers = [
        (WORKER, StaffRole::SocialWorker, GridRole::FullTime, 1),
        (VOLUNTEER, StaffRole::Volunteer, GridRole::Assistant, 1),
        (CHIEF, StaffRole::GridWorker, GridRole::Chief, 2),
    ];
    for number in [1, 2] {
        let code = grid(number);
        let grid = Grid { code, name: format!("第{number}网格"), kind: GridKind::Basic, outline: None };
        let id = name_id(RowKind::Grid, &code.to_string());
        tx.write_unit(&[row_of(RowKind::Grid, id, None, Scope::Grid(code), &grid)?])?;
    }
    for (id, role, grid_role, number) in workers {
        let staff = Staff { id, name: "李四".to_owned(), role, phone: None };
        tx.write_unit(&[row_of(RowKind::Staff, id.0, None, Scope::Tenant, &staff)?])?;
        let line = Responsibility {
            id: ResponsibilityId(Uuid::from_u128(id.0.as_u128() + 50)),
            grid: grid(number),
            staff: id,
            role: grid_role,
            from: day("2026-01-01"),
            to: None,
        };
        let scope = Scope::Grid(line.grid);
        tx.write_unit(&[row_of(RowKind::Responsibility, line.id.0, None, scope, &line)?])?;
    }
    let text = include_str!("../../core/data/rules/shaanxi-sample.toml");
    let pack = RulePack::from_toml(text, "sample").unwrap();
    let id = name_id(RowKind::RulePack, &format!("{}/{}", pack.id, pack.version));
    tx.write_unit(&[row_of(RowKind::RulePack, id, None, Scope::Tenant, &pack)?])?;
    for number in 1..=5 {
        let code = grid(if number <= 3 { 1 } else { 2 });
        let (household, resident) = (household(number, code), resident(number));
        let rows = [
            row_of(RowKind::Household, household.id.0, Some(household.id), Scope::Grid(code), &household)?,
            row_of(RowKind::Resident, resident.id.0, Some(household.id), Scope::Grid(code), &resident)?,
        ];
        tx.write_unit(&rows)?;
    }
    Ok(())
}

pub(crate) fn household(number: u128, grid: GridCode) -> Household {
    Household {
        id: home(number),
        grid,
        earlier_grids: Vec::new(),
        greeting: "张奶奶家".to_owned(),
        address: format!("花岩村 {number} 号"),
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

pub(crate) fn resident(number: u128) -> Resident {
    let from = day("2026-01-01");
    Resident {
        id: elder(number),
        household: home(number),
        name: "张三".to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: vec![CategoryRecord {
            kind: CategoryKind::LivesAlone,
            grade: None,
            from,
            to: None,
            recorded_on: from,
            authority: None,
        }],
        events: Vec::new(),
        left_on: None,
    }
}

/// A care visit to the elder of a household, an hour ago.
pub(crate) fn visit(id: Uuid, number: u128) -> Visit {
    Visit {
        id: VisitId(id),
        household: home(number),
        place: VisitPlace::Home,
        mode: VisitMode::InPerson,
        outcome: VisitOutcome::Completed,
        facts: vec![VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(elder(number)) }],
        tickets: Vec::new(),
        subject_outcomes: Vec::new(),
        wellbeing: Vec::new(),
        claims: Vec::new(),
        started_at: NOON.plus_millis(-2 * HOUR),
        finished_at: NOON.plus_millis(-HOUR),
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

/// What the hub and a phone say of one photo.
pub(crate) fn photo_record(
    visit: VisitId,
    number: u128,
    sealed: &doorstep_core::seal::Sealed,
) -> PhotoRecord {
    let looks = Digest::of(&number.to_be_bytes());
    PhotoRecord {
        id: PhotoId(Uuid::from_u128(7_000 + number)),
        visit,
        household: home(number),
        kind: EvidenceKind::Photo,
        reason: "门牌".to_owned(),
        consent: ConsentState::NotNeeded,
        by: WORKER,
        // Unlike any other, and like itself.
        original: PhotoPart { sha256: looks, ..other_part(1) },
        working: PhotoPart {
            sha256: sealed.plain_sha256,
            bytes: sealed.plain_bytes,
            sealed_sha256: sealed.sha256,
            sealed_bytes: sealed.bytes,
            width: 4,
            height: 3,
        },
        thumbnail: other_part(2),
        picture_sha256: None,
        orientation: 1,
        fingerprint: Fingerprint { bits: FingerprintBits(looks.0), quality: 90 },
        blurred: false,
        stamp: None,
        taken_at: None,
        claims: None,
        fix: None,
        place: Place::Unknown,
        visit_started_at: NOON.plus_millis(-2 * HOUR),
        zone: Zone::CHINA,
        captured: Moment { wall: NOON.plus_millis(-HOUR), monotonic_ms: 0, boot_id: 1 },
    }
}

/// A file of a photo that no test sends.
fn other_part(number: u8) -> PhotoPart {
    PhotoPart {
        sha256: Digest([number; 32]),
        bytes: 9,
        sealed_sha256: Digest([number + 100; 32]),
        sealed_bytes: 90,
        width: 4,
        height: 3,
    }
}

/// A row as a phone holds it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) scope: Scope,
    pub(crate) document: String,
}

/// A phone without a screen: its journal, its rows, its cursors.
#[derive(Clone)]
pub(crate) struct Phone {
    pub(crate) key: SoftwareKey,
    pub(crate) device: DeviceId,
    pub(crate) journal: Vec<WireOp>,
    pub(crate) genesis: Head,
    pub(crate) rows: BTreeMap<(RowKind, Uuid), Held>,
    pub(crate) cursors: BTreeMap<Scope, Cursor>,
    /// How few rows it asks for at once.
    pub(crate) max_rows: Option<u32>,
    clock: Arc<ManualClock>,
    ids: Arc<SeededIds>,
    hlc: Arc<HlcClock>,
}

impl Phone {
    pub(crate) fn new(
        key: SoftwareKey,
        reply: &EnrolReply,
        clock: Arc<ManualClock>,
        ids: Arc<SeededIds>,
    ) -> Self {
        let genesis = Head { seq: 0, hash: genesis(reply.device, &key.public_key()) };
        Self {
            key,
            device: reply.device,
            journal: Vec::new(),
            genesis,
            rows: BTreeMap::new(),
            cursors: BTreeMap::new(),
            max_rows: None,
            clock,
            ids,
            hlc: Arc::default(),
        }
    }

    /// The same phone in the hands of somebody without its key.
    pub(crate) fn with_key(&self, key: SoftwareKey) -> Self {
        Self { key, ..self.clone() }
    }

    pub(crate) fn record(&self, hub: &Hub) -> DeviceRecord {
        hub.store().reading(|tx| tx.device(self.device)).unwrap().unwrap()
    }

    /// Opens a session as a phone does.
    pub(crate) fn session(&self, hub: &Hub) -> Result<String, HubError> {
        let challenge =
            hub.challenge(doorstep_core::op::wire::ChallengeRequest { device: self.device }).challenge;
        let signature = self.key.sign(&session_message(self.device, &challenge)).unwrap();
        let request = SessionRequest { device: self.device, challenge, signature };
        Ok(hub.open_session(&request)?.token)
    }

    pub(crate) fn head(&self) -> Head {
        self.journal.last().map_or(self.genesis, WireOp::head)
    }

    /// Records the bodies of one finish.
    pub(crate) fn finish(&mut self, bodies: Vec<Body>) -> Vec<OpId> {
        let now = self.clock.now();
        let ops: Vec<_> = bodies
            .into_iter()
            .map(|body| NewOp {
                op_id: OpId::generate(&*self.ids, now),
                hlc: self.hlc.tick(now),
                payload: Payload { supersedes: None, body },
            })
            .collect();
        let group = GroupId::generate(&*self.ids, now);
        let chained = chain_group(self.device, self.head(), group, &ops, &*self.ids).unwrap();
        self.journal.extend(chained);
        ops.into_iter().map(|op| op.op_id).collect()
    }

    pub(crate) fn finish_visit(&mut self, number: u128) -> (OpId, VisitId) {
        let visit = visit(self.ids.uuid(self.clock.now()), number);
        let id = visit.id;
        let ops = self.finish(vec![Body::VisitRecorded(visit)]);
        (ops[0], id)
    }

    pub(crate) fn request(&self, ops: &[WireOp]) -> PushRequest {
        let last = ops.last().unwrap();
        let head = SignedHead::sign(&self.key, self.device, last.seq, last.hash).unwrap();
        PushRequest { device_now: self.clock.now(), ops: ops.to_vec(), head }
    }

    /// Sends what follows the hub's head.
    pub(crate) fn push(&self, hub: &Hub) -> Result<PushReply, HubError> {
        let record = self.record(hub);
        let unsent: Vec<_> = self.journal.iter().filter(|op| op.seq > record.head.seq).cloned().collect();
        hub.push(&record, &self.request(&unsent))
    }

    /// Takes pages until there are no more; every full pull must end with a checksum that fits.
    pub(crate) fn pull(&mut self, hub: &Hub) -> Result<Vec<FeedReply>, HubError> {
        let mut replies = Vec::new();
        loop {
            let request = FeedRequest { cursors: self.cursors.clone(), max_rows: self.max_rows };
            let reply = hub.feed(&self.record(hub), &request)?;
            let more = reply.scopes.iter().any(|page| page.more);
            self.take_in(&reply);
            replies.push(reply);
            if !more {
                return Ok(replies);
            }
        }
    }

    pub(crate) fn take_in(&mut self, reply: &FeedReply) {
        for page in &reply.scopes {
            if page.from_start {
                self.rows.retain(|_, held| held.scope != page.scope);
            }
            for row in &page.rows {
                let key = (row.kind, row.id);
                match &row.document {
                    Some(document) => {
                        let document = document.get().to_owned();
                        self.rows.insert(key, Held { scope: page.scope, document });
                    }
                    None if self.rows.get(&key).is_some_and(|held| held.scope == page.scope) => {
                        self.rows.remove(&key);
                    }
                    None => {}
                }
            }
            self.cursors.insert(page.scope, page.cursor);
            if let Some(check) = page.check {
                let held = self.rows.iter().filter(|(_, held)| held.scope == page.scope);
                let sum = held
                    .clone()
                    .map(|((kind, id), held)| row_check(*kind, *id, &held.document))
                    .fold(0, |sum, one| sum ^ one);
                assert_eq!((check.count, check.checksum), (held.count() as u64, sum), "{}", page.scope);
            }
        }
        for scope in &reply.revoked {
            self.rows.retain(|_, held| held.scope != *scope);
            self.cursors.remove(scope);
        }
    }

    pub(crate) fn outcome(&self, op: OpId) -> Option<Outcome> {
        let outcomes = self.rows.iter().filter(|((kind, _), _)| *kind == RowKind::Outcome);
        let mut read = outcomes.map(|(_, held)| serde_json::from_str::<OutcomeRow>(&held.document).unwrap());
        read.find(|row| row.op == op).map(|row| row.outcome)
    }

    pub(crate) fn held(&self, kind: RowKind) -> usize {
        self.rows.keys().filter(|(held, _)| *held == kind).count()
    }
}
