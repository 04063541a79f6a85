//! Coverage counted anew, slowly and plainly, from the definition alone.
//!
//! Walks every last day a window can have, then every day of that window. Shares no code with derivation: not
//! its matching, not its periods, not its sums. What it shares is the vocabulary of facts and rules.
//!
//! The definition, as programme and issue state it:
//!
//! - A rule asks once in every civil period, or within so many days after an event. The pack in force on the
//!   first day governs.
//! - Nothing opens before the category, and the household, were recorded. Who had left before that owes nothing.
//! - It is visited when somebody of a right role, in a right way, with enough company, reached the subject with
//!   work of a right kind within the window; after an event also late, until the next such event.
//! - A death or a departure, claimed or confirmed, exempts from its day on. So does leave on the last day, and a
//!   category that ended before it.
//! - A departure of the household is everyone's but theirs who were found or met there; a death is one person's, so
//!   that of a household is known only where one lives. A visit that was corrected has claimed nothing.
//! - It counts in the period of its last day, for the grid where the household then lies.

mod calendar;

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Group},
        org::{Audience, StaffRole},
        register::{CategoryKind, CategoryRecord, Exemption, Household, Resident, Subject},
        rules::{AppliesTo, Cadence, Rule, RulePack},
        visit::{Claim, ClaimKind, ClaimStatus, VisitMode, VisitOutcome, VisitSummary},
    },
    id::HouseholdId,
    time::{Day, PeriodKind, WorkingDays},
};

/// Everything that is known, as one heap of rows.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// All versions of all packs.
    pub packs: Vec<RulePack>,
    /// Working days.
    pub calendar: WorkingDays,
    /// Households.
    pub households: Vec<Household>,
    /// Residents.
    pub residents: Vec<Resident>,
    /// Visits.
    pub visits: Vec<VisitSummary>,
    /// Leave.
    pub exemptions: Vec<Exemption>,
    /// Claims.
    pub claims: Vec<Claim>,
}

/// Whose figures are recounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody who derives: only rules whose categories they may know of.
    Audience(Audience),
    /// Somebody with tickets: only what this role may discharge.
    Tickets(StaffRole),
}

/// Figures by grid and group.
pub type Figures = BTreeMap<(GridCode, Group), Counts>;

/// One household with what belongs to it.
struct Home<'a> {
    household: &'a Household,
    residents: Vec<&'a Resident>,
    visits: Vec<&'a VisitSummary>,
    exemptions: Vec<&'a Exemption>,
    claims: Vec<&'a Claim>,
}

/// One thing due, found by its last day.
struct Found<'a> {
    home: &'a Home<'a>,
    rule: &'a Rule,
    resident: Option<&'a Resident>,
    opening: Day,
    last: Day,
    /// The first and the last day on which a visit counts.
    counts_from: Day,
    counts_until: Day,
}

impl World {
    /// What is known of the households that lie in these grids now.
    pub fn lying_in(&self, grids: &[GridCode]) -> Self {
        let here = self.households.iter().filter(|one| grids.contains(&one.grid));
        let households: Vec<Household> = here.cloned().collect();
        let homes: BTreeSet<HouseholdId> = households.iter().map(|one| one.id).collect();
        let of = |home: &HouseholdId| homes.contains(home);
        Self {
            packs: self.packs.clone(),
            calendar: self.calendar.clone(),
            residents: self.residents.iter().filter(|one| of(&one.household)).cloned().collect(),
            visits: self.visits.iter().filter(|one| of(&one.household)).cloned().collect(),
            exemptions: self.exemptions.iter().filter(|one| of(&one.household)).cloned().collect(),
            claims: self.claims.iter().filter(|one| of(&one.household)).cloned().collect(),
            households,
        }
    }

    /// Counts everything whose last day lies from `first` to `last`, lateness judged on `today`.
    pub fn count(&self, viewer: Viewer, first: Day, last: Day, today: Day) -> Figures {
        let mut figures = Figures::new();
        for home in self.homes() {
            for end in first.iter_days().take_while(|day| *day <= last) {
                self.count_last_day(&home, viewer, end, today, &mut figures);
            }
        }
        figures
    }

    fn homes(&self) -> Vec<Home<'_>> {
        fn by_home<T>(rows: &[T], home: impl Fn(&T) -> HouseholdId) -> BTreeMap<HouseholdId, Vec<&T>> {
            let mut map: BTreeMap<HouseholdId, Vec<&T>> = BTreeMap::new();
            rows.iter().for_each(|row| map.entry(home(row)).or_default().push(row));
            map
        }
        let mut residents = by_home(&self.residents, |one| one.household);
        let mut visits = by_home(&self.visits, |one| one.household);
        let mut exemptions = by_home(&self.exemptions, |one| one.household);
        let mut claims = by_home(&self.claims, |one| one.household);
        self.households
            .iter()
            .map(|household| Home {
                household,
                residents: residents.remove(&household.id).unwrap_or_default(),
                visits: visits.remove(&household.id).unwrap_or_default(),
                exemptions: exemptions.remove(&household.id).unwrap_or_default(),
                claims: claims.remove(&household.id).unwrap_or_default(),
            })
            .collect()
    }

    fn count_last_day(&self, home: &Home<'_>, viewer: Viewer, end: Day, today: Day, figures: &mut Figures) {
        let mut seen = BTreeSet::new();
        for pack in &self.packs {
            for rule in &pack.rules {
                if !may_count(viewer, rule) {
                    continue;
                }
                let people: Vec<Option<&Resident>> = match rule.applies_to {
                    AppliesTo::Households => vec![None],
                    AppliesTo::Residents(_) => home.residents.iter().copied().map(Some).collect(),
                };
                for resident in people {
                    for (start, counts_until) in self.starts(home, rule, resident, end) {
                        let governs = self.governs(pack, rule, start);
                        let subject = resident.map_or(home.household.id.0, |one| one.id.0);
                        if !governs || !seen.insert((subject, rule.id.as_str(), start)) {
                            continue;
                        }
                        let Some(opening) = opening(home, rule, resident, start, end) else { continue };
                        let counts_from = match rule.cadence {
                            Cadence::Every(_) => opening,
                            Cadence::After { .. } => start,
                        };
                        let found =
                            Found { home, rule, resident, opening, last: end, counts_from, counts_until };
                        found.count(today, figures);
                    }
                }
            }
        }
    }

    /// The starts of this rule's windows that end on `end`, with the last day on which a visit counts.
    fn starts(&self, home: &Home<'_>, rule: &Rule, resident: Option<&Resident>, end: Day) -> Vec<(Day, Day)> {
        match rule.cadence {
            Cadence::Every(kind) => match calendar::first_day_of_period_ending(kind, end) {
                Some(start) => vec![(start, end)],
                None => Vec::new(),
            },
            Cadence::After { event, days, working } => {
                let of_resident = |one: &&Resident| resident.is_none_or(|resident| resident.id == one.id);
                let people = home.residents.iter().copied().filter(of_resident);
                let mut dates: Vec<Day> = people
                    .flat_map(|one| one.events.iter().filter(|one| one.kind == event).map(|one| one.on))
                    .collect();
                dates.sort_unstable();
                dates.dedup();
                let deadline = |on: Day| calendar::days_after(&self.calendar, on, days, working);
                let until = |on: Day| {
                    let next = dates.iter().find(|next| **next > on);
                    next.map_or(Day::MAX, |next| *next - calendar::ONE_DAY).max(deadline(on))
                };
                dates.iter().filter(|on| deadline(**on) == end).map(|on| (*on, until(*on))).collect()
            }
        }
    }

    /// Whether this version of the pack is the one in force on `start`, and the area of the rule switched on.
    fn governs(&self, pack: &RulePack, rule: &Rule, start: Day) -> bool {
        let in_force = self
            .packs
            .iter()
            .filter(|other| other.id == pack.id && other.effective_from <= start)
            .max_by_key(|other| (other.effective_from, other.version));
        in_force.is_some_and(|other| other.version == pack.version) && !pack.areas_off.contains(&rule.area)
    }
}

/// The first day from `start` to `end` on which the rule is known to apply; none when there is no such day or
/// the subject had left before it.
fn opening(home: &Home<'_>, rule: &Rule, resident: Option<&Resident>, start: Day, end: Day) -> Option<Day> {
    let recorded = home.household.recorded_on;
    let left = left_on(home, resident);
    let day = start.iter_days().take_while(|day| *day <= end).find(|day| {
        recorded.is_none_or(|recorded| recorded <= *day)
            && resident.is_none_or(|one| !categories_held(rule, one, *day).is_empty())
    })?;
    left.is_none_or(|left| left >= day).then_some(day)
}

/// The day on which the subject left; a household that ended took its residents along.
fn left_on(home: &Home<'_>, resident: Option<&Resident>) -> Option<Day> {
    let own = resident.and_then(|one| one.left_on);
    own.into_iter().chain(home.household.ended_on).min()
}

/// Categories of the rule that the resident has on `day` and that were recorded by then.
fn categories_held(rule: &Rule, resident: &Resident, day: Day) -> BTreeSet<CategoryKind> {
    let mut held = BTreeSet::new();
    let AppliesTo::Residents(asked) = &rule.applies_to else { return held };
    for record in &resident.categories {
        let grade_is_asked = |grades: &[String]| match &record.grade {
            _ if grades.is_empty() => true,
            Some(grade) => grades.contains(grade),
            None => false,
        };
        let asked = asked.iter().any(|one| one.category == record.kind && grade_is_asked(&one.grades));
        if asked && holds(record, day) && record.recorded_on <= day {
            held.insert(record.kind);
        }
    }
    held
}

fn holds(record: &CategoryRecord, day: Day) -> bool {
    day >= record.from && record.to.is_none_or(|to| day <= to)
}

impl Home<'_> {
    /// Whether the claim takes this resident away, or the household where none is named.
    fn is_said_gone(&self, claim: &Claim, resident: Option<&Resident>) -> bool {
        if self.visits.iter().any(|visit| visit.id == claim.visit && visit.corrected_by.is_some()) {
            return false;
        }
        match (claim.subject, resident) {
            (Subject::Resident(named), resident) => resident.is_some_and(|one| one.id == named),
            (Subject::Household(_), Some(resident)) => self.went_along(claim, resident),
            (Subject::Household(_), None) => {
                let nobody_came_to_the_door = !self.met_after(claim, |visit| visit.outcome);
                nobody_came_to_the_door && self.there_on(claim.on).all(|one| self.went_along(claim, one))
            }
        }
    }

    fn there_on(&self, day: Day) -> impl Iterator<Item = &Resident> {
        let residents = self.residents.iter().copied();
        residents.filter(move |one| one.left_on.is_none_or(|left| left >= day))
    }

    fn went_along(&self, claim: &Claim, resident: &Resident) -> bool {
        let of_one_among_several = claim.kind == ClaimKind::Deceased && self.there_on(claim.on).count() >= 2;
        let claiming = self.visits.iter().find(|visit| visit.id == claim.visit);
        let was_gone = |outcome| matches!(outcome, VisitOutcome::Deceased | VisitOutcome::MovedOut);
        let found_otherwise =
            claiming.and_then(|visit| own_outcome(visit, resident)).is_some_and(|own| !was_gone(own));
        let met = self.met_after(claim, |visit| own_outcome(visit, resident).unwrap_or(visit.outcome));
        !(of_one_among_several || found_otherwise || met)
    }

    fn met_after(&self, claim: &Claim, outcome: impl Fn(&VisitSummary) -> VisitOutcome) -> bool {
        let is_later = |visit: &&&VisitSummary| visit.effective_on > claim.on && visit.id != claim.visit;
        let mut later = self.visits.iter().filter(is_later);
        later.any(|visit| {
            visit.mode == VisitMode::InPerson && visit.corrected_by.is_none() && was_reached(outcome(visit))
        })
    }
}

fn own_outcome(visit: &VisitSummary, resident: &Resident) -> Option<VisitOutcome> {
    visit.subject_outcomes.iter().find(|one| one.resident == resident.id).map(|one| one.outcome)
}

impl Found<'_> {
    fn count(&self, today: Day, figures: &mut Figures) {
        let counts = self.counts(today);
        let grid = self.grid();
        let mut groups = vec![Group::All, Group::Area(self.rule.area)];
        if let Some(resident) = self.resident {
            groups
                .extend(categories_held(self.rule, resident, self.opening).into_iter().map(Group::Category));
        }
        for group in groups {
            let sum = figures.entry((grid, group)).or_default();
            sum.due += counts.due;
            sum.visited += counts.visited;
            sum.attempted += counts.attempted;
            sum.overdue += counts.overdue;
            sum.exempt += counts.exempt;
        }
    }

    /// The grid where the household lies on the last day.
    fn grid(&self) -> GridCode {
        let household = self.home.household;
        let mut grid = household.grid;
        // Read backwards: each earlier grid that held on the last day takes the place of the later one.
        for earlier in household.earlier_grids.iter().rev() {
            if self.last <= earlier.until {
                grid = earlier.grid;
            }
        }
        grid
    }

    fn counts(&self, today: Day) -> Counts {
        let late = u32::from(today > self.last);
        let gone = self.gone_on();
        if self.was_visited(gone) {
            Counts { due: 1, visited: 1, ..Counts::default() }
        } else if gone.is_some() || self.is_on_leave() || self.category_ended() {
            Counts { exempt: 1, ..Counts::default() }
        } else {
            Counts { due: 1, attempted: u32::from(self.was_attempted()), overdue: late, ..Counts::default() }
        }
    }

    fn subject(&self) -> Subject {
        self.resident.map_or(Subject::Household(self.home.household.id), |one| Subject::Resident(one.id))
    }

    fn concerns(&self, subject: Subject) -> bool {
        subject == self.subject() || subject == Subject::Household(self.home.household.id)
    }

    /// The first day on which the subject is gone or said to be, if that is not after the last day.
    fn gone_on(&self) -> Option<Day> {
        let left = left_on(self.home, self.resident);
        let counts = |status: ClaimStatus| matches!(status, ClaimStatus::Pending | ClaimStatus::Confirmed);
        let claims = self.home.claims.iter().filter(|one| counts(one.status));
        let claimed = claims.filter(|one| self.home.is_said_gone(one, self.resident)).map(|one| one.on);
        claimed.chain(left).filter(|day| *day <= self.last).min()
    }

    fn visits(&self) -> impl Iterator<Item = &VisitSummary> {
        self.home.visits.iter().copied().filter(|visit| {
            visit.corrected_by.is_none()
                && visit.effective_on >= self.counts_from
                && visit.effective_on <= self.counts_until
        })
    }

    fn was_visited(&self, gone: Option<Day>) -> bool {
        let discharge = &self.rule.discharge;
        self.visits().any(|visit| {
            gone.is_none_or(|gone| visit.effective_on <= gone)
                && was_reached(self.outcome(visit))
                && discharge.roles.contains(&visit.role)
                && discharge.modes.contains(&visit.mode)
                && visit.visitors >= discharge.visitors
                && self.did_right_work(visit)
        })
    }

    fn was_attempted(&self) -> bool {
        self.visits().any(|visit| !was_reached(self.outcome(visit)))
    }

    fn did_right_work(&self, visit: &VisitSummary) -> bool {
        let right = &self.rule.discharge.kinds;
        visit
            .facts
            .iter()
            .filter(|fact| right.contains(&fact.kind))
            .any(|fact| fact.subject == self.subject())
    }

    fn outcome(&self, visit: &VisitSummary) -> VisitOutcome {
        self.resident.and_then(|resident| own_outcome(visit, resident)).unwrap_or(visit.outcome)
    }

    fn is_on_leave(&self) -> bool {
        self.home.exemptions.iter().any(|one| {
            one.days.start <= self.last
                && self.last <= one.days.end
                && self.concerns(one.subject)
                && one.rule.as_ref().is_none_or(|rule| *rule == self.rule.id)
        })
    }

    fn category_ended(&self) -> bool {
        self.resident.is_some_and(|one| categories_held(self.rule, one, self.last).is_empty())
    }
}

fn was_reached(outcome: VisitOutcome) -> bool {
    matches!(outcome, VisitOutcome::Completed | VisitOutcome::NoChange | VisitOutcome::Emergency)
}

/// Who may know of which rule, from the programme's own words.
fn may_count(viewer: Viewer, rule: &Rule) -> bool {
    let audience = match viewer {
        Viewer::Tickets(role) => return rule.discharge.roles.contains(&role),
        Viewer::Audience(audience) => audience,
    };
    let AppliesTo::Residents(asked) = &rule.applies_to else {
        return !matches!(audience, Audience::Volunteer | Audience::ChildWorker);
    };
    asked.iter().all(|one| match audience {
        Audience::Supervisor | Audience::SocialWorker => true,
        Audience::GridWorker => one.category != CategoryKind::SevereMental,
        Audience::ChildWorker => matches!(
            one.category,
            CategoryKind::Orphan
                | CategoryKind::DeFactoUnattended
                | CategoryKind::LeftBehindChild
                | CategoryKind::ChildInDifficulty
                | CategoryKind::MigrantChild
        ),
        Audience::Volunteer => false,
    })
}

/// Where two sets of figures part, in words; empty when they agree. Groups without any figure are the same as
/// groups that are not there.
pub fn differences(counted: &Figures, recounted: &Figures) -> Vec<String> {
    let keys: BTreeSet<_> = counted.keys().chain(recounted.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        let [one, other] = [counted, recounted].map(|figures| figures.get(key).copied().unwrap_or_default());
        if one != other {
            found.push(format!("{} {:?}: counted {one:?}, recounted {other:?}", key.0, key.1));
        }
    }
    found
}

/// How much a civil period of `kind` that starts on `start` covers, by this module's own calendar.
pub fn last_day_of(kind: PeriodKind, start: Day) -> Day {
    start
        .iter_days()
        .find(|day| calendar::first_day_of_period_ending(kind, *day) == Some(start))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests;
