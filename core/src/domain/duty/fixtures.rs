//! Households for tests: built line by line, or drawn at random from a seed.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Duty, DutyState, HouseholdFacts, derive};
use crate::{
    codes::GridCode,
    domain::{
        org::StaffRole,
        register::{
            CategoryKind, CategoryRecord, EarlierGrid, EventKind, Exemption, Household, LifeEvent, Resident,
            Subject,
        },
        rules::{Cadence, RulePack, RulePacks, sample},
        visit::{
            Claim, ClaimKind, ClaimStatus, SubjectOutcome, VisitFact, VisitKind, VisitMode, VisitOutcome,
            VisitSummary,
        },
    },
    id::{ClaimId, ExemptionId, HouseholdId, IdGen, ResidentId, SeededIds, StaffId, VisitId},
    time::{Day, DayRange, PeriodKind, Timestamp, WorkingDays, Zone},
};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn days(start: &str, end: &str) -> DayRange {
    DayRange { start: day(start), end: day(end) }
}

pub(crate) fn grid(number: u16) -> GridCode {
    format!("610802102200{number:03}").parse().unwrap()
}

pub(crate) fn sample_packs() -> RulePacks {
    RulePacks::new(vec![sample()])
}

/// The sample pack and a second version of it in the middle of June 2026, in which the monthly visit to elders
/// becomes a weekly one.
pub(crate) fn two_versions() -> Vec<RulePack> {
    let mut second = sample();
    second.version = 2;
    second.effective_from = day("2026-06-17");
    for rule in &mut second.rules {
        if rule.id == "elder-special-monthly" {
            rule.cadence = Cadence::Every(PeriodKind::Week);
        }
    }
    vec![sample(), second]
}

/// A visit by a social worker, at the door, done; change what a test is about.
pub(crate) fn visit(number: u128, on: &str, facts: &[(VisitKind, Subject)]) -> VisitSummary {
    let on = day(on);
    VisitSummary {
        id: VisitId(Uuid::from_u128(number)),
        household: home_id(),
        by: StaffId(Uuid::from_u128(1)),
        role: StaffRole::SocialWorker,
        visitors: 1,
        mode: VisitMode::InPerson,
        outcome: VisitOutcome::Completed,
        facts: facts.iter().map(|&(kind, subject)| VisitFact { kind, subject }).collect(),
        tickets: Vec::new(),
        subject_outcomes: Vec::new(),
        wellbeing: Vec::new(),
        effective_at: Zone::CHINA.start_of(on).plus_millis(9 * 3_600_000),
        effective_on: on,
        next_step: None,
        corrected_by: None,
        typed_by: None,
    }
}

pub(crate) fn home_id() -> HouseholdId {
    HouseholdId(Uuid::from_u128(7))
}

pub(crate) fn home() -> Subject {
    Subject::Household(home_id())
}

/// The `n`-th resident of the home.
pub(crate) fn person(n: u128) -> Subject {
    Subject::Resident(ResidentId(Uuid::from_u128(100 + n)))
}

/// One household, recorded at the start of 2026, with what a test adds to it.
pub(crate) struct Home {
    pub(crate) facts: HouseholdFacts,
}

impl Home {
    pub(crate) fn new() -> Self {
        let household = Household {
            id: home_id(),
            grid: grid(1),
            earlier_grids: Vec::new(),
            greeting: "张奶奶家".to_owned(),
            address: "花岩村一组".to_owned(),
            village_group: None,
            building: None,
            floor: None,
            phone: None,
            place: None,
            safety_note: Some("有犬".to_owned()),
            recorded_on: Some(day("2026-01-01")),
            ended_on: None,
            handed_over: None,
        };
        let facts = HouseholdFacts {
            household,
            residents: Vec::new(),
            visits: Vec::new(),
            exemptions: Vec::new(),
            claims: Vec::new(),
        };
        Self { facts }
    }

    /// Adds the next resident, with categories that hold and were recorded since the start of 2026.
    pub(crate) fn resident(mut self, categories: &[(CategoryKind, Option<&str>)]) -> Self {
        let number = self.facts.residents.len() as u128;
        let Subject::Resident(id) = person(number) else { unreachable!() };
        let record = |&(kind, grade): &(CategoryKind, Option<&str>)| CategoryRecord {
            kind,
            grade: grade.map(str::to_owned),
            from: day("2026-01-01"),
            to: None,
            recorded_on: day("2026-01-01"),
            authority: None,
        };
        self.facts.residents.push(Resident {
            id,
            household: home_id(),
            name: "张某".to_owned(),
            identity: None,
            born: None,
            phone: None,
            relation: None,
            categories: categories.iter().map(record).collect(),
            events: Vec::new(),
            left_on: None,
        });
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut HouseholdFacts)) -> Self {
        change(&mut self.facts);
        self
    }

    pub(crate) fn visit(self, visit: VisitSummary) -> Self {
        self.with(|facts| facts.visits.push(visit))
    }

    pub(crate) fn claim(self, subject: Subject, on: &str, status: ClaimStatus) -> Self {
        self.with(|facts| {
            facts.claims.push(Claim {
                id: ClaimId(Uuid::from_u128(1)),
                visit: VisitId(Uuid::from_u128(1)),
                household: home_id(),
                subject,
                kind: ClaimKind::MovedOut,
                on: day(on),
                status,
            });
        })
    }

    pub(crate) fn excused(self, subject: Subject, rule: Option<&str>, days: DayRange) -> Self {
        self.with(|facts| {
            facts.exemptions.push(Exemption {
                id: ExemptionId(Uuid::from_u128(1)),
                household: home_id(),
                subject,
                rule: rule.map(str::to_owned),
                days,
                reason: "住院".to_owned(),
            });
        })
    }

    pub(crate) fn event(self, kind: EventKind, on: &str) -> Self {
        self.with(|facts| facts.residents[0].events.push(LifeEvent { kind, on: day(on) }))
    }

    /// The duties of one rule of the sample pack in these days.
    pub(crate) fn duties(&self, rule: &str, span: DayRange) -> Vec<Duty> {
        let mut duties = derive(&self.facts, &sample_packs(), &WorkingDays::default(), span);
        duties.retain(|duty| duty.key.rule == rule);
        duties
    }

    /// Where the only duty of this rule in June 2026 stands.
    pub(crate) fn june(&self, rule: &str) -> DutyState {
        let duties = self.duties(rule, days("2026-06-01", "2026-06-30"));
        assert_eq!(duties.len(), 1, "{rule}");
        duties[0].state
    }
}

/// Draws from a seed.
pub(crate) struct Dice(SeededIds);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededIds::new(seed))
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.random(&mut bytes);
        (u64::from_le_bytes(bytes) % sides as u64) as usize
    }

    pub(crate) fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }

    fn uuid(&mut self) -> Uuid {
        self.0.uuid(Timestamp::from_millis(1))
    }

    /// A day from April to August 2026.
    fn day(&mut self) -> Day {
        day("2026-04-01") + chrono::Days::new(self.below(150) as u64)
    }

    fn maybe_day(&mut self, one_in: usize) -> Option<Day> {
        self.one_in(one_in).then(|| self.day())
    }

    fn range(&mut self) -> DayRange {
        let start = self.day();
        DayRange { start, end: start + chrono::Days::new(self.below(60) as u64) }
    }

    pub(crate) fn village(&mut self, households: usize) -> Vec<HouseholdFacts> {
        (0..households).map(|_| self.household()).collect()
    }

    /// A household to whom more happens than to most.
    pub(crate) fn household(&mut self) -> HouseholdFacts {
        let id = HouseholdId(self.uuid());
        let mut facts = Home::new().facts;
        facts.household.id = id;
        facts.household.recorded_on = self.maybe_day(3);
        facts.household.ended_on = self.maybe_day(8);
        facts.household.grid = grid(self.below(3) as u16 + 1);
        if let Some(until) = self.maybe_day(4) {
            facts.household.earlier_grids.push(EarlierGrid { grid: grid(9), until });
        }
        facts.residents = (0..=self.below(3)).map(|_| self.person_of(id)).collect();
        let mut subjects: Vec<Subject> =
            facts.residents.iter().map(|resident| Subject::Resident(resident.id)).collect();
        subjects.push(Subject::Household(id));
        facts.visits = (0..self.below(9)).map(|_| self.visit_to(id, &subjects)).collect();
        let claims = self.below(2);
        facts.claims = (0..claims).map(|_| self.claim_of(&facts, &subjects)).collect();
        facts.exemptions = (0..self.below(2)).map(|_| self.leave_of(id, &subjects)).collect();
        facts
    }

    fn person_of(&mut self, household: HouseholdId) -> Resident {
        let mut resident = Home::new().resident(&[]).facts.residents.remove(0);
        resident.id = ResidentId(self.uuid());
        resident.household = household;
        resident.left_on = self.maybe_day(10);
        resident.categories = (0..self.below(4)).map(|_| self.category()).collect();
        for _ in 0..self.below(3) {
            let kind = self.pick(&[EventKind::SuddenChange, EventKind::HospitalDischarge]);
            resident.events.push(LifeEvent { kind, on: self.day() });
        }
        resident
    }

    fn category(&mut self) -> CategoryRecord {
        use CategoryKind::{CareRisk, Dibao, Disability, LeftBehindChild, LivesAlone, SevereMental};
        let kind =
            self.pick(&[CareRisk, CareRisk, LivesAlone, Dibao, SevereMental, LeftBehindChild, Disability]);
        let grade = (!kind.grades().is_empty()).then(|| self.pick(kind.grades()).to_owned());
        let DayRange { start, end } = self.range();
        let recorded_on = if self.one_in(3) { self.day() } else { start };
        let to = self.one_in(3).then_some(end);
        CategoryRecord { kind, grade, from: start, to, recorded_on, authority: None }
    }

    fn visit_to(&mut self, household: HouseholdId, subjects: &[Subject]) -> VisitSummary {
        use VisitKind::{CareVisit, FamilyVisit, PopulationCanvass, Recheck, RehabFollowUp};
        let mut one = visit(1, "2026-06-01", &[]);
        one.id = VisitId(self.uuid());
        one.household = if self.one_in(20) { HouseholdId(self.uuid()) } else { household };
        one.effective_on = self.day();
        one.effective_at = Zone::CHINA.start_of(one.effective_on).plus_millis(self.below(3) as i64);
        one.role = self.pick(StaffRole::ALL);
        one.mode = self.pick(VisitMode::ALL);
        one.visitors = self.below(3) as u8 + 1;
        one.outcome = if self.one_in(4) { self.pick(VisitOutcome::ALL) } else { VisitOutcome::Completed };
        for _ in 0..self.below(4) {
            let kind =
                self.pick(&[CareVisit, CareVisit, Recheck, PopulationCanvass, FamilyVisit, RehabFollowUp]);
            one.facts.push(VisitFact { kind, subject: self.pick(subjects) });
        }
        if let (Subject::Resident(resident), true) = (self.pick(subjects), self.one_in(5)) {
            one.subject_outcomes.push(SubjectOutcome { resident, outcome: self.pick(VisitOutcome::ALL) });
        }
        one.corrected_by = self.one_in(10).then(|| VisitId(self.uuid()));
        one
    }

    /// About the household as often as about one of its residents.
    fn claim_of(&mut self, facts: &HouseholdFacts, subjects: &[Subject]) -> Claim {
        let household = facts.household.id;
        let visits: Vec<VisitId> = facts.visits.iter().map(|visit| visit.id).collect();
        let subject = self.pick(subjects);
        Claim {
            id: ClaimId(self.uuid()),
            visit: if visits.is_empty() { VisitId(self.uuid()) } else { self.pick(&visits) },
            household,
            subject: if self.one_in(2) { Subject::Household(household) } else { subject },
            kind: self.pick(ClaimKind::ALL),
            on: self.day(),
            status: self.pick(ClaimStatus::ALL),
        }
    }

    fn leave_of(&mut self, household: HouseholdId, subjects: &[Subject]) -> Exemption {
        let rule = self.pick(&["elder-special-monthly", "household-sweep"]).to_owned();
        Exemption {
            id: ExemptionId(self.uuid()),
            household,
            subject: self.pick(subjects),
            rule: self.one_in(2).then_some(rule),
            days: self.range(),
            reason: "外出".to_owned(),
        }
    }

    /// The same facts in another order.
    pub(crate) fn reorder(&mut self, facts: &mut HouseholdFacts) {
        self.shuffle(&mut facts.residents);
        self.shuffle(&mut facts.visits);
        self.shuffle(&mut facts.claims);
        self.shuffle(&mut facts.exemptions);
        for resident in &mut facts.residents {
            self.shuffle(&mut resident.categories);
            self.shuffle(&mut resident.events);
        }
        for visit in &mut facts.visits {
            self.shuffle(&mut visit.facts);
        }
    }
}

/// The starts of these duties.
pub(crate) fn starts(duties: &[Duty]) -> Vec<String> {
    duties.iter().map(|duty| duty.key.start.to_string()).collect()
}

/// The distinct rules of these duties.
pub(crate) fn rules_of(duties: &[Duty]) -> BTreeSet<&str> {
    duties.iter().map(|duty| duty.key.rule.as_str()).collect()
}
