//! What a supervisor settles.

use super::*;
use crate::{
    domain::{
        evidence::Flag,
        register::Subject,
        visit::{Claim, ClaimKind, ClaimStatus},
    },
    id::{ClaimId, ExceptionId, VisitId},
    op::row::ExceptionRow,
    store::register,
};

const VISIT: VisitId = VisitId(Uuid::from_u128(800));

fn claim(number: u128, kind: ClaimKind, subject: Subject) -> Claim {
    Claim {
        id: ClaimId(Uuid::from_u128(number)),
        visit: VISIT,
        household: HOME,
        subject,
        kind,
        on: day("2026-06-01"),
        status: ClaimStatus::Pending,
    }
}

fn husband() -> Resident {
    Resident { id: ResidentId(Uuid::from_u128(601)), name: "密爷爷".to_owned(), ..elder() }
}

/// A phone to which the hub sent these claims, of a home where two live.
fn phone_with(role: StaffRole, claims: &[Claim]) -> Phone {
    let mut phone = Phone::of(role);
    let mut rows = vec![phone.row(RowKind::Resident, husband().id.0, &husband())];
    for claim in claims {
        let row = phone.row(RowKind::Claim, claim.id.0, claim);
        rows.push(FeedRow { household: Some(HOME), ..row });
    }
    phone.pull(Scope::Grid(grid(1)), rows);
    phone
}

fn status(phone: &Phone, claim: ClaimId) -> (ClaimStatus, Subject) {
    let held = phone.doorstep.store.read(|tx| register::claim(tx, claim)).unwrap().unwrap();
    (held.status, held.subject)
}

fn field(error: DoorstepError) -> String {
    let DoorstepError::InvalidInput { field, .. } = error else { panic!("{error:?}") };
    field
}

/// How a claim can be settled, and of whom one must be named for it.
fn named(view: &ClaimView) -> Vec<(ClaimStatus, Vec<ResidentId>)> {
    let ids = |who: &[Resident]| who.iter().map(|one| one.id).collect();
    view.settlements.iter().map(|one| (one.status, ids(&one.who))).collect()
}

#[test]
fn a_supervisor_settles_what_waits_and_it_waits_no_more() {
    let moved = claim(1, ClaimKind::MovedOut, Subject::Household(HOME));
    let elsewhere = claim(2, ClaimKind::MovedOut, Subject::Resident(elder().id));
    let phone = phone_with(StaffRole::Supervisor, &[moved, elsewhere]);
    let waiting = phone.doorstep.open_claims(None, 10).unwrap();
    assert_eq!(waiting.iter().map(|view| view.claim.id).collect::<Vec<_>>(), [moved.id, elsewhere.id]);
    assert_eq!(waiting[0].home.as_ref().unwrap().address, "密村1号");
    assert_eq!(waiting[1].resident.as_ref().unwrap().id, elder().id);
    for view in &waiting {
        assert_eq!(named(view), [(ClaimStatus::Confirmed, vec![]), (ClaimStatus::Rejected, vec![])]);
    }
    assert_eq!(phone.doorstep.open_claims(Some(moved.id), 10).unwrap().len(), 1);

    phone.doorstep.settle_claim(moved.id, ClaimStatus::Rejected, None).unwrap();
    phone.doorstep.settle_claim(elsewhere.id, ClaimStatus::Confirmed, None).unwrap();
    assert_eq!(status(&phone, moved.id).0, ClaimStatus::Rejected);
    assert_eq!(status(&phone, elsewhere.id).0, ClaimStatus::Confirmed);
    assert!(phone.doorstep.open_claims(None, 10).unwrap().is_empty());
    assert_eq!(phone.doorstep.unsent(), Ok(2));
    // The home is due its visits again, and who moved away is not.
    let due = phone.doorstep.household(HOME).unwrap().duties;
    let is_due =
        |id| due.iter().any(|view| view.duty.key.subject == Subject::Resident(id) && view.is_due_today);
    assert!(is_due(husband().id) && !is_due(elder().id));

    let again = phone.doorstep.settle_claim(moved.id, ClaimStatus::Confirmed, None).unwrap_err();
    assert!(matches!(again, DoorstepError::Conflict { .. }), "{again:?}");
    assert_eq!(phone.doorstep.unsent(), Ok(2));
}

#[test]
fn a_death_that_names_nobody_is_confirmed_with_a_name_and_rejected_without() {
    let death = claim(1, ClaimKind::Deceased, Subject::Household(HOME));
    let other = claim(2, ClaimKind::Deceased, Subject::Household(HOME));
    let phone = phone_with(StaffRole::Supervisor, &[death, other]);
    let waiting = phone.doorstep.open_claims(None, 1).unwrap().remove(0);
    let who = vec![elder().id, husband().id];
    assert_eq!(named(&waiting), [(ClaimStatus::Confirmed, who), (ClaimStatus::Rejected, vec![])]);

    let confirm = |resident| phone.doorstep.settle_claim(death.id, ClaimStatus::Confirmed, resident);
    assert_eq!(field(confirm(None).unwrap_err()), "resident");
    assert_eq!(field(confirm(Some(ResidentId(Uuid::from_u128(9)))).unwrap_err()), "resident");
    assert_eq!(phone.doorstep.unsent(), Ok(0));
    confirm(Some(husband().id)).unwrap();
    assert_eq!(status(&phone, death.id), (ClaimStatus::Confirmed, Subject::Resident(husband().id)));
    phone.doorstep.settle_claim(other.id, ClaimStatus::Rejected, None).unwrap();
    assert_eq!(status(&phone, other.id), (ClaimStatus::Rejected, Subject::Household(HOME)));
}

#[test]
fn what_settles_nothing_is_refused() {
    let named = claim(1, ClaimKind::Deceased, Subject::Resident(elder().id));
    let phone = phone_with(StaffRole::Supervisor, &[named]);
    let settle = |status, resident| phone.doorstep.settle_claim(named.id, status, resident);
    assert_eq!(field(settle(ClaimStatus::Pending, None).unwrap_err()), "status");
    assert_eq!(field(settle(ClaimStatus::Confirmed, Some(husband().id)).unwrap_err()), "resident");
    let unknown = phone.doorstep.settle_claim(ClaimId(Uuid::nil()), ClaimStatus::Confirmed, None);
    assert_eq!(unknown, Err(DoorstepError::NotFound { what: Thing::Claim }));

    let worker = phone_with(StaffRole::SocialWorker, &[named]);
    let refused = worker.doorstep.settle_claim(named.id, ClaimStatus::Confirmed, None).unwrap_err();
    assert_eq!(field(refused), "role");
    assert_eq!((phone.doorstep.unsent(), worker.doorstep.unsent()), (Ok(0), Ok(0)));
}

#[test]
fn a_remark_is_seen_once_with_what_was_found() {
    let mut phone = Phone::of(StaffRole::Supervisor);
    let id = ExceptionId(Uuid::from_u128(1));
    let remark = ExceptionRow {
        id,
        visit: VISIT,
        household: HOME,
        flag: Flag::OutsideFence,
        acknowledged: false,
        note: None,
    };
    let row = phone.row(RowKind::Exception, id.0, &remark);
    phone.pull(Scope::Grid(grid(1)), vec![FeedRow { household: Some(HOME), ..row }]);
    let waiting = phone.doorstep.open_exceptions(None, 10).unwrap();
    assert_eq!((waiting.len(), waiting[0].words.zh.as_str()), (1, "不在家附近"));
    let too_long = phone.doorstep.acknowledge_exception(id, Some("长".repeat(2_001))).unwrap_err();
    assert_eq!(field(too_long), "note");

    phone.doorstep.acknowledge_exception(id, Some("老人在邻居家".to_owned())).unwrap();
    assert!(phone.doorstep.open_exceptions(None, 10).unwrap().is_empty());
    assert_eq!(phone.doorstep.unsent(), Ok(1));
    let unknown = phone.doorstep.acknowledge_exception(ExceptionId(Uuid::from_u128(2)), None);
    assert_eq!(unknown, Err(DoorstepError::NotFound { what: Thing::Exception }));
}

#[test]
fn who_lived_alone_may_be_named_and_need_not_be() {
    for named in [None, Some(elder().id)] {
        let mut phone = Phone::of(StaffRole::Supervisor);
        let death = claim(1, ClaimKind::Deceased, Subject::Household(HOME));
        let row = phone.row(RowKind::Claim, death.id.0, &death);
        phone.pull(Scope::Grid(grid(1)), vec![FeedRow { household: Some(HOME), ..row }]);
        phone.doorstep.settle_claim(death.id, ClaimStatus::Confirmed, named).unwrap();
        assert_eq!(status(&phone, death.id).0, ClaimStatus::Confirmed);
    }
}

#[test]
fn while_homes_are_locked_nothing_that_waits_is_shown_and_no_way_leads_to_it() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    for role in [StaffRole::Supervisor, StaffRole::SocialWorker] {
        let mut phone = phone_with(role, &[claim(1, ClaimKind::MovedOut, Subject::Household(HOME))]);
        let remark = ExceptionRow {
            id: ExceptionId(Uuid::from_u128(900)),
            household: HOME,
            visit: VISIT,
            flag: Flag::MockLocation,
            acknowledged: false,
            note: None,
        };
        let row = phone.row(RowKind::Exception, remark.id.0, &remark);
        phone.pull(Scope::Grid(grid(1)), vec![FeedRow { household: Some(HOME), ..row }]);
        let waits = |phone: &Phone| {
            let (claims, remarks) = (
                phone.doorstep.open_claims(None, 10).unwrap(),
                phone.doorstep.open_exceptions(None, 10).unwrap(),
            );
            (claims.len(), remarks.len())
        };
        assert_eq!((waits(&phone), phone.doorstep.has_review()), ((1, 1), Ok(true)), "{role}");
        phone.clock.advance(7 * DAY_MS + 1);
        assert_eq!((waits(&phone), phone.doorstep.has_review()), ((0, 0), Ok(false)), "{role}");
    }
    assert_eq!(phone_with(StaffRole::SocialWorker, &[]).doorstep.has_review(), Ok(false), "nothing waits");
    assert_eq!(phone_with(StaffRole::Supervisor, &[]).doorstep.has_review(), Ok(true), "it is their work");
}
