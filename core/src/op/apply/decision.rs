//! What supervisors settle: claims and exceptions.

use super::{
    Rows,
    judge::{Judge, OpMark, Stop, Verdict, same_household},
};
use crate::{
    domain::{
        register::{Household, Resident, Subject},
        visit::{Claim, ClaimStatus},
    },
    op::{
        body::{Body, ClaimDecided, ExceptionAcknowledged},
        outcome::{Outcome, RejectReason},
        row::{ExceptionRow, RowKind},
    },
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
    if decision.status == claim.status && claim.status != ClaimStatus::Pending {
        return Ok(Outcome::Applied);
    }
    if claim.status != ClaimStatus::Pending || decision.status == ClaimStatus::Pending {
        return Err(RejectReason::WrongStep.into());
    }
    let decided = Claim { status: decision.status, ..claim };
    judge.rewrite(row, &decided, op.hlc)?;
    if decided.status == ClaimStatus::Confirmed {
        end(judge, &decided, op)?;
    }
    judge.touch(household.id);
    Ok(Outcome::Applied)
}

/// The last day of whom a confirmed claim is about. An earlier one that is known already stands.
fn end<R: Rows>(judge: &mut Judge<'_, R>, claim: &Claim, op: OpMark) -> Result<(), Stop<R::Error>> {
    match claim.subject {
        Subject::Resident(id) => {
            let row = judge.rows.standing(RowKind::Resident, id.0)?;
            let mut resident: Resident = row.read().ok_or(Stop::Defer)?;
            resident.left_on = Some(resident.left_on.map_or(claim.on, |day| day.min(claim.on)));
            judge.rewrite(row, &resident, op.hlc)
        }
        Subject::Household(id) => {
            let row = judge.rows.standing(RowKind::Household, id.0)?;
            let mut household: Household = row.read().ok_or(Stop::Defer)?;
            household.ended_on = Some(household.ended_on.map_or(claim.on, |day| day.min(claim.on)));
            judge.rewrite(row, &household, op.hlc)
        }
    }
}

pub(super) fn acknowledge<R: Rows>(
    judge: &mut Judge<'_, R>,
    seen: &ExceptionAcknowledged,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    let row = judge.rows.standing(RowKind::Exception, seen.exception)?;
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
        domain::{evidence::Flag, org::StaffRole},
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
        vec![Body::ClaimDecided(ClaimDecided { claim, household: HOME, status })]
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
        let row: ExceptionRow = world.read(RowKind::Exception, exception);
        assert!(row.acknowledged);
        assert_eq!(row.note, note);
    }
}
