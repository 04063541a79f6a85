//! From the facts of one household to its duties.

use super::{Duty, DutyKey, DutyState, ExemptReason, HouseholdFacts, concerns};
use crate::{
    domain::{
        register::{EventKind, Resident, Subject},
        rules::{AppliesTo, Cadence, Rule, RulePacks},
        visit::ClaimStatus,
    },
    time::{Day, DayRange, Period, PeriodKind, WorkingDays},
};

/// All duties of the household whose window overlaps `span`, sorted by key.
///
/// `calendar` counts the working days of deadlines. Give the packs that the asking role may see
/// ([`RulePacks::visible_to`]).
pub fn derive(
    facts: &HouseholdFacts,
    packs: &RulePacks,
    calendar: &WorkingDays,
    span: DayRange,
) -> Vec<Duty> {
    let mut duties = Vec::new();
    for_each_duty(facts, packs, calendar, span, |derived| duties.push(derived.duty));
    duties.sort_by(|a, b| a.key.cmp(&b.key));
    duties
}

/// A duty with what it was derived from.
pub(in crate::domain) struct Derived<'a> {
    pub(in crate::domain) duty: Duty,
    pub(in crate::domain) rule: &'a Rule,
    /// The resident it is about; none where it is about the household.
    pub(in crate::domain) resident: Option<&'a Resident>,
}

/// As [`derive()`], without an order and without a list.
pub(in crate::domain) fn for_each_duty<'a>(
    facts: &'a HouseholdFacts,
    packs: &'a RulePacks,
    calendar: &'a WorkingDays,
    span: DayRange,
    mut found: impl FnMut(Derived<'a>),
) {
    for_each_case(facts, packs, |case| case.for_each_window(calendar, span, &mut found));
}

/// As [`derive()`], for one subject and one rule, by start.
pub(super) fn derive_one(
    facts: &HouseholdFacts,
    packs: &RulePacks,
    calendar: &WorkingDays,
    span: DayRange,
    of: &DutyKey,
) -> Vec<Duty> {
    let mut duties = Vec::new();
    for_each_case(facts, packs, |case| {
        if case.subject == of.subject && case.rule.id == of.rule {
            case.for_each_window(calendar, span, &mut |derived| duties.push(derived.duty));
        }
    });
    duties.sort_by_key(|duty| duty.key.start);
    duties
}

/// Days on which a rule applies to a subject, known of from the first on.
#[derive(Clone, Copy)]
struct Holding {
    from: Day,
    to: Option<Day>,
}

impl Holding {
    fn holds_on(self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// One subject to whom one rule applies at some time.
struct Case<'a, 'h> {
    facts: &'a HouseholdFacts,
    rule: &'a Rule,
    /// The starts for which this version of the rule is in force.
    governs: DayRange,
    subject: Subject,
    resident: Option<&'a Resident>,
    holdings: &'h [Holding],
    left: Option<Day>,
}

fn for_each_case<'a>(facts: &'a HouseholdFacts, packs: &'a RulePacks, mut each: impl FnMut(Case<'a, '_>)) {
    let household = &facts.household;
    let recorded = household.recorded_on.unwrap_or(Day::MIN);
    let mut holdings = Vec::new();
    for (rule, governs) in packs.governing() {
        match &rule.applies_to {
            AppliesTo::Households => each(Case {
                facts,
                rule,
                governs,
                subject: Subject::Household(household.id),
                resident: None,
                holdings: &[Holding { from: recorded, to: None }],
                left: household.ended_on,
            }),
            AppliesTo::Residents(matches) => {
                for resident in &facts.residents {
                    let named = resident
                        .categories
                        .iter()
                        .filter(|record| matches.iter().any(|one| one.matches(record)));
                    holdings.clear();
                    holdings.extend(named.map(|record| Holding {
                        from: record.from.max(record.recorded_on).max(recorded),
                        to: record.to,
                    }));
                    if !holdings.is_empty() {
                        each(Case {
                            facts,
                            rule,
                            governs,
                            subject: Subject::Resident(resident.id),
                            resident: Some(resident),
                            holdings: &holdings,
                            left: earlier(resident.left_on, household.ended_on),
                        });
                    }
                }
            }
        }
    }
}

impl<'a> Case<'a, '_> {
    fn for_each_window(&self, calendar: &WorkingDays, span: DayRange, found: &mut impl FnMut(Derived<'a>)) {
        match self.rule.cadence {
            Cadence::Every(kind) => self.for_each_period(kind, span, found),
            Cadence::After { event, days, working } => {
                let deadline = |on: Day| {
                    if working {
                        calendar.after(on, days)
                    } else {
                        on.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(Day::MAX)
                    }
                };
                self.for_each_event(event, deadline, span, found);
            }
        }
    }

    fn for_each_period(&self, kind: PeriodKind, span: DayRange, found: &mut impl FnMut(Derived<'a>)) {
        let Some(known) = self.holdings.iter().map(|holding| holding.from).min() else { return };
        let first = span.start.max(self.governs.start).max(known);
        let last = span.end.min(self.governs.end).min(self.left.unwrap_or(Day::MAX));
        let mut period = Period::containing(kind, first);
        while period.start() <= last {
            let days = period.days();
            if self.governs.contains(period.start()) {
                self.open(period.start(), days, span, |window| window, found);
            }
            if period.next().start() <= period.start() {
                // The calendar itself ends here.
                return;
            }
            period = period.next();
        }
    }

    fn for_each_event(
        &self,
        kind: EventKind,
        deadline: impl Fn(Day) -> Day,
        span: DayRange,
        found: &mut impl FnMut(Derived<'a>),
    ) {
        let days = self.days_of(kind);
        for (index, &on) in days.iter().enumerate() {
            if !self.governs.contains(on) || on > span.end {
                continue;
            }
            let before_next = days.get(index.saturating_add(1)).and_then(|next| next.pred_opt());
            // A second event within the first one's deadline takes nothing from it: one visit discharges both.
            let due = DayRange { start: on, end: deadline(on) };
            let counts = DayRange { start: on, end: before_next.unwrap_or(Day::MAX).max(due.end) };
            self.open(on, due, span, |_| counts, found);
        }
    }

    /// The days of the subject's events of this kind, each once; for a household those of all its residents.
    fn days_of(&self, kind: EventKind) -> Vec<Day> {
        let residents = match self.resident {
            Some(resident) => std::slice::from_ref(resident),
            None => &self.facts.residents,
        };
        let events = residents.iter().flat_map(|resident| &resident.events);
        let mut days: Vec<Day> = events.filter(|event| event.kind == kind).map(|event| event.on).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Gives the duty that starts on `start`, if its window within `days` opens at all and overlaps `span`.
    /// `counting` tells on which days a visit counts.
    fn open(
        &self,
        start: Day,
        days: DayRange,
        span: DayRange,
        counting: impl FnOnce(DayRange) -> DayRange,
        found: &mut impl FnMut(Derived<'a>),
    ) {
        let Some(opening) = self.opening(days) else { return };
        let window = DayRange { start: opening, end: days.end };
        if !window.overlaps(span) {
            return;
        }
        let household = &self.facts.household;
        let counts = counting(window);
        let duty = Duty {
            key: DutyKey { subject: self.subject, rule: self.rule.id.clone(), start },
            household: household.id,
            grid: household.grid_on(window.end),
            area: self.rule.area,
            window,
            done_until: counts.end,
            state: self.state(window.end, counts),
        };
        found(Derived { duty, rule: self.rule, resident: self.resident });
    }

    /// The first of `days` on which the rule is known to apply, unless the subject had left before it.
    fn opening(&self, days: DayRange) -> Option<Day> {
        let opens = |holding: &Holding| {
            let day = holding.from.max(days.start);
            (day <= days.end && holding.holds_on(day)).then_some(day)
        };
        let opening = self.holdings.iter().filter_map(opens).min()?;
        self.left.is_none_or(|left| opening <= left).then_some(opening)
    }

    fn state(&self, end: Day, counting: DayRange) -> DutyState {
        let gone = self.gone_by(end);
        let last = gone.map_or(counting.end, |(day, _)| day.min(counting.end));
        if let Some((by, on)) = self.discharged(DayRange { end: last, ..counting }) {
            return DutyState::Visited { by, on };
        }
        if let Some((_, reason)) = gone {
            return DutyState::Exempt(reason);
        }
        if self.is_excused_on(end) {
            return DutyState::Exempt(ExemptReason::Excused);
        }
        if !self.holdings.iter().any(|holding| holding.holds_on(end)) {
            return DutyState::Exempt(ExemptReason::CategoryEnded);
        }
        if self.is_attempted(counting) { DutyState::Attempted } else { DutyState::Open }
    }

    /// Since when the subject is gone or said to be, where that is not after `end`, and how sure that is: the
    /// surest reason and the earliest day.
    fn gone_by(&self, end: Day) -> Option<(Day, ExemptReason)> {
        let left = self.left.filter(|left| *left <= end);
        let claimed = |status: ClaimStatus| {
            let HouseholdFacts { residents, visits, claims, .. } = self.facts;
            let claims = claims.iter().filter(|claim| claim.status == status && claim.on <= end);
            claims
                .filter(|claim| concerns(claim, self.subject, residents, visits))
                .map(|claim| claim.on)
                .min()
        };
        let (confirmed, pending) = (claimed(ClaimStatus::Confirmed), claimed(ClaimStatus::Pending));
        let day = earlier(left, earlier(confirmed, pending))?;
        let reason = match (left, confirmed) {
            (Some(_), _) => ExemptReason::Left,
            (None, Some(_)) => ExemptReason::ClaimConfirmed,
            (None, None) => ExemptReason::ClaimPending,
        };
        Some((day, reason))
    }

    fn is_excused_on(&self, day: Day) -> bool {
        self.facts.exemptions.iter().any(|exemption| {
            exemption.days.contains(day)
                && self.is_excused_with(exemption.subject)
                && exemption.rule.as_ref().is_none_or(|rule| *rule == self.rule.id)
        })
    }

    /// Leave of a household is leave of all who live there.
    fn is_excused_with(&self, subject: Subject) -> bool {
        subject == self.subject || subject == Subject::Household(self.facts.household.id)
    }

    /// The earliest visit in these days that discharges, and its day.
    fn discharged(&self, days: DayRange) -> Option<(crate::id::VisitId, Day)> {
        self.visits_in(days)
            .filter(|visit| self.rule.is_discharged_by(visit, self.subject))
            .min_by_key(|visit| (visit.effective_at, visit.id))
            .map(|visit| (visit.id, visit.effective_on))
    }

    fn is_attempted(&self, days: DayRange) -> bool {
        self.visits_in(days).any(|visit| Rule::is_attempted_by(visit, self.subject))
    }

    fn visits_in(&self, days: DayRange) -> impl Iterator<Item = &'a crate::domain::visit::VisitSummary> {
        let household = self.facts.household.id;
        self.facts
            .visits
            .iter()
            .filter(move |visit| visit.household == household && days.contains(visit.effective_on))
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
