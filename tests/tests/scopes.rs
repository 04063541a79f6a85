//! No device ever receives a row or a field outside its scope, also after a grid or a household moved, and no
//! operation widens one. The table of who may see what stands here once more, written from the programme's rules.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::GridCode,
    domain::{
        evidence::{ConsentState, EvidenceKind, PhotoPart, PhotoRecord},
        need::{Need, NeedKind, ReferralStatus},
        org::Audience,
        register::{EarlierGrid, Exemption, Household, Resident, Subject},
        visit::{
            Claim, ClaimKind, ClaimStatus, NextStep, SubjectOutcome, Visit, VisitFact, VisitKind, VisitMode,
            VisitOutcome, VisitPlace,
        },
        wellbeing::WellbeingAnswer,
    },
    geo::{FenceVerdict, Moment, Place},
    id::{
        ClaimId, DeviceId, ExceptionId, ExemptionId, GroupId, HouseholdId, IdGen, NeedId, OpId, PhotoId,
        ResidentId, VisitId,
    },
    op::{
        body::{
            Body, ClaimDecided, ExceptionAcknowledged, FeedbackGiven, FieldChange, FieldsChanged, NeedMoved,
            Payload,
        },
        chain::{NewOp, chain_group},
        outcome::Outcome,
        row::{RowKind, Scope},
        wire::{Cursor, EnrolRequest, FeedReply, FeedRequest, FeedRow, PushRequest},
    },
    photo::{Fingerprint, FingerprintBits},
    seal::{Digest, SignedHead, Signer, SoftwareKey},
    time::{Clock, DayRange, Hlc, Zone},
};
use doorstep_hub::{
    service::row_of,
    store::{DeviceRecord, Durability},
};
use doorstep_tests::{
    phone::{drain, enrolled},
    post::Post,
    village::{HOUR, Village, Worker, child, day, elder, grid, home, household, responsibility},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The fields that an audience may hold of a kind of row; none of the row at all when absent.
fn may_hold(audience: Audience, kind: RowKind) -> Option<&'static str> {
    use Audience::{ChildWorker, GridWorker, SocialWorker, Supervisor, Volunteer};
    const DOOR: &str = "id grid greeting address place village_group building floor safety_note";
    const HOME: &str = "id grid greeting address place village_group building floor safety_note \
                        phone recorded_on earlier_grids ended_on handed_over";
    const PERSON: &str = "id household name relation left_on born phone categories events";
    const VERIFIED: &str = "id household name relation left_on born phone categories events identity";
    const VISITED: &str = "id household by role visitors mode outcome facts subject_outcomes effective_at \
                           effective_on next_step corrected_by tickets";
    const VISITED_AND_TOLD: &str = "id household by role visitors mode outcome facts subject_outcomes wellbeing \
                                    effective_at effective_on next_step corrected_by tickets";
    Some(match (kind, audience) {
        (RowKind::Settings, _) => {
            "tenant name zone working_days fence_radius_m keep_days demo report_recipient report_phone recovery"
        }
        (RowKind::Grid, _) => "code name kind outline",
        (RowKind::Responsibility, _) => "id grid staff role from to",
        (RowKind::Staff, Volunteer) => "id name role",
        (RowKind::Staff, _) => "id name role phone",
        (RowKind::Household, Volunteer) => DOOR,
        (RowKind::Household, _) => HOME,
        (RowKind::Ticket, Volunteer) => "id household grid task window modes visitors safety_note state",
        (RowKind::Outcome, _) => "op verdict lost reason until revision",
        (RowKind::PhotoStored, _) => "photo sealed_sha256 backed_up",
        (RowKind::Order, _) => "id device kind issued_at signature",
        (RowKind::Erasure, _) => "erasure why ops photos",
        // Volunteers know a form of address, a place, a task and a safety note.
        (RowKind::Ticket, _) | (_, Volunteer) => return None,
        (RowKind::RulePack, _) => "id version jurisdiction effective_from sample areas_off rules",
        (RowKind::Resident, SocialWorker | Supervisor) => VERIFIED,
        (RowKind::Resident, GridWorker | ChildWorker) => PERSON,
        // How people are is for those who look after them.
        (RowKind::Visit, SocialWorker | Supervisor) => VISITED_AND_TOLD,
        (RowKind::Visit, _) => VISITED,
        (RowKind::Need, SocialWorker | Supervisor) => {
            "id household resident kind status round found_in raised_by note"
        }
        (RowKind::Need, _) => "id household resident kind status round found_in raised_by",
        (RowKind::Exemption, SocialWorker | Supervisor) => "id household subject rule days reason seen_by",
        (RowKind::Exemption, _) => "id household subject rule days seen_by",
        (RowKind::Claim, _) => "id visit household subject kind on status",
        (RowKind::Photo, Supervisor) => {
            "id visit household by kind reason consent original working thumbnail orientation fingerprint \
             blurred taken_at place visit_started_at captured state verdict repeats"
        }
        (RowKind::Photo, _) => "id visit household kind state",
        (RowKind::Exception, Supervisor) => "id visit household flag acknowledged note",
        (RowKind::Conflict, Supervisor) => "id row row_id field kept lost op",
        (RowKind::Exception | RowKind::Conflict, _) => return None,
    })
}

/// Words that may not stand anywhere in what an audience gets: parts of names, numbers and what tells a category.
fn unspeakable(audience: Audience) -> &'static [&'static str] {
    match audience {
        Audience::Volunteer => &[
            "密",
            "61990",
            "1380000",
            "1390000",
            "1940-01",
            "2016-01",
            "Dibao",
            "LivesAlone",
            "CareRisk",
            "SevereMental",
            "LeftBehindChild",
            "低保",
            "残疾",
            "精神",
            "CareVisit",
            "Recheck",
            "MealsAndMedicine",
        ],
        Audience::GridWorker => {
            &["61990", "SevereMental", "RehabFollowUp", "mental-", "精神", "密事", "密因", "MealsAndMedicine"]
        }
        Audience::ChildWorker => &[
            "61990",
            "SevereMental",
            "RehabFollowUp",
            "mental-",
            "Dibao",
            "LivesAlone",
            "CareRisk",
            "1940-01",
            "Hospitalised",
            "InInstitution",
            "低保",
            "密事",
            "密因",
            "MealsAndMedicine",
        ],
        Audience::SocialWorker | Audience::Supervisor => &[],
    }
}

/// A device that says what it likes and keeps every byte that it gets.
struct Device {
    worker: Worker,
    key: SoftwareKey,
    id: DeviceId,
    cursors: BTreeMap<Scope, Cursor>,
    held: BTreeMap<(RowKind, Uuid), Scope>,
    /// All that it ever got.
    bytes: Vec<String>,
}

impl Device {
    fn enrol(village: &Village, worker: Worker) -> Self {
        let ticket = village.hub.issue_code(worker.staff(), "https://village").unwrap();
        let key = SoftwareKey::generate(&*village.ids);
        let request =
            EnrolRequest { code: ticket.code, public_key: key.public_key(), app_version: "test".to_owned() };
        let id = village.hub.enrol(&request).unwrap().device;
        Self { worker, key, id, cursors: BTreeMap::new(), held: BTreeMap::new(), bytes: Vec::new() }
    }

    fn record(&self, village: &Village) -> DeviceRecord {
        village.hub.store().reading(|tx| tx.device(self.id)).unwrap().unwrap()
    }

    /// Pulls to the end and checks every row against the table, for a worker who answers for `grids` now.
    fn pull(&mut self, village: &Village, grids: &[GridCode]) -> Vec<FeedReply> {
        let mut replies = Vec::new();
        loop {
            let request = FeedRequest { cursors: self.cursors.clone(), max_rows: None };
            let reply = village.hub.feed(&self.record(village), &request).unwrap();
            let more = reply.scopes.iter().any(|page| page.more);
            self.check(&reply, grids);
            replies.push(reply);
            if !more {
                return replies;
            }
        }
    }

    fn check(&mut self, reply: &FeedReply, grids: &[GridCode]) {
        let audience = self.worker.role().audience();
        let bytes = serde_json::to_string(&reply.scopes).unwrap();
        for word in unspeakable(audience) {
            let at = bytes.find(word).map(|at| bytes[..at].chars().rev().take(120).collect::<String>());
            let before: Option<String> = at.map(|text| text.chars().rev().collect());
            assert_eq!(before, None, "{:?} was told `{word}`", self.worker);
        }
        self.bytes.push(bytes);
        for page in &reply.scopes {
            let in_scope = match page.scope {
                Scope::Tenant => true,
                Scope::Private(device) => device == self.id,
                Scope::Grid(grid) => grids.contains(&grid),
            };
            assert!(in_scope, "{:?} was sent {}", self.worker, page.scope);
            for row in &page.rows {
                self.check_row(audience, row, grids);
                let key = (row.kind, row.id);
                if row.document.is_some() {
                    self.held.insert(key, page.scope);
                } else if self.held.get(&key) == Some(&page.scope) {
                    self.held.remove(&key);
                }
            }
            self.cursors.insert(page.scope, page.cursor);
        }
        for scope in &reply.revoked {
            self.cursors.remove(scope);
            self.held.retain(|_, held| held != scope);
        }
    }

    fn check_row(&self, audience: Audience, row: &FeedRow, grids: &[GridCode]) {
        let what = || format!("{:?} got a {}", self.worker, row.kind.as_str());
        let fields: BTreeSet<&str> =
            may_hold(audience, row.kind).unwrap_or_else(|| panic!("{}", what())).split(' ').collect();
        let Some(document) = &row.document else { return };
        let document: Value = serde_json::from_str(document.get()).unwrap();
        for (field, value) in document.as_object().unwrap() {
            assert!(fields.contains(field.as_str()), "{} with its {field}", what());
            assert!(!value.is_null(), "{} with a null {field}: absent is not null", what());
        }
        if row.kind == RowKind::Household {
            let lies_in: GridCode = document["grid"].as_str().unwrap().parse().unwrap();
            assert!(grids.contains(&lies_in), "{} of grid {lies_in}", what());
        }
        let grown_up = document["id"].as_str().is_some_and(|id| elders().contains(id));
        if audience == Audience::ChildWorker && row.kind == RowKind::Resident && grown_up {
            let names: BTreeSet<&str> = "id household name relation left_on".split(' ').collect();
            let told: BTreeSet<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(told.is_subset(&names), "a child worker was told {told:?} of a grown-up");
        }
    }

    /// Pushes one group, whatever it says, and gives the verdicts.
    fn push(&self, village: &Village, bodies: Vec<Body>) -> Vec<Outcome> {
        let now = village.clock.now();
        let ids = &*village.ids;
        let ops: Vec<_> = bodies
            .into_iter()
            .map(|body| NewOp {
                op_id: OpId::generate(ids, now),
                hlc: Hlc { millis: now.millis(), counter: 0 },
                payload: Payload { supersedes: None, body },
            })
            .collect();
        let device = self.record(village);
        let group = GroupId::generate(ids, now);
        let chained = chain_group(self.id, device.head, group, &ops, ids).unwrap();
        let last = chained.last().unwrap();
        let head = SignedHead::sign(&self.key, self.id, last.seq, last.hash).unwrap();
        village.hub.push(&device, &PushRequest { device_now: now, ops: chained, head }).unwrap();
        let verdict = |op: &NewOp| village.hub.store().reading(|tx| tx.known_op(op.op_id)).unwrap();
        ops.iter().map(|op| verdict(op).unwrap().1.unwrap().outcome).collect()
    }
}

fn elders() -> BTreeSet<String> {
    (1..=3).flat_map(|grid| (1..=4).map(move |place| elder(grid, place).to_string())).collect()
}

fn a_visit(village: &Village, home: HouseholdId, facts: Vec<VisitFact>) -> Visit {
    let now = village.clock.now();
    Visit {
        id: VisitId::generate(&*village.ids, now),
        household: home,
        place: VisitPlace::Home,
        mode: VisitMode::InPerson,
        outcome: VisitOutcome::Completed,
        facts,
        tickets: Vec::new(),
        subject_outcomes: Vec::new(),
        wellbeing: WellbeingAnswer::all_well(),
        claims: Vec::new(),
        started_at: now,
        finished_at: now,
        fix: None,
        fence: FenceVerdict::UNKNOWN,
        companions: Vec::new(),
        next_step: Some(NextStep::ComeBack),
        late_entry: None,
        corrects: None,
        photo_refused: false,
        note: Some("密事:家里有困难".to_owned()),
    }
}

fn a_need(village: &Village, home: HouseholdId, found_in: Option<VisitId>) -> Need {
    Need {
        id: NeedId::generate(&*village.ids, village.clock.now()),
        household: home,
        resident: None,
        kind: NeedKind::Medical,
        status: ReferralStatus::Found,
        round: 1,
        found_in,
        raised_by: None,
        note: Some("密事:需要就医".to_owned()),
    }
}

fn a_photo(village: &Village, visit: VisitId, home: HouseholdId) -> PhotoRecord {
    let digest = Digest::of(b"picture");
    let part =
        PhotoPart { sha256: digest, bytes: 7, sealed_sha256: digest, sealed_bytes: 9, width: 1, height: 1 };
    PhotoRecord {
        id: PhotoId::generate(&*village.ids, village.clock.now()),
        visit,
        household: home,
        kind: EvidenceKind::Photo,
        reason: "密因".to_owned(),
        consent: ConsentState::Granted,
        by: Worker::SocialWorker.staff(),
        original: part,
        working: part,
        thumbnail: part,
        picture_sha256: None,
        orientation: 1,
        fingerprint: Fingerprint { bits: FingerprintBits([3; 32]), quality: 10 },
        blurred: false,
        stamp: None,
        taken_at: None,
        claims: None,
        fix: None,
        place: Place::Unknown,
        visit_started_at: village.clock.now(),
        zone: Zone::CHINA,
        captured: Moment { wall: village.clock.now(), monotonic_ms: 0, boot_id: 1 },
    }
}

/// Fills the village with rows of every kind: visits of every secrecy, needs, claims, leave, photos, conflicts.
fn lively() -> Village {
    let village = Village::new(81);
    let worker = Device::enrol(&village, Worker::SocialWorker);
    for place in 1..=3 {
        let (home, old) = (home(1, place), Subject::Resident(elder(1, place)));
        let facts = [VisitKind::CareVisit, VisitKind::RehabFollowUp, VisitKind::Recheck];
        let facts = facts.map(|kind| VisitFact { kind, subject: old });
        let mut visit = a_visit(&village, home, facts.to_vec());
        let (resident, outcome) = (elder(1, place), VisitOutcome::Hospitalised);
        visit.subject_outcomes.push(SubjectOutcome { resident, outcome });
        if place == 2 {
            visit.outcome = VisitOutcome::InInstitution;
        }
        visit.claims.push(Claim {
            id: ClaimId::generate(&*village.ids, village.clock.now()),
            visit: visit.id,
            household: home,
            subject: Subject::Resident(child(1, place)),
            kind: ClaimKind::MovedOut,
            on: village.today(),
            status: ClaimStatus::Pending,
        });
        let (id, need) = (visit.id, a_need(&village, home, Some(visit.id)));
        let photo = a_photo(&village, id, home);
        let told = worker.push(
            &village,
            vec![Body::VisitRecorded(visit), Body::NeedRaised(need), Body::PhotoTaken(photo)],
        );
        assert!(told.iter().all(|one| *one == Outcome::Applied), "{told:?}");
        village.clock.advance(HOUR);
        for new in ["甲", "乙"] {
            // The second did not see the first: a conflict.
            let fields = [(
                "greeting".to_owned(),
                FieldChange { old: json!(household(1, place).greeting), new: json!(new) },
            )];
            let change =
                FieldsChanged { row: RowKind::Household, id: home.0, household: home, fields: fields.into() };
            worker.push(&village, vec![Body::FieldsChanged(change)]);
            village.clock.advance(HOUR);
        }
        let leave = Exemption {
            id: ExemptionId::generate(&*village.ids, village.clock.now()),
            household: home,
            subject: old,
            rule: Some("mental-grade-1-2-monthly".to_owned()),
            days: DayRange { start: day("2026-06-01"), end: day("2026-06-30") },
            reason: "密因:住院".to_owned(),
        };
        let row = row_of(RowKind::Exemption, leave.id.0, Some(home), Scope::Grid(grid(1)), &leave).unwrap();
        village.hub.store().writing(Durability::Durable, |tx| tx.write_unit(&[row])).unwrap();
    }
    village
}

/// Moves a household with all its rows to another grid.
fn move_household(village: &Village, number: u16, place: u32, to: u16) {
    let moved = Household {
        grid: grid(to),
        earlier_grids: vec![EarlierGrid {
            grid: grid(number),
            until: village.today() - chrono::TimeDelta::days(1),
        }],
        ..household(number, place)
    };
    let row = row_of(RowKind::Household, moved.id.0, Some(moved.id), Scope::Grid(grid(to)), &moved).unwrap();
    village.hub.store().writing(Durability::Durable, |tx| tx.write_unit(&[row])).unwrap();
}

#[test]
fn every_row_and_field_that_a_device_gets_is_within_its_scope() {
    let village = lively();
    for worker in Worker::ALL {
        let mut device = Device::enrol(&village, worker);
        device.pull(&village, &worker.grids());
        let kinds: BTreeSet<_> = device.held.keys().map(|(kind, _)| *kind).collect();
        assert!(kinds.contains(&RowKind::Household), "{worker:?} got {kinds:?}");
        if worker == Worker::Supervisor {
            let bytes = device.bytes.concat();
            let told =
                |audience: Audience| unspeakable(audience).iter().filter(|word| !bytes.contains(**word));
            let unproved: Vec<_> = Audience::ALL.iter().flat_map(|audience| told(*audience)).collect();
            assert!(unproved.is_empty(), "words that stand nowhere prove nothing: {unproved:?}");
            let all = [
                RowKind::Visit,
                RowKind::Need,
                RowKind::Claim,
                RowKind::Photo,
                RowKind::Exemption,
                RowKind::Conflict,
            ];
            assert!(all.iter().all(|kind| kinds.contains(kind)), "the village is too dull: {kinds:?}");
        }
    }
}

#[test]
fn a_grid_that_moved_leaves_the_old_worker_and_reaches_the_new_one() {
    let village = lively();
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::GridWorker, "phone", 5, &mut post);
    let mut old = Device::enrol(&village, Worker::GridWorker);
    let mut new = Device::enrol(&village, Worker::Neighbour);
    old.pull(&village, &[grid(1)]);
    new.pull(&village, &[grid(2)]);
    let line = responsibility(Worker::GridWorker, grid(1), day("2020-01-01"));
    let yesterday = village.today() - chrono::TimeDelta::days(1);
    village.hub.end_assignment(line.id, yesterday).unwrap();
    village.hub.assign(Worker::Neighbour.staff(), grid(1), line.role, village.today()).unwrap();

    let worker = Device::enrol(&village, Worker::SocialWorker);
    let fact = VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(elder(1, 4)) };
    worker.push(&village, vec![Body::VisitRecorded(a_visit(&village, home(1, 4), vec![fact]))]);
    let replies = old.pull(&village, &[]);
    assert!(replies.iter().any(|reply| reply.revoked.contains(&Scope::Grid(grid(1)))));
    assert!(old.held.values().all(|scope| !matches!(scope, Scope::Grid(_))), "rows of the grid stayed");
    old.pull(&village, &[]);
    new.pull(&village, &[grid(1), grid(2)]);
    assert!(new.held.contains_key(&(RowKind::Household, home(1, 4).0)), "the new worker has the grid");
    drain(&mut phone, &mut post);
    assert!(phone.doorstep.household(home(1, 1)).is_err(), "a real phone dropped the grid as well");
    assert_eq!(phone.doorstep.today(None, None, 10), Ok(Vec::new()));
}

#[test]
fn a_household_that_moved_takes_all_its_rows_out_of_the_old_scope() {
    let village = lively();
    let mut devices = [Worker::GridWorker, Worker::Volunteer, Worker::ChildDirector].map(|worker| {
        let mut device = Device::enrol(&village, worker);
        device.pull(&village, &[grid(1)]);
        device
    });
    move_household(&village, 1, 1, 3);
    let worker = Device::enrol(&village, Worker::SocialWorker);
    worker.push(&village, vec![Body::VisitRecorded(a_visit(&village, home(1, 1), Vec::new()))]);
    for device in &mut devices {
        device.pull(&village, &[grid(1)]);
        let gone = [
            (RowKind::Household, home(1, 1).0),
            (RowKind::Resident, elder(1, 1).0),
            (RowKind::Resident, child(1, 1).0),
        ];
        for row in gone {
            assert!(!device.held.contains_key(&row), "{:?} still holds a {}", device.worker, row.0.as_str());
        }
    }
    // A fresh phone of the old grid gets nothing of it, one of the new grid everything.
    let mut fresh = Device::enrol(&village, Worker::GridWorker);
    fresh.pull(&village, &[grid(1)]);
    assert!(!fresh.held.contains_key(&(RowKind::Household, home(1, 1).0)));
    let mut over = Device::enrol(&village, Worker::Supervisor);
    over.pull(&village, &Worker::Supervisor.grids());
    assert_eq!(over.held.get(&(RowKind::Resident, elder(1, 1).0)), Some(&Scope::Grid(grid(3))));
}

/// Everything that a dishonest app might record to see more than it should, each with whether it may be taken.
fn temptations(village: &Village, worker: Worker) -> Vec<(&'static str, Body, bool)> {
    let change = |row, id, household, field: &str, old: Value, new: Value| {
        let fields = [(field.to_owned(), FieldChange { old, new })];
        Body::FieldsChanged(FieldsChanged { row, id, household, fields: fields.into() })
    };
    let ids = &*village.ids;
    let now = village.clock.now();
    let stranger = |grid| Household { id: HouseholdId::generate(ids, now), grid, ..household(1, 1) };
    let resident = |id, household| Resident {
        id,
        household,
        name: "新人".to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: Vec::new(),
        events: Vec::new(),
        left_on: None,
    };
    let line = responsibility(worker, grid(1), day("2020-01-01"));
    let (here, there) = (home(1, 1), home(3, 1));
    let there_visit = a_visit(village, there, Vec::new());
    vec![
        (
            "moves a household into another grid",
            change(RowKind::Household, here.0, here, "grid", json!(grid(1)), json!(grid(3))),
            false,
        ),
        (
            "pulls a household into its own grid",
            change(RowKind::Household, there.0, there, "grid", json!(grid(3)), json!(grid(1))),
            false,
        ),
        (
            "calls another grid's household its own",
            change(RowKind::Household, there.0, here, "greeting", json!(null), json!("甲")),
            false,
        ),
        (
            "moves a stranger into a household of its own",
            change(RowKind::Resident, elder(3, 1).0, here, "household", json!(there), json!(here)),
            false,
        ),
        ("registers a household in another grid", Body::HouseholdAdded(stranger(grid(3))), false),
        (
            "registers another grid's household again, in its own",
            Body::HouseholdAdded(Household { grid: grid(1), ..household(3, 1) }),
            false,
        ),
        ("registers a stranger again, in its own", Body::ResidentAdded(resident(elder(3, 1), here)), false),
        (
            "registers somebody in another grid",
            Body::ResidentAdded(resident(ResidentId::generate(ids, now), there)),
            false,
        ),
        (
            "writes its responsibility",
            change(RowKind::Responsibility, line.id.0, here, "grid", json!(grid(1)), json!(grid(3))),
            false,
        ),
        (
            "writes what it is",
            change(RowKind::Staff, worker.staff().0, here, "role", json!(worker.role()), json!("Supervisor")),
            false,
        ),
        ("raises a need out of its scope", Body::NeedRaised(a_need(village, there, None)), false),
        (
            "moves a need out of its scope",
            Body::NeedMoved(NeedMoved {
                need: NeedId::generate(ids, now),
                household: there,
                round: 1,
                to: ReferralStatus::Reported,
                reason: None,
            }),
            false,
        ),
        (
            "settles a claim",
            Body::ClaimDecided(ClaimDecided {
                claim: ClaimId::generate(ids, now),
                household: here,
                status: ClaimStatus::Confirmed,
                resident: None,
            }),
            false,
        ),
        (
            "sees an exception",
            Body::ExceptionAcknowledged(ExceptionAcknowledged {
                exception: ExceptionId(ids.uuid(now)),
                note: None,
            }),
            false,
        ),
        (
            "complains in another's name",
            Body::FeedbackGiven(FeedbackGiven {
                staff: Worker::Supervisor.staff(),
                words: "密语".to_owned(),
            }),
            false,
        ),
        // Whoever came, came: credited and flagged, and still no window into the other grid.
        ("visits in another grid", Body::VisitRecorded(there_visit), true),
    ]
}

#[test]
fn no_operation_widens_its_authors_scope() {
    let all = [
        Worker::SocialWorker,
        Worker::GridWorker,
        Worker::Volunteer,
        Worker::ChildDirector,
        Worker::Neighbour,
    ];
    for worker in all {
        let village = lively();
        let mut device = Device::enrol(&village, worker);
        device.pull(&village, &worker.grids());
        let register = |village: &Village| {
            let kinds = [RowKind::Responsibility, RowKind::Staff, RowKind::Grid];
            kinds.map(|kind| doorstep_tests::audit::rows(&village.hub, kind))
        };
        let before = register(&village);
        for (what, body, taken) in temptations(&village, worker) {
            let told = device.push(&village, vec![body]);
            let was_taken = matches!(told.as_slice(), [Outcome::Applied | Outcome::Merged { .. }]);
            assert_eq!(was_taken, taken, "{worker:?} {what}: {told:?}");
            device.pull(&village, &worker.grids());
            let sees = device.held.contains_key(&(RowKind::Household, home(3, 1).0));
            assert!(!sees, "{worker:?} {what} and sees another grid");
        }
        assert_eq!(before, register(&village), "{worker:?} changed who answers for what");
    }
}
