//! How long a duty has been missed already.

use super::{Duty, DutyKey, DutyState, HouseholdFacts, derive::derive_one};
use crate::{
    domain::rules::{Cadence, RulePacks},
    time::{Day, DayRange, Period, WorkingDays},
};

/// How many windows [`missed_since`] looks back.
const WINDOWS_BACK: usize = 12;

/// The first day of the unbroken run of missed windows that led up to `duty`: the same subject and rule, each
/// window following the other without a gap, none visited or exempt. At most twelve windows are looked at.
///
/// `None` where the window just before was not missed.
pub fn missed_since(
    facts: &HouseholdFacts,
    packs: &RulePacks,
    calendar: &WorkingDays,
    duty: &Duty,
) -> Option<Day> {
    let span = DayRange { start: first_day_back(packs, &duty.key)?, end: duty.key.start.pred_opt()? };
    let earlier = derive_one(facts, packs, calendar, span, &duty.key);
    let mut since = None;
    let mut follower = duty.key.start;
    for before in earlier.iter().rev().filter(|one| one.key.start < duty.key.start).take(WINDOWS_BACK) {
        let missed = matches!(before.state, DutyState::Open | DutyState::Attempted);
        if !missed || !follows(packs, before, follower) {
            break;
        }
        follower = before.key.start;
        since = Some(before.window.start);
    }
    since
}

/// The first day on which a window that is looked at may lie.
fn first_day_back(packs: &RulePacks, key: &DutyKey) -> Option<Day> {
    match packs.rule(&key.rule, key.start)?.cadence {
        Cadence::Every(kind) => {
            let here = Period::containing(kind, key.start);
            Some((0..WINDOWS_BACK).fold(here, |period, _| period.previous()).start())
        }
        Cadence::After { .. } => Some(Day::MIN),
    }
}

/// Whether `next` starts where the window of `before` ends. Events have no such order: each follows the last.
fn follows(packs: &RulePacks, before: &Duty, next: Day) -> bool {
    let rule = packs.rule(&before.key.rule, before.key.start);
    let after_event = rule.is_some_and(|rule| matches!(rule.cadence, Cadence::After { .. }));
    after_event || before.window.end.succ_opt().is_none_or(|day| next <= day)
}
