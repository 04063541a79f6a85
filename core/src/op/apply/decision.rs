//! What supervisors settle: claims and exceptions.

use super::{
    Rows,
    judge::{Judge, OpMark, Stop, Verdict, same_household},
};
use crate::{
    domain::{
        duty::{concerns, leaves_open_who},
        register::{Household, Resident, Subject},
        visit::{Claim, ClaimStatus, VisitSummary},
    },
    id::{HouseholdId, ResidentId},
    op::{
        body::{Body, ClaimDecided, ExceptionAcknowledged},
        outcome::{Outcome, RejectReason},
        row::{ExceptionRow, RowKind},
    },
    time::Day,
};

pub(super) fn decide_claim<R: Rows>(
    judge: &mut Judge<'_, R>,
    decision: &ClaimDecided,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    let row = judge.rows.standing(RowKind::Claim, decision.claim.0)?;
    let claim: Claim = row.read().ok_or(Stop::Defer)?;
    same_household(claim.household, decision.household)?;
    let household = judge.household(claim.household)?;
    judge.authorise(body, Some(&household), None)?;
    if decision.status == claim.status && !claim.status.is_open() {
        return Ok(Outcome::Applied);
    }
    if !claim.status.is_open() || decision.status.is_open() {
        return Err(RejectReason::WrongStep.into());
    }
    let decided = Claim { status: decision.status, ..of_whom(judge, claim, decision.resident)? };
    judge.rewrite(row, &decided, op.hlc)?;
    // What is about nobody (its visit was corrected, or nobody says who died) cannot be confirmed.
    if decided.status == ClaimStatus::Confirmed && !end(judge, &decided, op)? {
        return Err(RejectReason::WrongStep.into());
    }
    judge.touch(household.id);
    Ok(Outcome::Applied)
}

/// The claim, of the resident whom the supervisor names: only of a death that the visit left without a name.
fn of_whom<R: Rows>(
    judge: &Judge<'_, R>,
    claim: Claim,
    named: Option<ResidentId>,
) -> Result<Claim, Stop<R::Error>> {
    let Some(named) = named else { return Ok(claim) };
    let subject = Subject::Resident(named);
    if !leaves_open_who(&claim) && claim.subject != subject {
        return Err(RejectReason::WrongStep.into());
    }
    judge.check_subject(claim.household, subject)?;
    Ok(Claim { subject, ..claim })
}

/// The last day of whom a confirmed claim is about; a household ends with the last of them. Answers whether it is about
/// anybody.
pub(super) fn end<R: Rows>(
    judge: &mut Judge<'_, R>,
    claim: &Claim,
    op: OpMark,
) -> Result<bool, Stop<R::Error>> {
    let residents: Vec<Resident> = judge.rows.of_household(RowKind::Resident, claim.household)?;
    let visits: Vec<VisitSummary> = judge.rows.of_household(RowKind::Visit, claim.household)?;
    let is_about = |subject| concerns(claim, subject, &residents, &visits);
    if is_about(Subject::Household(claim.household)) {
        of_household(judge, claim.household, op, |last_day| earlier(last_day, claim.on))?;
        return Ok(true);
    }
    let mut gone = may_be_about(claim, &residents);
    gone.retain(|id| is_about(Subject::Resident(*id)));
    for resident in &gone {
        of_resident(judge, *resident, op, |last_day| earlier(last_day, claim.on))?;
    }
    Ok(!gone.is_empty())
}

/// Takes back the last day that a confirmed claim gave, since its visit was corrected; what `others`, confirmed too,
/// say of the same person or home stands.
pub(super) fn reopen<R: Rows>(
    judge: &mut Judge<'_, R>,
    claim: &Claim,
    others: &[Claim],
    op: OpMark,
) -> Result<(), Stop<R::Error>> {
    let residents: Vec<Resident> = judge.rows.of_household(RowKind::Resident, claim.household)?;
    let visits: Vec<VisitSummary> = judge.rows.of_household(RowKind::Visit, claim.household)?;
    let without = |subject, last_day: Option<Day>| {
        let said = || others.iter().filter(|other| concerns(other, subject, &residents, &visits));
        if last_day == Some(claim.on) { said().map(|other| other.on).min() } else { last_day }
    };
    if let Subject::Household(household) = claim.subject {
        of_household(judge, household, op, |last_day| without(claim.subject, last_day))?;
    }
    for resident in may_be_about(claim, &residents) {
        of_resident(judge, resident, op, |last_day| without(Subject::Resident(resident), last_day))?;
    }
    Ok(())
}

/// Those still in the register whom it may be about.
fn may_be_about(claim: &Claim, residents: &[Resident]) -> Vec<ResidentId> {
    let is_named = |id: &ResidentId| match claim.subject {
        Subject::Resident(named) => named == *id,
        Subject::Household(_) => true,
    };
    residents.iter().map(|one| one.id).filter(is_named).collect()
}

/// Writes a household's last day anew.
fn of_household<R: Rows>(
    judge: &mut Judge<'_, R>,
    household: HouseholdId,
    op: OpMark,
    last_day: impl Fn(Option<Day>) -> Option<Day>,
) -> Result<(), Stop<R::Error>> {
    let row = judge.rows.standing(RowKind::Household, household.0)?;
    let mut household: Household = row.read().ok_or(Stop::Defer)?;
    household.ended_on = last_day(household.ended_on);
    judge.rewrite(row, &household, op.hlc)
}

/// Writes a resident's last day anew.
fn of_resident<R: Rows>(
    judge: &mut Judge<'_, R>,
    resident: ResidentId,
    op: OpMark,
    last_day: impl Fn(Option<Day>) -> Option<Day>,
) -> Result<(), Stop<R::Error>> {
    let row = judge.rows.standing(RowKind::Resident, resident.0)?;
    let mut resident: Resident = row.read().ok_or(Stop::Defer)?;
    resident.left_on = last_day(resident.left_on);
    judge.rewrite(row, &resident, op.hlc)
}

/// An earlier last day that is known already stands.
fn earlier(known: Option<Day>, claimed: Day) -> Option<Day> {
    Some(known.map_or(claimed, |day| day.min(claimed)))
}

pub(super) fn acknowledge<R: Rows>(
    judge: &mut Judge<'_, R>,
    seen: &ExceptionAcknowledged,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    let row = judge.rows.standing(RowKind::Exception, seen.exception.0)?;
    let mut exception: ExceptionRow = row.read().ok_or(Stop::Defer)?;
    let household = judge.household(exception.household)?;
    judge.authorise(body, Some(&household), None)?;
    exception.acknowledged = true;
    exception.note = seen.note.clone().or(exception.note);
    judge.rewrite(row, &exception, op.hlc)?;
    Ok(Outcome::Applied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            evidence::Flag,
            org::StaffRole,
            visit::{ClaimKind, SubjectOutcome, Visit, VisitOutcome},
        },
        id::ClaimId,
        op::apply::{testing::*, visit::exception_id},
    };

    fn world_with_claim(subject: Subject) -> (World, ClaimId) {
        let mut world = World::two_grids();
        let mut made = visit(1, HOME);
        made.claims = vec![claim(1, subject)];
        let id = made.claims[0].id;
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        (world, id)
    }

    fn decide(claim: ClaimId, status: ClaimStatus) -> Vec<Body> {
        vec![Body::ClaimDecided(ClaimDecided { claim, household: HOME, status, resident: None })]
    }

    /// The supervisor says who died.
    fn name(claim: ClaimId, resident: ResidentId) -> Vec<Body> {
        let status = ClaimStatus::Confirmed;
        vec![Body::ClaimDecided(ClaimDecided { claim, household: HOME, status, resident: Some(resident) })]
    }

    #[test]
    fn a_confirmed_claim_gives_the_resident_a_last_day() {
        let (mut world, id) = world_with_claim(Subject::Resident(ELDER));
        let supervisor = author(StaffRole::Supervisor);
        assert_eq!(world.send(&supervisor, decide(id, ClaimStatus::Confirmed)), [Outcome::Applied]);
        let elder: Resident = world.read(RowKind::Resident, ELDER.0);
        assert_eq!(elder.left_on, Some(day("2026-06-01")));
        let back = world.send(&supervisor, decide(id, ClaimStatus::Rejected));
        assert_eq!(back, [refused(RejectReason::WrongStep)]);
    }

    #[test]
    fn a_confirmed_claim_about_a_household_ends_it_and_a_rejected_one_does_not() {
        for (status, ended) in
            [(ClaimStatus::Confirmed, Some(day("2026-06-01"))), (ClaimStatus::Rejected, None)]
        {
            let (mut world, id) = world_with_claim(Subject::Household(HOME));
            world.send(&author(StaffRole::Official), decide(id, status));
            assert_eq!(world.read::<Household>(RowKind::Household, HOME.0).ended_on, ended);
        }
    }

    #[test]
    fn a_household_confirmed_to_have_moved_goes_on_with_whoever_was_found_at_home() {
        let mut world = World::two_grids();
        let grandson = ResidentId(uuid::Uuid::from_u128(13));
        world.put(RowKind::Resident, grandson.0, HOME, grid(), &resident(grandson, HOME));
        let mut made = visit(1, HOME);
        made.outcome = VisitOutcome::MovedOut;
        made.subject_outcomes = vec![SubjectOutcome { resident: ELDER, outcome: VisitOutcome::NoChange }];
        made.claims = vec![Claim { kind: ClaimKind::MovedOut, ..claim(1, Subject::Household(HOME)) }];
        let id = made.claims[0].id;
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        let told = world.send(&author(StaffRole::Supervisor), decide(id, ClaimStatus::Confirmed));
        assert_eq!(told, [Outcome::Applied]);
        assert_eq!(world.read::<Household>(RowKind::Household, HOME.0).ended_on, None);
        let left_on = |id: ResidentId| world.read::<Resident>(RowKind::Resident, id.0).left_on;
        assert_eq!((left_on(ELDER), left_on(grandson)), (None, Some(day("2026-06-01"))));
    }

    #[test]
    fn what_a_corrected_visit_claimed_and_a_death_without_a_name_cannot_be_confirmed() {
        let (mut world, id) = world_with_claim(Subject::Resident(ELDER));
        let again = Visit { corrects: Some(visit(1, HOME).id), ..visit(2, HOME) };
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(again)]);
        let supervisor = author(StaffRole::Supervisor);
        let told = world.send(&supervisor, decide(id, ClaimStatus::Confirmed));
        assert_eq!(told, [refused(RejectReason::WrongStep)]);

        let (mut world, id) = world_with_claim(Subject::Household(HOME));
        let grandson = ResidentId(uuid::Uuid::from_u128(13));
        world.put(RowKind::Resident, grandson.0, HOME, grid(), &resident(grandson, HOME));
        let told = world.send(&supervisor, decide(id, ClaimStatus::Confirmed));
        assert_eq!(told, [refused(RejectReason::WrongStep)]);
        assert_eq!(world.send(&supervisor, decide(id, ClaimStatus::Rejected)), [Outcome::Applied]);
    }

    #[test]
    fn a_death_that_a_visit_left_without_a_name_is_settled_by_a_supervisor_who_gives_it() {
        let (mut world, id) = world_with_claim(Subject::Household(HOME));
        let grandson = ResidentId(uuid::Uuid::from_u128(13));
        world.put(RowKind::Resident, grandson.0, HOME, grid(), &resident(grandson, HOME));
        let supervisor = author(StaffRole::Supervisor);
        let stranger = world.send(&supervisor, name(id, STRANGER));
        assert_eq!(stranger, [refused(RejectReason::UnknownSubject)]);
        assert_eq!(world.send(&supervisor, name(id, ELDER)), [Outcome::Applied]);
        let left_on = |id: ResidentId| world.read::<Resident>(RowKind::Resident, id.0).left_on;
        assert_eq!((left_on(ELDER), left_on(grandson)), (Some(day("2026-06-01")), None));
        let claim: Claim = world.read(RowKind::Claim, id.0);
        assert_eq!((claim.subject, claim.status), (Subject::Resident(ELDER), ClaimStatus::Confirmed));
    }

    #[test]
    fn a_claim_with_a_name_is_not_turned_into_one_of_somebody_else() {
        let (mut world, id) = world_with_claim(Subject::Resident(ELDER));
        let grandson = ResidentId(uuid::Uuid::from_u128(13));
        world.put(RowKind::Resident, grandson.0, HOME, grid(), &resident(grandson, HOME));
        let supervisor = author(StaffRole::Supervisor);
        assert_eq!(world.send(&supervisor, name(id, grandson)), [refused(RejectReason::WrongStep)]);
        assert_eq!(world.send(&supervisor, name(id, ELDER)), [Outcome::Applied]);
    }

    /// The visit of [`world_with_claim`] again, which claims `again` this time.
    fn corrected(world: &mut World, again: Vec<Claim>) -> Visit {
        let made = Visit { corrects: Some(visit(1, HOME).id), claims: again, ..visit(2, HOME) };
        let told = world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made.clone())]);
        assert_eq!(told, [Outcome::Applied]);
        made
    }

    #[test]
    fn who_was_confirmed_to_be_gone_is_back_once_the_visit_that_said_so_is_corrected() {
        for subject in [Subject::Resident(ELDER), Subject::Household(HOME)] {
            let (mut world, id) = world_with_claim(subject);
            world.send(&author(StaffRole::Supervisor), decide(id, ClaimStatus::Confirmed));
            corrected(&mut world, Vec::new());
            let elder: Resident = world.read(RowKind::Resident, ELDER.0);
            let home: Household = world.read(RowKind::Household, HOME.0);
            assert_eq!((elder.left_on, home.ended_on), (None, None), "{subject:?}");
        }
    }

    #[test]
    fn what_another_visit_claimed_of_them_as_well_stands() {
        let (mut world, first) = world_with_claim(Subject::Resident(ELDER));
        let on = day("2026-06-03");
        let other = Claim { on, ..claim(7, Subject::Resident(ELDER)) };
        let made = Visit { claims: vec![other], ..visit(7, HOME) };
        world.send(&author(StaffRole::SocialWorker), vec![Body::VisitRecorded(made)]);
        for id in [first, other.id] {
            world.send(&author(StaffRole::Supervisor), decide(id, ClaimStatus::Confirmed));
        }
        let left_on = |world: &World| world.read::<Resident>(RowKind::Resident, ELDER.0).left_on;
        assert_eq!(left_on(&world), Some(day("2026-06-01")));
        corrected(&mut world, Vec::new());
        assert_eq!(left_on(&world), Some(on));
    }

    #[test]
    fn what_was_decided_of_a_claim_holds_for_the_same_claim_of_the_corrected_visit() {
        for status in [ClaimStatus::Confirmed, ClaimStatus::Rejected, ClaimStatus::Pending] {
            let (mut world, id) = world_with_claim(Subject::Resident(ELDER));
            if status != ClaimStatus::Pending {
                world.send(&author(StaffRole::Supervisor), decide(id, status));
            }
            let again = claim(2, Subject::Resident(ELDER));
            corrected(&mut world, vec![again]);
            assert_eq!(world.read::<Claim>(RowKind::Claim, again.id.0).status, status);
            let elder: Resident = world.read(RowKind::Resident, ELDER.0);
            assert_eq!(elder.left_on, (status == ClaimStatus::Confirmed).then_some(again.on));
        }
    }

    #[test]
    fn nobody_but_a_supervisor_decides() {
        let (mut world, id) = world_with_claim(Subject::Resident(ELDER));
        for role in [StaffRole::SocialWorker, StaffRole::GridWorker, StaffRole::Volunteer] {
            let outcomes = world.send(&author(role), decide(id, ClaimStatus::Confirmed));
            assert_eq!(outcomes, [refused(RejectReason::NotAuthorised)]);
        }
    }

    #[test]
    fn a_supervisor_acknowledges_an_exception_of_their_own_grids() {
        let mut world = World::two_grids();
        let made = visit(1, FAR_HOME);
        let exception = exception_id(made.id, Flag::NotAssigned);
        world.send(&author(StaffRole::GridWorker), vec![Body::VisitRecorded(made)]);
        let note = Some("顶班".to_owned());
        let seen =
            || vec![Body::ExceptionAcknowledged(ExceptionAcknowledged { exception, note: note.clone() })];
        let mut supervisor = author(StaffRole::Supervisor);
        assert_eq!(world.send(&supervisor, seen()), [refused(RejectReason::OutsideScope)]);
        supervisor.grids = vec![other_grid()];
        assert_eq!(world.send(&supervisor, seen()), [Outcome::Applied]);
        let row: ExceptionRow = world.read(RowKind::Exception, exception.0);
        assert!(row.acknowledged);
        assert_eq!(row.note, note);
    }
}
