//! One phone through its use cases. What needs a hub is tested beside it, in the workspace's `tests/`.

mod coverage;
mod credit;
mod drafts;
mod enrolled;
mod entry;
mod full_disk;
mod hand_over;
mod photos;
mod place;
mod records;
mod rejected;
mod responsibility;
mod review;
mod screens;
mod stored;
mod typing;
mod unsent;
mod voice;
mod wellbeing;

use std::{path::PathBuf, sync::Arc};

use serde::Serialize;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::{
    codes::GridCode,
    domain::{
        evidence::{ConsentState, EvidenceKind},
        org::{GridRole, Responsibility, Staff, StaffRole},
        register::{CategoryKind, CategoryRecord, Household, Resident},
        rules::{RulePack, SAMPLE_PACK},
        visit::VisitOutcome,
    },
    error::{DoorstepError, Thing},
    id::{DeviceId, HouseholdId, IdGen, PhotoId, ResidentId, ResponsibilityId, SeededIds, StaffId, TenantId},
    op::{
        outcome::{Outcome, OutcomeRow},
        row::{RowKind, Scope},
        wire::{
            Cursor, EnrolReply, EnrolTicket, FeedReply, FeedRow, Head, Heads, PROTOCOL, ScopePage,
            TenantSettings,
        },
    },
    seal::{Digest, SealKey, SoftwareKey},
    store::{Durability, journal},
    sync::HttpResponse,
    time::{Clock, Day, ManualClock, Timestamp, WorkingDays, Zone},
};

/// 2026-06-03 09:00 in China.
const MORNING: Timestamp = Timestamp::from_millis(1_780_448_400_000);
const KEY: DbKey = DbKey::from_bytes([7; 32]);
const HOME: HouseholdId = HouseholdId(Uuid::from_u128(500));
const WORKER: StaffId = StaffId(Uuid::from_u128(900));

fn grid(number: u16) -> GridCode {
    format!("610802102200{number:03}").parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn worker(id: StaffId, role: StaffRole) -> Staff {
    Staff { id, name: "演示人员".to_owned(), role, phone: None }
}

/// A phone in a folder of its own; the same seed gives the same ids.
struct Phone {
    folder: TempDir,
    clock: Arc<ManualClock>,
    doorstep: Doorstep,
    /// Rises with every row that the hub sends.
    revision: u64,
}

impl Phone {
    /// Enrolled for a worker of grid 1, with one home there.
    fn of(role: StaffRole) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::at(MORNING));
        let doorstep = Self::open(&folder, &clock, 1);
        let mut phone = Self { folder, clock, doorstep, revision: 0 };
        phone.enrol(1, worker(WORKER, role)).unwrap();
        phone.pull_register(role);
        phone
    }

    fn open(folder: &TempDir, clock: &Arc<ManualClock>, seed: u64) -> Doorstep {
        let signer = SoftwareKey::generate(&SeededIds::new(77));
        let ids: Arc<dyn IdGen> = Arc::new(SeededIds::new(seed));
        let host = Host { clock: clock.clone() as Arc<dyn Clock>, ids, signer: Arc::new(signer) };
        Doorstep::open(folder.path(), &KEY, host).unwrap()
    }

    /// The app is killed and starts again.
    fn restart(mut self) -> Self {
        self.doorstep.shutdown();
        self.doorstep = Self::open(&self.folder, &self.clock, 1_000);
        self
    }

    fn enrol(&self, device: u128, staff: Staff) -> Result<Enrolled, DoorstepError> {
        let reply = EnrolReply {
            device: DeviceId(Uuid::from_u128(device)),
            staff,
            settings: TenantSettings {
                tenant: TenantId(Uuid::from_u128(901)),
                name: "演示县".to_owned(),
                zone: Zone::CHINA,
                working_days: WorkingDays::default(),
                fence_radius_m: 100,
                keep_days: 30,
                demo: true,
                report_recipient: None,
                report_phone: None,
                recovery: false,
            },
            recipient: hub_key().recipient(),
            order_key: order_key().to_public().to_sec1(),
        };
        let ticket = EnrolTicket {
            url: "https://hub.example".to_owned(),
            spki: Digest([3; 32]),
            code: "code".to_owned(),
        };
        let body = serde_json::to_vec(&reply).unwrap();
        let response =
            HttpResponse { status: 200, protocol: Some(PROTOCOL), body, ..HttpResponse::default() };
        self.doorstep.enrol(&ticket, &response)
    }

    fn pull_register(&mut self, role: StaffRole) {
        let pack = RulePack::from_toml(SAMPLE_PACK, "sample.toml").unwrap();
        let own = self.row(RowKind::Staff, WORKER.0, &worker(WORKER, role));
        let rules = self.row(RowKind::RulePack, Uuid::from_u128(1), &pack);
        self.pull(Scope::Tenant, vec![own, rules]);
        let line = Responsibility {
            id: ResponsibilityId(Uuid::from_u128(700)),
            grid: grid(1),
            staff: WORKER,
            role: GridRole::Assistant,
            from: day("2026-01-01"),
            to: None,
        };
        let rows = vec![
            self.row(RowKind::Responsibility, line.id.0, &line),
            self.row(RowKind::Household, HOME.0, &home()),
            self.row(RowKind::Resident, elder().id.0, &elder()),
        ];
        self.pull(Scope::Grid(grid(1)), rows);
    }

    fn row(&mut self, kind: RowKind, id: Uuid, document: &impl Serialize) -> FeedRow {
        self.revision += 1;
        let household = matches!(kind, RowKind::Household | RowKind::Resident).then_some(HOME);
        let document = Some(serde_json::value::to_raw_value(document).unwrap());
        FeedRow { kind, id, revision: self.revision, household, document }
    }

    /// The hub's feed brings these rows.
    fn pull(&self, scope: Scope, rows: Vec<FeedRow>) {
        self.take_feed(vec![self.page(scope, rows)], Vec::new());
    }

    /// The hub's feed says that this grid is another worker's now.
    fn lose_grid(&self) {
        self.take_feed(Vec::new(), vec![Scope::Grid(grid(1))]);
    }

    fn page(&self, scope: Scope, rows: Vec<FeedRow>) -> ScopePage {
        let cursor = Cursor { epoch: 1, revision: self.revision, digest: Digest([7; 32]) };
        ScopePage { scope, from_start: false, rows, cursor, more: false, check: None }
    }

    fn take_feed(&self, scopes: Vec<ScopePage>, revoked: Vec<Scope>) {
        let head = self.head();
        let reply = FeedReply {
            heads: Heads { head, backed_up_through: 0, hub_now: MORNING },
            silent_phones: None,
            scopes,
            revoked,
        };
        self.doorstep.commit_feed(reply).unwrap();
    }

    fn head(&self) -> Head {
        self.doorstep.store.read(journal::head).unwrap().unwrap()
    }

    /// The hub takes everything so far into a backup and judges it so.
    fn judge_all(&mut self, outcome: &Outcome) {
        let head = self.head();
        self.doorstep
            .store
            .write(Durability::Replayable, |tx| journal::acknowledge(tx, head, head.seq))
            .unwrap();
        let items = self.doorstep.outbox(None, 100).unwrap();
        let waiting = items.into_iter().filter(|line| line.item.state == ItemState::Acknowledged);
        let mut rows = Vec::new();
        for line in waiting {
            let op = line.item.op_id;
            let outcome = OutcomeRow { op, outcome: outcome.clone(), revision: self.revision };
            rows.push(self.row(RowKind::Outcome, op.0, &outcome));
        }
        let device = self.doorstep.identity().unwrap().unwrap().device;
        self.pull(Scope::Private(device), rows);
    }

    /// A visit up to the finish, reached and with one fact.
    fn knock(&self) -> VisitDraft {
        let mut draft = self.doorstep.start_visit(HOME).unwrap();
        draft.outcome = Some(VisitOutcome::NoChange);
        assert!(!draft.facts.is_empty(), "something is due at the elder's");
        self.doorstep.save_draft(&draft).unwrap();
        draft
    }

    fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    /// What lies in the photo folder.
    fn photo_files(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.photos()).unwrap();
        let mut names: Vec<_> =
            files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The camera's file, and the call that takes it.
    fn photograph(&self, draft: &VisitDraft) -> (PathBuf, Result<PhotoId, DoorstepError>) {
        self.photograph_as(draft, PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::NotNeeded))
    }

    fn photograph_as(
        &self,
        draft: &VisitDraft,
        how: PhotoDraft,
    ) -> (PathBuf, Result<PhotoId, DoorstepError>) {
        let plain = self.folder.path().join("camera.jpg");
        std::fs::copy(sample(), &plain).unwrap();
        let taken = self.doorstep.take_photo(draft.id, &plain, how);
        if let Ok(taken) = taken {
            assert!(!taken.plain_file_remains && !plain.exists());
        }
        (plain, taken.map(|taken| taken.photo))
    }
}

/// A photo as a camera leaves it.
fn sample() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/assets/photos/Landscape_6.jpg"))
}

/// The key with which the hub signs orders.
fn order_key() -> SoftwareKey {
    SoftwareKey::generate(&SeededIds::new(8))
}

/// The key to which photos are sealed for the hub.
fn hub_key() -> SealKey {
    SealKey::generate(&SeededIds::new(6))
}

fn home() -> Household {
    Household {
        id: HOME,
        grid: grid(1),
        earlier_grids: Vec::new(),
        greeting: "密奶奶家".to_owned(),
        address: "密村1号".to_owned(),
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

/// At high risk, so that a visit is due every week.
fn elder() -> Resident {
    Resident {
        id: ResidentId(Uuid::from_u128(600)),
        household: HOME,
        name: "密奶奶".to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: vec![CategoryRecord {
            kind: CategoryKind::CareRisk,
            grade: Some("High".to_owned()),
            from: day("2026-01-01"),
            to: None,
            recorded_on: day("2026-01-02"),
            authority: None,
        }],
        events: Vec::new(),
        left_on: None,
    }
}
