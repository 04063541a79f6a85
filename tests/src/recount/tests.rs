//! The recount against the core on random villages, so that the two say the same before a whole township is
//! asked; and small cases by hand, so that they are not wrong together.

use doorstep_core::{
    domain::{
        coverage,
        duty::HouseholdFacts,
        register::{EarlierGrid, EventKind, LifeEvent},
        rules::{RulePacks, SAMPLE_PACK},
        visit::{ClaimKind, SubjectOutcome, VisitFact, VisitKind, VisitMode},
    },
    id::{ClaimId, ExemptionId, IdGen, ResidentId, SeededIds, StaffId, VisitId},
    time::{DayRange, Period, Timestamp},
};

use super::*;

/// Dice for villages.
struct Dice(SeededIds);

impl Dice {
    fn below(&self, bound: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.random(&mut bytes);
        (u64::from_le_bytes(bytes) % bound as u64) as usize
    }

    fn chance(&self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn one<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn day(&self, from: &str, days: usize) -> Day {
        from.parse::<Day>().unwrap() + TimeDelta::days(self.below(days) as i64)
    }

    fn uuid(&self) -> uuid::Uuid {
        self.0.uuid(Timestamp::from_millis(1_780_000_000_000))
    }
}

use chrono::TimeDelta;

const GRIDS: [&str; 2] = ["610203102200001", "610203102200002"];
const ROLES: [StaffRole; 5] = [
    StaffRole::SocialWorker,
    StaffRole::GridWorker,
    StaffRole::Volunteer,
    StaffRole::ChildDirector,
    StaffRole::Official,
];
const KINDS: [VisitKind; 8] = [
    VisitKind::CareVisit,
    VisitKind::Recheck,
    VisitKind::HouseholdVerification,
    VisitKind::FamilyVisit,
    VisitKind::BaselineSurvey,
    VisitKind::RehabFollowUp,
    VisitKind::SupportVisit,
    VisitKind::HazardCheck,
];
const CATEGORIES: [(CategoryKind, &[&str]); 8] = [
    (CategoryKind::CareRisk, &["High", "Key", "General"]),
    (CategoryKind::LivesAlone, &[]),
    (CategoryKind::Dibao, &["A", "C"]),
    (CategoryKind::SevereMental, &["0", "2", "4"]),
    (CategoryKind::LeftBehindChild, &[]),
    (CategoryKind::Orphan, &[]),
    (CategoryKind::Disability, &["1", "4"]),
    (CategoryKind::Tekun, &["Scattered", "Central"]),
];

fn packs() -> Vec<RulePack> {
    let first = RulePack::from_toml(SAMPLE_PACK, "sample").unwrap();
    let mut second = first.clone();
    second.version = 2;
    second.effective_from = "2026-06-10".parse().unwrap();
    for rule in &mut second.rules {
        rule.discharge.roles.remove(&StaffRole::GridWorker);
    }
    vec![second, first]
}

fn village(seed: u64) -> World {
    let dice = Dice(SeededIds::new(seed));
    let mut world = World { packs: packs(), ..World::default() };
    world.calendar.holidays.insert("2026-06-19".parse().unwrap());
    for _ in 0..4 {
        add_household(&dice, &mut world);
    }
    world
}

fn add_household(dice: &Dice, world: &mut World) {
    let grids = GRIDS.map(|code| code.parse::<GridCode>().unwrap());
    let moved = dice.chance(3);
    let household = Household {
        id: HouseholdId(dice.uuid()),
        grid: dice.one(&grids),
        earlier_grids: if moved {
            vec![EarlierGrid { grid: dice.one(&grids), until: dice.day("2026-05-20", 50) }]
        } else {
            Vec::new()
        },
        greeting: String::new(),
        address: String::new(),
        village_group: None,
        building: None,
        floor: None,
        phone: None,
        place: None,
        safety_note: None,
        recorded_on: Some(if dice.chance(3) {
            dice.day("2026-06-01", 30)
        } else {
            "2025-03-01".parse().unwrap()
        }),
        ended_on: dice.chance(6).then(|| dice.day("2026-05-15", 60)),
        handed_over: None,
    };
    let residents: Vec<Resident> = (0..=dice.below(3)).map(|_| resident(dice, household.id)).collect();
    for _ in 0..6 {
        world.visits.push(visit(dice, &household, &residents));
    }
    let subjects: Vec<Subject> = subjects(&household, &residents);
    if dice.chance(3) {
        let start = dice.day("2026-05-25", 30);
        world.exemptions.push(Exemption {
            id: ExemptionId(dice.uuid()),
            household: household.id,
            subject: dice.one(&subjects),
            rule: dice.chance(2).then(|| "elder-special-monthly".to_owned()),
            days: DayRange { start, end: start + TimeDelta::days(dice.below(40) as i64) },
            reason: String::new(),
        });
    }
    for _ in 0..2 {
        if dice.chance(3) {
            let visits = &world.visits[world.visits.len() - 6..];
            world.claims.push(Claim {
                id: ClaimId(dice.uuid()),
                visit: visits[dice.below(6)].id,
                household: household.id,
                subject: if dice.chance(2) { subjects[0] } else { dice.one(&subjects) },
                kind: dice.one(ClaimKind::ALL),
                on: dice.day("2026-05-25", 40),
                status: dice.one(ClaimStatus::ALL),
            });
        }
    }
    world.households.push(household);
    world.residents.extend(residents);
}

fn resident(dice: &Dice, household: HouseholdId) -> Resident {
    let category = || {
        let (kind, grades) = dice.one(&CATEGORIES);
        let from = dice.day("2026-04-01", 90);
        CategoryRecord {
            kind,
            grade: (!grades.is_empty()).then(|| dice.one(grades).to_owned()),
            from,
            to: dice.chance(3).then(|| from + TimeDelta::days(dice.below(80) as i64)),
            recorded_on: from + TimeDelta::days(dice.below(20) as i64),
            authority: None,
        }
    };
    let event = || LifeEvent {
        kind: dice.one(&[EventKind::HospitalDischarge, EventKind::SuddenChange]),
        on: dice.day("2026-05-25", 40),
    };
    Resident {
        id: ResidentId(dice.uuid()),
        household,
        name: String::new(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories: (0..dice.below(4)).map(|_| category()).collect(),
        events: (0..dice.below(3)).map(|_| event()).collect(),
        left_on: dice.chance(6).then(|| dice.day("2026-05-15", 60)),
    }
}

fn visit(dice: &Dice, household: &Household, residents: &[Resident]) -> VisitSummary {
    let subjects = subjects(household, residents);
    let on = dice.day("2026-05-25", 45);
    let fact = || VisitFact { kind: dice.one(&KINDS), subject: dice.one(&subjects) };
    VisitSummary {
        id: VisitId(dice.uuid()),
        household: household.id,
        by: StaffId(dice.uuid()),
        role: dice.one(&ROLES),
        visitors: 1 + dice.below(2) as u8,
        mode: dice.one(VisitMode::ALL),
        outcome: dice.one(&[VisitOutcome::Completed, VisitOutcome::NoChange, VisitOutcome::NotHome]),
        facts: (0..dice.below(5)).map(|_| fact()).collect(),
        tickets: Vec::new(),
        subject_outcomes: if dice.chance(4) {
            vec![SubjectOutcome { resident: residents[0].id, outcome: VisitOutcome::Hospitalised }]
        } else {
            Vec::new()
        },
        wellbeing: Vec::new(),
        effective_at: Timestamp::from_millis(1_780_000_000_000 + dice.below(1_000) as i64),
        effective_on: on,
        next_step: None,
        corrected_by: dice.chance(10).then(|| VisitId(dice.uuid())),
        typed_by: None,
    }
}

fn subjects(household: &Household, residents: &[Resident]) -> Vec<Subject> {
    let residents = residents.iter().map(|one| Subject::Resident(one.id));
    std::iter::once(Subject::Household(household.id)).chain(residents).collect()
}

fn core_figures(world: &World, viewer: Viewer, period: Period, today: Day) -> Figures {
    let facts: Vec<HouseholdFacts> = world
        .homes()
        .into_iter()
        .map(|home| HouseholdFacts {
            household: home.household.clone(),
            residents: home.residents.into_iter().cloned().collect(),
            visits: home.visits.into_iter().cloned().collect(),
            exemptions: home.exemptions.into_iter().cloned().collect(),
            claims: home.claims.into_iter().cloned().collect(),
        })
        .collect();
    let packs = RulePacks::new(world.packs.clone());
    let packs = match viewer {
        Viewer::Audience(audience) => packs.visible_to(audience),
        Viewer::Tickets(role) => packs.dischargeable_by(role),
    };
    coverage::coverage(&facts, &packs, &world.calendar, period, today)
}

#[test]
fn random_villages_count_as_the_core_counts_them() {
    let today = "2026-06-25".parse().unwrap();
    let mut due = 0;
    for seed in 0..60 {
        let world = village(seed);
        for (text, last) in [("2026-06", "2026-06-30"), ("2026-W24", "2026-06-14"), ("2026-Q2", "2026-06-30")]
        {
            let period: Period = text.parse().unwrap();
            for viewer in [
                Viewer::Audience(Audience::Supervisor),
                Viewer::Audience(Audience::GridWorker),
                Viewer::Audience(Audience::ChildWorker),
                Viewer::Tickets(StaffRole::Volunteer),
            ] {
                let counted = core_figures(&world, viewer, period, today);
                let recounted = world.count(viewer, period.start(), last.parse().unwrap(), today);
                let parts = differences(&counted, &recounted);
                assert!(parts.is_empty(), "village {seed}, {text}, {viewer:?}:\n{}", parts.join("\n"));
                due += recounted.values().map(|one| one.visited + one.exempt + one.attempted).sum::<u32>();
            }
        }
    }
    assert!(due > 5_000, "the villages are too dull to prove anything: {due}");
}

#[test]
fn an_elder_alone_is_due_once_a_month_and_a_recheck_needs_two() {
    let dice = Dice(SeededIds::new(1));
    let mut world = World { packs: packs(), ..World::default() };
    add_household(&dice, &mut world);
    world.households[0].recorded_on = Some("2025-01-01".parse().unwrap());
    world.households[0].ended_on = None;
    world.households[0].earlier_grids.clear();
    world.residents.truncate(1);
    world.visits.clear();
    world.exemptions.clear();
    world.claims.clear();
    let elder = &mut world.residents[0];
    elder.events.clear();
    elder.left_on = None;
    let since = "2026-01-01".parse().unwrap();
    elder.categories = vec![CategoryRecord {
        kind: CategoryKind::LivesAlone,
        grade: None,
        from: since,
        to: None,
        recorded_on: since,
        authority: None,
    }];
    let grid = world.households[0].grid;
    let april = |world: &World| {
        let (first, last) = ("2026-04-01".parse().unwrap(), "2026-04-30".parse().unwrap());
        let figures =
            world.count(Viewer::Audience(Audience::Supervisor), first, last, "2026-05-02".parse().unwrap());
        figures.get(&(grid, Group::Category(CategoryKind::LivesAlone))).copied().unwrap_or_default()
    };
    assert_eq!(april(&world), Counts { due: 1, overdue: 1, ..Counts::default() });
    let subject = Subject::Resident(world.residents[0].id);
    let mut visit = visit(&dice, &world.households[0], &world.residents);
    visit.effective_on = "2026-04-20".parse().unwrap();
    visit.role = StaffRole::GridWorker;
    visit.mode = VisitMode::Phone;
    visit.outcome = VisitOutcome::NoChange;
    visit.facts = vec![VisitFact { kind: VisitKind::CareVisit, subject }];
    visit.subject_outcomes.clear();
    visit.corrected_by = None;
    world.visits.push(visit);
    assert_eq!(april(&world), Counts { due: 1, visited: 1, ..Counts::default() });
    world.visits[0].outcome = VisitOutcome::NotHome;
    assert_eq!(april(&world), Counts { due: 1, attempted: 1, overdue: 1, ..Counts::default() });
}
