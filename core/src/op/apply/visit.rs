//! A visit: the event, the claims it makes, and what a supervisor should look at.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    Rows, correct, decision,
    judge::{Judge, OpMark, Stop, Verdict, same_household},
    timing::{Began, began},
};
use crate::{
    domain::{
        evidence::Flag,
        org::{Staff, StaffRole},
        register::{Household, Subject},
        visit::{Claim, ClaimStatus, Visit, VisitSummary, credited_role},
    },
    geo::{Fix, FixFlag, Place},
    id::{ExceptionId, VisitId},
    op::{
        body::{Body, Payload},
        outcome::{Outcome, RejectReason},
        row::{ExceptionRow, RowKind, name_id},
    },
    time::Day,
};

pub(super) fn record<R: Rows>(
    judge: &mut Judge<'_, R>,
    visit: &Visit,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    let household = judge.household(visit.household)?;
    judge.authorise(body, Some(&household), None)?;
    judge.rows.must_be_new(RowKind::Visit, visit.id.0)?;
    let visit = &*without_erased(judge, visit)?;
    check_subjects(judge, visit)?;
    let replaced = correct::replaced(judge, visit)?;
    let earlier = replaced.as_ref().map(|replaced| &replaced.summary);
    let began = began(visit, &judge.receipt, judge.zone, earlier);
    let summary = summary(judge, visit, began)?;
    judge.write_new(RowKind::Visit, visit.id.0, &household, &summary, op.hlc)?;
    let claimed = match replaced {
        Some(replaced) => correct::replace(judge, replaced, visit.id, op)?,
        None => Vec::new(),
    };
    for claim in &visit.claims {
        let on = gone_since(claim.on, &household, began.day);
        let claim = Claim { visit: visit.id, on, ..*claim };
        make_claim(judge, &household, claim, &claimed, op)?;
    }
    for flag in flags(judge, visit, &household, began, op)? {
        raise(judge, visit, &household, flag, op)?;
    }
    judge.touch(household.id);
    Ok(Outcome::Applied)
}

/// The visit without what it says of people who were erased meanwhile: it counts for the others, as one does that was
/// here before.
fn without_erased<'v, R: Rows>(
    judge: &Judge<'_, R>,
    visit: &'v Visit,
) -> Result<Cow<'v, Visit>, Stop<R::Error>> {
    let mut erased = BTreeSet::new();
    for resident in subjects_of(visit).filter_map(Subject::resident) {
        if judge.rows.is_erased(RowKind::Resident, resident.0)? {
            erased.insert(resident);
        }
    }
    Ok(if erased.is_empty() { Cow::Borrowed(visit) } else { Cow::Owned(visit.without(&erased)) })
}

/// Since when a visit may say that somebody is gone: not from after it, nor from before the household was known or more
/// than a year back, where it would take away what is long counted.
fn gone_since(claimed: Day, household: &Household, visited: Day) -> Day {
    let known = household.recorded_on.unwrap_or(Day::MIN);
    let year_ago = visited.checked_sub_days(chrono::Days::new(366)).unwrap_or(Day::MIN);
    claimed.max(known).max(year_ago).min(visited)
}

/// Whom a visit is about.
fn subjects_of(visit: &Visit) -> impl Iterator<Item = Subject> {
    let outcomes = visit.subject_outcomes.iter().map(|own| Subject::Resident(own.resident));
    let claims = visit.claims.iter().map(|claim| claim.subject);
    visit.facts.iter().map(|fact| fact.subject).chain(outcomes).chain(claims)
}

fn check_subjects<R: Rows>(judge: &Judge<'_, R>, visit: &Visit) -> Result<(), Stop<R::Error>> {
    for subject in subjects_of(visit) {
        judge.check_subject(visit.household, subject)?;
    }
    visit.claims.iter().try_for_each(|claim| same_household(claim.household, visit.household))
}

fn summary<R: Rows>(
    judge: &Judge<'_, R>,
    visit: &Visit,
    began: Began,
) -> Result<VisitSummary, Stop<R::Error>> {
    let author = judge.author.staff;
    let role = role_of_visitor(judge, visit, began.day)?;
    let mut summary = visit.summary(author, role, began.at, began.day);
    summary.effective_on = began.day;
    summary.typed_by = (summary.by != author).then_some(author);
    // Who derives states facts; a ticket's duty is known to the hub alone.
    if !judge.author.audience().derives() && !visit.tickets.is_empty() {
        let answered = judge.rows.ticket_facts(visit.household, &visit.tickets)?;
        let news = answered.into_iter().filter(|fact| !visit.facts.contains(fact));
        summary.facts.extend(news);
    }
    Ok(summary)
}

/// The role of whoever made the visit, on its day.
fn role_of_visitor<R: Rows>(
    judge: &Judge<'_, R>,
    visit: &Visit,
    day: Day,
) -> Result<StaffRole, Stop<R::Error>> {
    let author = judge.author;
    let visitor = match visit.late_entry.and_then(|late| late.made_by_other(author.staff)) {
        Some(other) => {
            let worker: Staff = judge.rows.read(RowKind::Staff, other.0)?;
            Some(judge.rows.role_at(&worker, judge.zone.start_of(day))?)
        }
        None => None,
    };
    credited_role(author.role, visitor).ok_or_else(|| RejectReason::NotAuthorised.into())
}

/// A claim waits for a supervisor, whatever the phone wrote; one that the corrected visit `claimed` alike may have been
/// decided already.
fn make_claim<R: Rows>(
    judge: &mut Judge<'_, R>,
    household: &Household,
    claim: Claim,
    claimed: &[Claim],
    op: OpMark,
) -> Result<(), Stop<R::Error>> {
    judge.rows.must_be_new(RowKind::Claim, claim.id.0)?;
    let alike = claimed.iter().find(|former| (former.subject, former.kind) == (claim.subject, claim.kind));
    let decided = alike.map(|former| former.status).filter(|status| !status.is_open());
    let open = if judge.is_believed(household) { ClaimStatus::Pending } else { ClaimStatus::Reported };
    let claim = Claim { status: decided.unwrap_or(open), ..claim };
    judge.write_new(RowKind::Claim, claim.id.0, household, &claim, op.hlc)?;
    if claim.status == ClaimStatus::Confirmed {
        decision::end(judge, &claim, op)?;
    }
    Ok(())
}

/// What a supervisor should look at. No fix is no remark: it is ordinary in the mountains.
fn flags<R: Rows>(
    judge: &Judge<'_, R>,
    visit: &Visit,
    household: &Household,
    began: Began,
    op: OpMark,
) -> Result<Vec<Flag>, Stop<R::Error>> {
    let fix_flags = match &visit.fix {
        Some(fix) => fix.flags_of_visit(fix_before(judge, visit, op)?.as_ref(), visit.started_at),
        None => Vec::new(),
    };
    let says = |flag| fix_flags.contains(&flag);
    let flags = [
        (Flag::MockLocation, says(FixFlag::Mock) || says(FixFlag::Simulated)),
        (Flag::OldFix, says(FixFlag::Old)),
        (Flag::OutsideFence, visit.fence.place == Place::Outside),
        (Flag::ClockSkew, began.clock_was_off || says(FixFlag::ClockFarFromGps)),
        (Flag::ImpossibleSpeed, says(FixFlag::ImpossibleSpeed)),
        (Flag::NotAssigned, !judge.answers_for(household)),
    ];
    Ok(flags.into_iter().filter_map(|(flag, raised)| raised.then_some(flag)).collect())
}

/// The latest fix among the visits that the same phone, which is one worker's, recorded before. Two phones are not
/// compared: nothing says that one person carried both. The chain numbers what a phone recorded, so the
/// answer does not hang on what arrived or was judged first.
fn fix_before<R: Rows>(
    judge: &Judge<'_, R>,
    visit: &Visit,
    op: OpMark,
) -> Result<Option<Fix>, Stop<R::Error>> {
    // The fix of a paper visit says where it was typed.
    if visit.late_entry.is_some() {
        return Ok(None);
    }
    Ok(latest_fix(&judge.rows.visits_before(judge.author.device, op.seq)?))
}

/// The fix of the latest visit that has one, of bodies that stand the latest first; paper visits are passed over.
pub fn latest_fix(bodies: &[String]) -> Option<Fix> {
    bodies.iter().find_map(|body| match Payload::from_json(body).ok()?.body {
        Body::VisitRecorded(visit) if visit.late_entry.is_none() => visit.fix,
        _ => None,
    })
}

fn raise<R: Rows>(
    judge: &mut Judge<'_, R>,
    visit: &Visit,
    household: &Household,
    flag: Flag,
    op: OpMark,
) -> Result<(), Stop<R::Error>> {
    let id = exception_id(visit.id, flag);
    let exception =
        ExceptionRow { id, visit: visit.id, household: household.id, flag, acknowledged: false, note: None };
    judge.write_new(RowKind::Exception, id.0, household, &exception, op.hlc)
}

/// One exception for each visit and flag, however often the group is judged.
pub fn exception_id(visit: VisitId, flag: Flag) -> ExceptionId {
    ExceptionId(name_id(RowKind::Exception, &format!("{visit}/{flag}")))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            register::Resident,
            visit::{LateEntry, VisitFact, VisitKind},
        },
        geo::{Accuracy, Coordinate, Datum, FenceVerdict, FixSource},
        id::HouseholdId,
        op::{
            apply::{Author, Receipt, WAIT_MS, occasion, testing::*},
            body::ClaimDecided,
        },
        time::Zone,
    };

    fn flags_raised(world: &World) -> Vec<Flag> {
        let mut flags: Vec<_> = world
            .all(RowKind::Exception)
            .into_iter()
            .map(|row| row.read::<ExceptionRow>().unwrap().flag)
            .collect();
        flags.sort();
        flags
    }

    fn summary_of(world: &World, visit: &Visit) -> VisitSummary {
        world.read(RowKind::Visit, visit.id.0)
    }

    #[test]
    fn a_visit_is_credited_to_its_author_on_its_day() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::SocialWorker);
        let made = visit(1, HOME);
        assert_eq!(world.send(&worker, vec![Body::VisitRecorded(made.clone())]), [Outcome::Applied]);
        let summary = summary_of(&world, &made);
        assert_eq!((summary.by, summary.role), (worker.staff, StaffRole::SocialWorker));
        assert_eq!(summary.effective_at, made.started_at);
        assert_eq!(summary.effective_on, day("2026-06-10"));
        assert!(flags_raised(&world).is_empty());
    }

    #[test]
    fn a_visit_outside_the_authors_grids_counts_and_is_flagged() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let made = visit(1, FAR_HOME);
        assert_eq!(world.send(&worker, vec![Body::VisitRecorded(made.clone())]), [Outcome::Applied]);
        assert_eq!(summary_of(&world, &made).by, worker.staff);
        assert_eq!(flags_raised(&world), [Flag::NotAssigned]);
    }

    #[test]
    fn a_household_that_moved_since_was_in_the_authors_grid_on_the_day() {
        let mut world = World::two_grids();
        let mut moved = household(HOME, other_grid());
        moved.earlier_grids =
            vec![crate::domain::register::EarlierGrid { grid: grid(), until: day("2026-06-10") }];
        world.put(RowKind::Household, HOME.0, HOME, other_grid(), &moved);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(visit(1, HOME))]);
        assert!(flags_raised(&world).is_empty());
    }

    #[test]
    fn a_clock_two_hours_ahead_is_put_right_and_flagged() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let made = visit(1, HOME);
        let ops = world.group(&worker, vec![Body::VisitRecorded(made.clone())]);
        world.judge(&ops, &worker, &Receipt { received_at: NOON, skew_ms: 2 * HOUR });
        assert_eq!(summary_of(&world, &made).effective_at, NOON.plus_millis(-5 * HOUR));
        assert_eq!(flags_raised(&world), [Flag::ClockSkew]);
    }

    #[test]
    fn a_visit_counts_for_the_day_on_which_it_began() {
        let mut world = World::two_grids();
        let mut made = visit(1, HOME);
        made.started_at = NOON.plus_millis(-13 * HOUR);
        made.finished_at = NOON.plus_millis(-11 * HOUR);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made.clone())]);
        let summary = summary_of(&world, &made);
        assert_eq!((summary.effective_at, summary.effective_on), (made.started_at, day("2026-06-09")));
    }

    #[test]
    fn a_clock_that_ran_away_during_a_visit_is_flagged() {
        let mut world = World::two_grids();
        let mut made = visit(1, HOME);
        made.finished_at = NOON.plus_millis(HOUR);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        assert_eq!(flags_raised(&world), [Flag::ClockSkew]);
    }

    #[test]
    fn a_mock_old_fix_away_from_home_is_flagged_and_the_visit_stands() {
        let mut world = World::two_grids();
        let mut made = visit(1, HOME);
        made.fix = Some(Fix {
            at: Coordinate::new(34.25, 108.95, Datum::Wgs84).unwrap(),
            accuracy: Accuracy::r68(8.0),
            altitude_m: None,
            speed_mps: None,
            gps_time: None,
            device_time: made.started_at.plus_millis(-HOUR),
            monotonic_ms: 5,
            boot_id: 9,
            source: FixSource { mock: true, ..FixSource::default() },
        });
        made.fence = FenceVerdict { place: Place::Outside, probability: Some(0.01), why: None };
        let outcomes = world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        assert_eq!(outcomes, [Outcome::Applied]);
        assert_eq!(flags_raised(&world), [Flag::MockLocation, Flag::OldFix, Flag::OutsideFence]);
    }

    /// A visit with a fix `km` east of the home, `minutes` after the first, in a boot of its own.
    fn visit_at(number: u128, km: f64, minutes: i64) -> Visit {
        let mut made = visit(number, HOME);
        made.started_at = made.started_at.plus_millis(minutes * 60_000);
        made.finished_at = made.started_at.plus_millis(60_000);
        made.fix = Some(Fix {
            at: Coordinate::new(34.25, 108.95 + km / 92.1, Datum::Wgs84).unwrap(),
            accuracy: Accuracy::r68(8.0),
            altitude_m: None,
            speed_mps: None,
            gps_time: Some(made.started_at),
            device_time: made.started_at,
            monotonic_ms: 5,
            boot_id: u64::try_from(number).unwrap(),
            source: FixSource::default(),
        });
        made
    }

    #[test]
    fn thirty_kilometres_in_five_minutes_are_flagged_and_in_an_hour_not() {
        for (minutes, expected) in [(5, vec![Flag::ImpossibleSpeed]), (60, vec![])] {
            let mut world = World::two_grids();
            let worker = author(StaffRole::GridWorker);
            let no_fix = Visit { fix: None, ..visit_at(2, 0.0, 1) };
            for made in [visit_at(1, 0.0, 0), no_fix, visit_at(3, 30.0, minutes)] {
                assert_eq!(world.send(&worker, vec![Body::VisitRecorded(made)]), [Outcome::Applied]);
            }
            assert_eq!(flags_raised(&world), expected, "{minutes} minutes");
        }
    }

    #[test]
    fn a_clock_that_was_set_between_two_visits_raises_no_speed() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        world.send(&worker, vec![Body::VisitRecorded(visit_at(1, 0.0, 0))]);
        let mut later = visit_at(2, 30.0, 60);
        later.fix.as_mut().unwrap().device_time = later.started_at.plus_millis(-58 * 60_000);
        world.send(&worker, vec![Body::VisitRecorded(later)]);
        assert!(!flags_raised(&world).contains(&Flag::ImpossibleSpeed));
    }

    #[test]
    fn another_workers_visit_is_no_reason_to_be_faster() {
        let mut world = World::two_grids();
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(visit_at(1, 0.0, 0))]);
        world.send(&author(StaffRole::SocialWorker), vec![Body::VisitRecorded(visit_at(2, 30.0, 5))]);
        assert!(flags_raised(&world).is_empty());
    }

    #[test]
    fn where_a_paper_visit_was_typed_is_compared_with_nothing() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let late_entry = Some(LateEntry { visited_on: day("2026-06-10"), visited_by: worker.staff });
        let paper = |number, km, minutes| Visit { late_entry, ..visit_at(number, km, minutes) };
        for made in [visit_at(1, 0.0, 0), paper(2, 30.0, 5), visit_at(3, 0.1, 10)] {
            assert_eq!(world.send(&worker, vec![Body::VisitRecorded(made)]), [Outcome::Applied]);
        }
        assert!(flags_raised(&world).is_empty());
    }

    #[test]
    fn the_flag_hangs_on_the_order_of_the_chain_not_on_that_of_judging() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let first = world.group(&worker, vec![Body::VisitRecorded(visit_at(1, 0.0, 0))]);
        let second = world.group(&worker, vec![Body::VisitRecorded(visit_at(2, 30.0, 5))]);
        world.receive(&first, &worker);
        world.judge(&second, &worker, &receipt());
        assert_eq!(flags_raised(&world), [Flag::ImpossibleSpeed]);
        world.judge(&first, &worker, &receipt());
        assert_eq!(flags_raised(&world), [Flag::ImpossibleSpeed]);
    }

    #[test]
    fn a_claim_waits_for_a_supervisor_whatever_the_phone_wrote() {
        let mut world = World::two_grids();
        let mut made = visit(1, HOME);
        made.claims = vec![Claim { visit: visit(2, HOME).id, ..claim(1, Subject::Resident(ELDER)) }];
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made.clone())]);
        let stored: Claim = world.read(RowKind::Claim, made.claims[0].id.0);
        assert_eq!((stored.status, stored.visit), (ClaimStatus::Pending, made.id));
    }

    #[test]
    fn a_claim_of_who_does_not_answer_for_the_home_waits_to_be_confirmed() {
        let mut world = World::two_grids();
        let far = Claim { household: FAR_HOME, ..claim(1, Subject::Resident(STRANGER)) };
        let made = Visit { claims: vec![far], ..visit(1, FAR_HOME) };
        let told = world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        assert_eq!(told, [Outcome::Applied]);
        assert_eq!(world.read::<Claim>(RowKind::Claim, far.id.0).status, ClaimStatus::Reported);

        let status = ClaimStatus::Confirmed;
        let decided = ClaimDecided { claim: far.id, household: FAR_HOME, status, resident: None };
        let supervisor = Author { grids: vec![other_grid()], ..author(StaffRole::Supervisor) };
        assert_eq!(world.send(&supervisor, vec![Body::ClaimDecided(decided)]), [Outcome::Applied]);
        assert_eq!(world.read::<Resident>(RowKind::Resident, STRANGER.0).left_on, Some(far.on));
    }

    #[test]
    fn nobody_is_gone_since_before_their_home_was_known_nor_for_more_than_a_year() {
        for (recorded_on, since) in [(Some(day("2026-01-05")), "2026-01-05"), (None, "2025-06-09")] {
            let mut world = World::two_grids();
            let home = Household { recorded_on, ..household(HOME, grid()) };
            world.put(RowKind::Household, HOME.0, HOME, grid(), &home);
            let old = Claim { on: day("1990-01-01"), ..claim(1, Subject::Resident(ELDER)) };
            let made = Visit { claims: vec![old], ..visit(1, HOME) };
            world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
            assert_eq!(world.read::<Claim>(RowKind::Claim, old.id.0).on, day(since));
        }
    }

    #[test]
    fn facts_and_claims_about_another_household_are_not_taken() {
        let mut world = World::two_grids();
        let mut facts = visit(1, HOME);
        facts.facts = vec![VisitFact { kind: VisitKind::CareVisit, subject: Subject::Resident(STRANGER) }];
        let mut claims = visit(2, HOME);
        claims.claims = vec![claim(1, Subject::Household(FAR_HOME))];
        for made in [facts, claims] {
            let outcomes = world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
            assert_eq!(outcomes, [refused(RejectReason::UnknownSubject)]);
        }
        assert!(world.all(RowKind::Visit).is_empty());
    }

    #[test]
    fn a_visit_to_a_household_not_yet_known_waits() {
        let mut world = World::two_grids();
        let unknown = HouseholdId(Uuid::from_u128(77));
        let outcomes =
            world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(visit(1, unknown))]);
        assert_eq!(outcomes, [Outcome::Deferred { until: NOON.plus_millis(WAIT_MS) }]);
    }

    #[test]
    fn a_volunteers_ticket_becomes_a_fact_and_a_social_workers_does_not() {
        let mut world = World::two_grids();
        for (number, role, facts) in [(1, StaffRole::Volunteer, 1), (2, StaffRole::SocialWorker, 0)] {
            let mut made = visit(number, HOME);
            made.facts.clear();
            made.tickets = vec![TICKET];
            world.send(&author(role), vec![Body::VisitRecorded(made.clone())]);
            assert_eq!(summary_of(&world, &made).facts.len(), facts, "{role}");
        }
    }

    fn typed_later(by: &Author, number: u128) -> Visit {
        let mut made = visit(number, HOME);
        made.late_entry = Some(LateEntry { visited_on: day("2026-05-20"), visited_by: by.staff });
        made
    }

    #[test]
    fn a_paper_visit_keeps_its_real_day_and_the_role_of_who_made_it() {
        let mut world = World::two_grids();
        let volunteer = author(StaffRole::Volunteer);
        let made = typed_later(&volunteer, 1);
        world.send(&author(StaffRole::SocialWorker), vec![Body::VisitRecorded(made.clone())]);
        let summary = summary_of(&world, &made);
        assert_eq!((summary.by, summary.role), (volunteer.staff, StaffRole::Volunteer));
        assert_eq!(summary.effective_on, day("2026-05-20"));
    }

    #[test]
    fn nobody_enters_a_visit_for_who_may_more() {
        use StaffRole::{ChildDirector, GridWorker, Official, SocialWorker, Volunteer};
        let mut world = World::two_grids();
        let beyond = [
            (Volunteer, SocialWorker),
            (GridWorker, Official),
            (GridWorker, ChildDirector),
            (SocialWorker, Official),
        ];
        for (typist, visitor) in beyond {
            let made = typed_later(&author(visitor), 1);
            let outcomes = world.send(&author(typist), vec![Body::VisitRecorded(made)]);
            assert_eq!(outcomes, [refused(RejectReason::NotAuthorised)], "{typist} for {visitor}");
        }
    }

    #[test]
    fn a_paper_visit_counts_as_what_its_visitor_was_on_the_day() {
        let mut world = World::two_grids();
        let promoted = author(StaffRole::Official);
        world.was(&promoted, StaffRole::GridWorker, Zone::CHINA.start_of(day("2026-06-01")));
        let made = typed_later(&promoted, 1);
        let told = world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made.clone())]);
        assert_eq!(told, [Outcome::Applied]);
        assert_eq!(summary_of(&world, &made).role, StaffRole::GridWorker);
    }

    #[test]
    fn a_correction_replaces_the_earlier_visit_once() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let first = visit(1, HOME);
        world.send(&worker, vec![Body::VisitRecorded(first.clone())]);
        let again = |number| Visit { corrects: Some(first.id), ..visit(number, HOME) };
        assert_eq!(world.send(&worker, vec![Body::VisitRecorded(again(2))]), [Outcome::Applied]);
        assert_eq!(summary_of(&world, &first).corrected_by, Some(again(2).id));
        let third = world.send(&worker, vec![Body::VisitRecorded(again(3))]);
        assert_eq!(third, [refused(RejectReason::WrongStep)]);
    }

    #[test]
    fn a_correction_keeps_the_time_that_the_hub_put_right() {
        let mut world = World::two_grids();
        let worker = author(StaffRole::GridWorker);
        let first = Visit {
            started_at: NOON.plus_millis(-24 * 400 * HOUR),
            finished_at: NOON.plus_millis(-24 * 400 * HOUR),
            ..visit(1, HOME)
        };
        let ops = world.group(&worker, vec![Body::VisitRecorded(first.clone())]);
        world.judge(&ops, &worker, &Receipt { received_at: NOON, skew_ms: -24 * 400 * HOUR + HOUR });
        let counted = summary_of(&world, &first);
        assert_eq!(counted.effective_on, day("2026-06-10"));
        // The clock is right by now; the draft kept the time of the first knock.
        let again = Visit { corrects: Some(first.id), started_at: first.started_at, ..visit(2, HOME) };
        let ops = world.group(&worker, vec![Body::VisitRecorded(again.clone())]);
        let Ok(told) = occasion(&ops, worker.staff, &receipt(), Zone::CHINA, &world);
        assert_eq!((told.at, told.day), (counted.effective_at, counted.effective_on));
        world.judge(&ops, &worker, &receipt());
        let summary = summary_of(&world, &again);
        assert_eq!(
            (summary.effective_at, summary.effective_on),
            (counted.effective_at, counted.effective_on)
        );
        assert_eq!(flags_raised(&world), [Flag::ClockSkew], "of the first alone");
    }

    #[test]
    fn who_typed_a_visit_puts_its_visitor_right_and_no_colleague_takes_a_visit_over() {
        use StaffRole::{GridWorker, SocialWorker, Volunteer};
        let mut world = World::two_grids();
        let typist = author(SocialWorker);
        let wrong = typed_later(&author(Volunteer), 1);
        world.send(&typist, vec![Body::VisitRecorded(wrong.clone())]);
        let right = Visit { corrects: Some(wrong.id), ..typed_later(&author(GridWorker), 2) };
        assert_eq!(world.send(&typist, vec![Body::VisitRecorded(right.clone())]), [Outcome::Applied]);
        assert_eq!(summary_of(&world, &right).by, author(GridWorker).staff);

        let own = visit(3, HOME);
        world.send(&author(Volunteer), vec![Body::VisitRecorded(own.clone())]);
        let over = Visit { corrects: Some(own.id), ..typed_later(&author(Volunteer), 4) };
        let told = world.send(&typist, vec![Body::VisitRecorded(over)]);
        assert_eq!(told, [refused(RejectReason::NotAuthorised)]);
    }

    #[test]
    fn only_its_author_or_a_supervisor_corrects_a_visit() {
        let mut world = World::two_grids();
        let first = visit(1, HOME);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(first.clone())]);
        let again = |number| Visit { corrects: Some(first.id), ..visit(number, HOME) };
        let other = world.send(&author(StaffRole::SocialWorker), vec![Body::VisitRecorded(again(2))]);
        assert_eq!(other, [refused(RejectReason::NotAuthorised)]);
        let supervisor = world.send(&author(StaffRole::Supervisor), vec![Body::VisitRecorded(again(3))]);
        assert_eq!(supervisor, [Outcome::Applied]);
    }
}
