//! A township's month, 30,000 people, worked through by phones of every kind: every coverage figure (grid × area ×
//! category × period) on the phones, by tickets and at the hub equals a naive recount.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Group},
        org::{Audience, Staff, StaffRole},
        register::{EarlierGrid, Exemption, Household, Resident, Subject},
        visit::{
            Claim, Companion, NextStep, SubjectOutcome, VisitFact, VisitKind, VisitOutcome, VisitSummary,
        },
    },
    fieldwork::VisitDraft,
    id::{ExemptionId, HouseholdId, VisitId},
    op::{
        projection::exemption_document,
        row::{Row, RowKind, Scope, name_id},
    },
    time::{Clock, Day, DayRange, ManualClock, Period, Zone},
};
use doorstep_hub::{
    import,
    sample::Township,
    service::{CoverageQuery, Hub, row_of},
    store::{Durability, StoreError, Writes},
};
use doorstep_tests::{
    account::Ledger,
    audit,
    phone::{Phone, drain, open},
    post::Post,
    recount::{Figures, Viewer, World, differences},
    victim::{Killer, Stopwatch},
    village::{HOUR, day, settings},
};
use tempfile::TempDir;

/// Share of the full township: all of it.
const SCALE: f64 = 1.0;
const SEED: u64 = 91;
/// Days of the month on which the phones go out.
const WORKING_DAYS: [&str; 7] =
    ["2026-06-01", "2026-06-04", "2026-06-09", "2026-06-15", "2026-06-18", "2026-06-24", "2026-06-29"];
/// The periods that managers look at, with their first and last days worked out by hand.
const PERIODS: [(&str, &str, &str); 4] = [
    ("2026-06", "2026-06-01", "2026-06-30"),
    ("2026-W24", "2026-06-08", "2026-06-14"),
    ("2026-W27", "2026-06-29", "2026-07-05"),
    ("2026-Q2", "2026-04-01", "2026-06-30"),
];

/// A worker with a phone.
struct Hand {
    staff: Staff,
    grids: Vec<GridCode>,
    phone: Phone,
    /// Stops on a working day.
    stops: usize,
}

struct Month {
    folder: TempDir,
    clock: Arc<ManualClock>,
    hub: Arc<Hub>,
    town: Township,
    hands: Vec<Hand>,
    /// Every visit with who made it and on which day, as told outside the product.
    made: BTreeMap<VisitId, (HouseholdId, Day, VisitOutcome)>,
    dice: Killer,
}

impl Month {
    fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let first = day("2026-06-01");
        let clock = Arc::new(ManualClock::at(Zone::CHINA.start_of(first).plus_millis(8 * HOUR)));
        let divisions = import::divisions::built_in().unwrap_or_else(|_| panic!("the divisions"));
        let town = Township::generate(SEED, SCALE, first, &divisions);
        let ids = Arc::new(doorstep_core::id::SeededIds::new(SEED));
        let hub = Hub::create(&folder.path().join("hub"), &settings(), clock.clone(), ids).unwrap();
        hub.store().writing(Durability::Replayable, |tx| fill(tx, &town)).unwrap();
        let (hands, made) = (Vec::new(), BTreeMap::new());
        Self { folder, clock, hub: Arc::new(hub), town, hands, made, dice: Killer::new(SEED) }
    }

    fn today(&self) -> Day {
        Zone::CHINA.day_of(self.clock.now())
    }

    /// The grids that a worker answers for.
    fn grids_of(&self, staff: &Staff) -> Vec<GridCode> {
        let lines = self.town.responsibilities.iter().filter(|line| line.staff == staff.id);
        lines.map(|line| line.grid).collect()
    }

    /// Gives a phone to the `number`-th worker of a role.
    fn hire(&mut self, role: StaffRole, number: usize, stops: usize, post: &mut Post) {
        let staff = self.town.staff.iter().filter(|one| one.role == role).nth(number).unwrap().clone();
        let folder = self.folder.path().join(format!("{role:?}{number}"));
        let seed = 1_000 + self.hands.len() as u64;
        let phone = open(&folder, seed, &self.clock, 0);
        let ticket = self.hub.issue_code(staff.id, "https://township").unwrap();
        phone.enrol(&serde_json::to_string(&ticket).unwrap(), post).unwrap();
        let grids = self.grids_of(&staff);
        self.hands.push(Hand { staff, grids, phone, stops });
    }

    fn work(&mut self) {
        for number in 0..self.hands.len() {
            let list = self.hands[number].phone.doorstep.today(None, None, 200).unwrap();
            let skip = self.dice.below(5) as usize;
            let stops = self.hands[number].stops;
            for stop in list.into_iter().skip(skip).step_by(2).take(stops) {
                self.clock.advance(60_000);
                self.knock(number, stop.household);
            }
        }
    }

    fn knock(&mut self, number: usize, home: HouseholdId) {
        let hand = &self.hands[number];
        let doorstep = &hand.phone.doorstep;
        let mut draft = doorstep.start_visit(home).unwrap();
        let residents = doorstep.household(home).unwrap().residents;
        let outcome = match self.dice.below(100) {
            0..=77 => VisitOutcome::Completed,
            78..=83 => VisitOutcome::NoChange,
            84..=91 => VisitOutcome::NotHome,
            92..=93 => VisitOutcome::RefusedEntry,
            94 => VisitOutcome::Hospitalised,
            95..=96 => VisitOutcome::MovedOut,
            97 => VisitOutcome::Deceased,
            _ => VisitOutcome::Emergency,
        };
        draft.outcome = Some(outcome);
        draft.next_step = (!outcome.reached()).then_some(NextStep::ComeBack);
        self.embellish(&mut draft, &residents);
        // Where several live, a visit says who died.
        if let (VisitOutcome::Deceased, [who, _, ..]) = (outcome, &residents[..]) {
            draft.subject_outcomes = vec![SubjectOutcome { resident: who.id, outcome }];
        }
        doorstep.save_draft(&draft).unwrap();
        let visit = doorstep.finish_visit(draft.id).unwrap();
        self.made.insert(visit, (home, self.today(), outcome));
    }

    /// Company, single outcomes, and work left undone.
    fn embellish(&self, draft: &mut VisitDraft, residents: &[Resident]) {
        if self.dice.below(3) == 0 {
            draft.companions.push(Companion { staff: None, name: Some("同行人".to_owned()) });
        }
        if let Some(other) = residents.last().filter(|_| residents.len() > 1 && self.dice.below(8) == 0) {
            let outcome = [VisitOutcome::NotHome, VisitOutcome::Deceased, VisitOutcome::AwayForWork];
            let outcome = outcome[self.dice.below(3) as usize];
            draft.subject_outcomes.push(SubjectOutcome { resident: other.id, outcome });
        }
        if self.dice.below(6) == 0 {
            draft.facts.pop();
            draft.tickets.pop();
        }
        if draft.facts.is_empty() && draft.tickets.is_empty() {
            let subject = Subject::Household(draft.household);
            draft.facts.push(VisitFact { kind: VisitKind::SupportVisit, subject });
        }
    }

    /// What the office does in the middle of a month: leave, ended categories, homes that move within the village.
    fn office(&self) {
        let today = self.today();
        let mut rules = self.town.packs.iter().flat_map(|pack| &pack.rules);
        let sweep = rules.find(|rule| rule.id == "household-sweep");
        let change = |tx: &dyn Writes| {
            for (index, household) in self.town.households.iter().enumerate().step_by(97) {
                let scope = Scope::Grid(household.grid);
                let id = ExemptionId(name_id(RowKind::Exemption, &index.to_string()));
                let rule = sweep.filter(|_| index % 2 == 0);
                let leave = Exemption {
                    id,
                    household: household.id,
                    subject: Subject::Household(household.id),
                    rule: rule.map(|rule| rule.id.clone()),
                    days: DayRange { start: today, end: today + TimeDelta::days(20) },
                    reason: "住院".to_owned(),
                };
                let document = exemption_document(&leave, rule).expect("a document");
                tx.write_unit(&[row_of(RowKind::Exemption, id.0, Some(household.id), scope, &document)?])?;
            }
            let looked_after = self.town.residents.iter().filter(|one| !one.categories.is_empty());
            for resident in looked_after.step_by(31) {
                let mut resident = resident.clone();
                resident.categories[0].to = Some(today);
                let stored = tx.row(RowKind::Resident, resident.id.0)?.expect("a resident");
                let scope = stored.row.scope;
                tx.write_unit(&[row_of(
                    RowKind::Resident,
                    resident.id.0,
                    Some(resident.household),
                    scope,
                    &resident,
                )?])?;
            }
            for household in self.town.households.iter().step_by(53) {
                let to = self
                    .town
                    .grids
                    .iter()
                    .map(|grid| grid.code)
                    .find(|code| code.village() == household.grid.village() && *code != household.grid);
                let Some(to) = to else { continue };
                let until = today - TimeDelta::days(1);
                let earlier_grids = vec![EarlierGrid { grid: household.grid, until }];
                let moved = Household { grid: to, earlier_grids, ..household.clone() };
                tx.write_unit(&[row_of(
                    RowKind::Household,
                    moved.id.0,
                    Some(moved.id),
                    Scope::Grid(to),
                    &moved,
                )?])?;
            }
            Ok::<_, StoreError>(())
        };
        self.hub.store().writing(Durability::Replayable, change).unwrap();
    }

    /// Everything that is known at the end, as one heap of rows.
    fn world(&self) -> World {
        World {
            packs: self.town.packs.clone(),
            calendar: settings().working_days,
            households: audit::documents::<Household>(&self.hub, RowKind::Household),
            residents: audit::documents::<Resident>(&self.hub, RowKind::Resident),
            visits: audit::documents::<VisitSummary>(&self.hub, RowKind::Visit),
            exemptions: audit::documents::<Exemption>(&self.hub, RowKind::Exemption),
            claims: audit::documents::<Claim>(&self.hub, RowKind::Claim),
        }
    }

    /// The visits at the hub are those that were made: where, on which day, with which outcome.
    fn check_visits(&self, world: &World) {
        let mut ledger = Ledger::default();
        ledger.extend(self.made.keys().copied());
        ledger
            .check(world.visits.iter().map(|visit| visit.id))
            .unwrap_or_else(|found| panic!("visits: {found}"));
        for visit in &world.visits {
            let told = (visit.household, visit.effective_on, visit.outcome);
            assert_eq!(self.made.get(&visit.id), Some(&told), "a visit changed on its way");
        }
    }

    fn hub_figures(&self, period: Period, audience: Audience) -> Figures {
        let query = CoverageQuery { period, grids: Vec::new(), on: self.today(), audience };
        self.hub.coverage(&query).unwrap().counts
    }
}

fn fill(tx: &dyn Writes, town: &Township) -> Result<(), StoreError> {
    for grid in &town.grids {
        let id = name_id(RowKind::Grid, &grid.code.to_string());
        tx.write_unit(&[row_of(RowKind::Grid, id, None, Scope::Grid(grid.code), grid)?])?;
    }
    for staff in &town.staff {
        tx.write_unit(&[row_of(RowKind::Staff, staff.id.0, None, Scope::Tenant, staff)?])?;
    }
    for line in &town.responsibilities {
        tx.write_unit(&[row_of(RowKind::Responsibility, line.id.0, None, Scope::Grid(line.grid), line)?])?;
    }
    for pack in &town.packs {
        let id = name_id(RowKind::RulePack, &format!("{}/{}", pack.id, pack.version));
        tx.write_unit(&[row_of(RowKind::RulePack, id, None, Scope::Tenant, pack)?])?;
    }
    let mut people: BTreeMap<HouseholdId, Vec<Row>> = BTreeMap::new();
    let grids: BTreeMap<_, _> = town.households.iter().map(|one| (one.id, one.grid)).collect();
    for one in &town.residents {
        let scope = Scope::Grid(grids[&one.household]);
        let row = row_of(RowKind::Resident, one.id.0, Some(one.household), scope, one)?;
        people.entry(one.household).or_default().push(row);
    }
    for one in &town.households {
        let mut unit = vec![row_of(RowKind::Household, one.id.0, Some(one.id), Scope::Grid(one.grid), one)?];
        unit.extend(people.remove(&one.id).unwrap_or_default());
        tx.write_unit(&unit)?;
    }
    Ok(())
}

/// Figures compared so far.
#[derive(Default)]
struct Check {
    compared: usize,
    busy: usize,
    wrong: Vec<String>,
}

impl Check {
    fn compare(&mut self, whose: &str, counted: &Figures, recounted: &Figures) {
        self.compared += recounted.len();
        let busy = |counts: &&Counts| counts.visited + counts.attempted + counts.exempt > 0;
        self.busy += recounted.values().filter(busy).count();
        let parts = differences(counted, recounted);
        self.wrong.extend(parts.into_iter().map(|part| format!("{whose}: {part}")));
    }
}

fn only(figures: &Figures, grids: &[GridCode]) -> Figures {
    figures
        .iter()
        .filter(|((grid, _), _)| grids.contains(grid))
        .map(|(key, counts)| (*key, *counts))
        .collect()
}

#[test]
fn every_figure_of_a_townships_month_equals_a_naive_recount_on_phones_by_tickets_and_at_the_hub() {
    let time = Stopwatch::start();
    let mut month = Month::begin();
    let mut post = Post::to(&month.hub);
    println!(
        "{:>6.1} s  {} people in {} homes",
        time.seconds(),
        month.town.residents.len(),
        month.town.households.len()
    );
    month.hire(StaffRole::Supervisor, 0, 0, &mut post);
    for number in 0..3 {
        month.hire(StaffRole::SocialWorker, number, 60, &mut post);
    }
    month.hire(StaffRole::GridWorker, 0, 30, &mut post);
    month.hire(StaffRole::GridWorker, 3, 30, &mut post);
    // The first fifteen are chiefs of villages; this one has a single grid.
    month.hire(StaffRole::GridWorker, 15, 30, &mut post);
    month.hire(StaffRole::ChildDirector, 0, 5, &mut post);
    for number in 0..3 {
        month.hire(StaffRole::Volunteer, number, 10, &mut post);
    }
    for (number, text) in WORKING_DAYS.iter().enumerate() {
        month.clock.set(Zone::CHINA.start_of(day(text)).plus_millis(8 * HOUR));
        if number == 3 {
            month.office();
        }
        for hand in &mut month.hands {
            drain(&mut hand.phone, &mut post);
        }
        month.work();
    }
    month.clock.set(Zone::CHINA.start_of(day("2026-06-30")).plus_millis(20 * HOUR));
    for _ in 0..2 {
        for hand in &mut month.hands {
            drain(&mut hand.phone, &mut post);
        }
    }
    println!("{:>6.1} s  {} visits made and sent", time.seconds(), month.made.len());

    let world = month.world();
    month.check_visits(&world);
    let today = month.today();
    let mut check = Check::default();
    for (text, first, last) in PERIODS {
        let period: Period = text.parse().unwrap();
        let count = |world: &World, viewer| world.count(viewer, day(first), day(last), today);
        for audience in
            [Audience::Supervisor, Audience::SocialWorker, Audience::GridWorker, Audience::ChildWorker]
        {
            let recounted = count(&world, Viewer::Audience(audience));
            check.compare(
                &format!("hub, {audience:?}, {text}"),
                &month.hub_figures(period, audience),
                &recounted,
            );
        }
        for hand in &month.hands {
            let role = hand.staff.role;
            let viewer = match role {
                StaffRole::Volunteer => Viewer::Tickets(role),
                _ => Viewer::Audience(role.audience()),
            };
            // A home that moved out of a phone's grids took its rows along, and so its past windows, which the
            // hub still counts for the old grid: a phone counts the homes that it holds.
            let mut expected = only(&count(&world.lying_in(&hand.grids), viewer), &hand.grids);
            if role == StaffRole::Volunteer {
                expected.retain(|(_, group), _| *group == Group::All);
            }
            let counted = only(&hand.phone.doorstep.coverage(period).unwrap().counts, &hand.grids);
            check.compare(&format!("{role:?}'s phone, {text}"), &counted, &expected);
        }
        println!("{:>6.1} s  {text} compared", time.seconds());
    }
    let Check { compared, wrong, busy } = check;
    assert!(wrong.is_empty(), "{} of {compared} figures differ:\n{}", wrong.len(), wrong.join("\n"));
    println!(
        "{:>6.1} s  {compared} figures agree, {busy} of them with visits, tries or leave",
        time.seconds()
    );
    assert!(compared > 8_000 && busy > 2_000, "{busy} of {compared} figures are too dull to prove anything");
}
