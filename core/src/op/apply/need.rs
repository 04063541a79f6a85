//! Needs: found at a door, moved on by those who settle them.

use super::{
    Rows,
    judge::{Judge, OpMark, Stop, Verdict, same_household},
};
use crate::{
    domain::{
        need::{Need, ReferralStatus},
        visit::VisitSummary,
    },
    op::{
        body::{Body, NeedMoved},
        outcome::{Outcome, RejectReason},
        row::RowKind,
    },
};

pub(super) fn raise<R: Rows>(
    judge: &mut Judge<'_, R>,
    need: &Need,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    judge.rows.must_be_new(RowKind::Need, need.id.0)?;
    let household = judge.household(need.household)?;
    judge.authorise(body, Some(&household), None)?;
    if let Some(resident) = need.resident {
        if judge.rows.is_erased(RowKind::Resident, resident.0)? {
            // Its steps are to meet what was erased, not wait for what never comes.
            judge.write_erased(RowKind::Need, need.id.0, &household);
        }
        judge.resident_of(need.household, resident)?;
    }
    if let Some(visit) = need.found_in {
        let visit: VisitSummary = judge.rows.read(RowKind::Visit, visit.0)?;
        same_household(visit.household, need.household)?;
    }
    let begins = matches!(need.status, ReferralStatus::Found | ReferralStatus::Reported);
    if !begins || need.round != 1 {
        return Err(RejectReason::WrongStep.into());
    }
    let need = Need { raised_by: Some(judge.author.role), ..need.clone() };
    judge.write_new(RowKind::Need, need.id.0, &household, &need, op.hlc)?;
    Ok(Outcome::Applied)
}

pub(super) fn take_step<R: Rows>(
    judge: &mut Judge<'_, R>,
    step: &NeedMoved,
    body: &Body,
    op: OpMark,
) -> Verdict<R::Error> {
    let row = judge.rows.standing(RowKind::Need, step.need.0)?;
    let mut need: Need = row.read().ok_or(Stop::Defer)?;
    same_household(need.household, step.household)?;
    let household = judge.household(need.household)?;
    judge.authorise(body, Some(&household), None)?;
    // A step of an earlier round comes too late: the objection that opened this one stands.
    if step.round != need.round || !need.status.may_lead_to(step.to) {
        return Err(RejectReason::WrongStep.into());
    }
    let reason = step.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if step.to.needs_reason() && reason.is_none() {
        return Err(RejectReason::ReasonMissing.into());
    }
    if step.to == ReferralStatus::Objected {
        need.round = need.round.checked_add(1).ok_or(RejectReason::WrongStep)?;
        need.status = ReferralStatus::Reported;
    } else {
        need.status = step.to;
    }
    if let Some(reason) = reason {
        let told = format!("{}：{reason}", step.to.label().zh);
        need.note = Some(need.note.map_or_else(|| told.clone(), |note| format!("{note}\n{told}")));
    }
    judge.rewrite(row, &need, op.hlc)?;
    Ok(Outcome::Applied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::org::StaffRole, op::apply::testing::*};

    fn step(need: &Need, round: u16, to: ReferralStatus, reason: Option<&str>) -> Body {
        let reason = reason.map(str::to_owned);
        Body::NeedMoved(NeedMoved { need: need.id, household: HOME, round, to, reason })
    }

    fn world_with_need() -> (World, Need) {
        let mut world = World::two_grids();
        let raised = need(1);
        let outcomes = world.send(&author(StaffRole::GridWorker), vec![Body::NeedRaised(raised.clone())]);
        assert_eq!(outcomes, [Outcome::Applied]);
        (world, raised)
    }

    #[test]
    fn a_need_goes_its_way_and_an_objection_opens_a_second_round() {
        let (mut world, raised) = world_with_need();
        let worker = author(StaffRole::SocialWorker);
        let way = [
            step(&raised, 1, ReferralStatus::Accepted, None),
            step(&raised, 1, ReferralStatus::Declined, Some("不符合条件")),
            step(&raised, 1, ReferralStatus::Objected, Some("收入算错")),
        ];
        for body in way {
            assert_eq!(world.send(&worker, vec![body]), [Outcome::Applied]);
        }
        let stored: Need = world.read(RowKind::Need, raised.id.0);
        assert_eq!((stored.round, stored.status), (2, ReferralStatus::Reported));
        assert_eq!(stored.note.as_deref(), Some("不符合：不符合条件\n有异议：收入算错"));
    }

    #[test]
    fn a_step_back_a_stale_round_and_a_missing_reason_are_not_taken() {
        let (mut world, raised) = world_with_need();
        let worker = author(StaffRole::SocialWorker);
        let steps = [
            (step(&raised, 1, ReferralStatus::Found, None), RejectReason::WrongStep),
            (step(&raised, 2, ReferralStatus::Accepted, None), RejectReason::WrongStep),
            (step(&raised, 1, ReferralStatus::Accepted, None), RejectReason::NotAuthorised),
        ];
        for (body, reason) in steps {
            let by = if reason == RejectReason::NotAuthorised {
                author(StaffRole::GridWorker)
            } else {
                worker.clone()
            };
            assert_eq!(world.send(&by, vec![body]), [refused(reason)]);
        }
        world.send(&worker, vec![step(&raised, 1, ReferralStatus::Accepted, None)]);
        let silent = world.send(&worker, vec![step(&raised, 1, ReferralStatus::Returned, Some(" "))]);
        assert_eq!(silent, [refused(RejectReason::ReasonMissing)]);
    }

    #[test]
    fn a_need_found_on_a_visit_elsewhere_stands_with_the_visit() {
        let mut world = World::two_grids();
        let mut found = Need { household: FAR_HOME, resident: Some(STRANGER), ..need(1) };
        let alone = world.send(&author(StaffRole::Volunteer), vec![Body::NeedRaised(found.clone())]);
        assert_eq!(alone, [refused(RejectReason::OutsideScope)]);
        let made = visit(1, FAR_HOME);
        found.found_in = Some(made.id);
        let bodies = vec![Body::VisitRecorded(made), Body::NeedRaised(found)];
        assert_eq!(world.send(&author(StaffRole::Volunteer), bodies), [Outcome::Applied, Outcome::Applied]);
    }

    #[test]
    fn a_need_begins_at_the_beginning() {
        let mut world = World::two_grids();
        let resolved = Need { status: ReferralStatus::Resolved, ..need(1) };
        let outcomes = world.send(&author(StaffRole::Supervisor), vec![Body::NeedRaised(resolved)]);
        assert_eq!(outcomes, [refused(RejectReason::WrongStep)]);
    }
}
