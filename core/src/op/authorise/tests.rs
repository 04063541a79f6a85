use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        org::StaffRole,
        register::{CategoryKind, EarlierGrid},
    },
    id::{HouseholdId, ResidentId},
    op::{
        apply::testing::*,
        row::{Scope, document},
    },
};

fn verdict(role: StaffRole, body: &Body) -> Result<(), RejectReason> {
    authorise(&author(role), body, Some(grid()), None)
}

fn changed(kind: RowKind, field: &str) -> Body {
    change(kind, Uuid::from_u128(1), field, json!(null), json!("x"))
}

const DENIED: Result<(), RejectReason> = Err(RejectReason::NotAuthorised);

#[test]
fn nobody_writes_grids_or_ends_by_changing_fields() {
    let fields = [
        (RowKind::Household, ["id", "grid", "earlier_grids", "recorded_on", "ended_on"]),
        (RowKind::Resident, ["id", "household", "left_on", "grade", "no_such_field"]),
    ];
    for role in StaffRole::ALL {
        for (kind, names) in fields {
            for field in names {
                assert_eq!(verdict(*role, &changed(kind, field)), DENIED, "{role} {field}");
            }
        }
    }
}

#[test]
fn a_household_is_handed_over_by_who_leads_its_grid_or_reviews_and_by_nobody_else() {
    let body = changed(RowKind::Household, HandedOver::FIELD);
    for role in StaffRole::ALL {
        let audience = role.audience();
        assert_eq!(verdict(*role, &body).is_ok(), audience.reviews(), "{role}");
        let lead = Author { leads: vec![grid()], ..author(*role) };
        assert_eq!(authorise(&lead, &body, Some(grid()), None).is_ok(), audience.derives(), "{role}");
        let elsewhere = Author { leads: vec![other_grid()], ..author(*role) };
        assert_eq!(authorise(&elsewhere, &body, Some(grid()), None).is_ok(), audience.reviews(), "{role}");
        assert!(!may_write(audience, RowKind::Household, HandedOver::FIELD), "never as a field at a door");
    }
    let far = authorise(&author(StaffRole::Supervisor), &body, Some(other_grid()), None);
    assert_eq!(far, Err(RejectReason::OutsideScope));
}

#[test]
fn a_volunteer_proposes_a_place_and_nothing_else() {
    assert_eq!(verdict(StaffRole::Volunteer, &changed(RowKind::Household, "place")), Ok(()));
    for field in ["greeting", "address", "phone", "safety_note"] {
        assert_eq!(verdict(StaffRole::Volunteer, &changed(RowKind::Household, field)), DENIED);
    }
    assert_eq!(verdict(StaffRole::Volunteer, &changed(RowKind::Resident, "name")), DENIED);
}

#[test]
fn categories_are_written_by_social_workers_and_supervisors_only() {
    let mut added = resident(ResidentId(Uuid::from_u128(5)), HOME);
    added.categories = vec![category(CategoryKind::LeftBehindChild)];
    let added = Body::ResidentAdded(added);
    for role in StaffRole::ALL {
        let allowed = matches!(
            role,
            StaffRole::SocialWorker
                | StaffRole::CommunityWorker
                | StaffRole::Supervisor
                | StaffRole::Official
        );
        for body in [&added, &changed(RowKind::Resident, "categories")] {
            assert_eq!(verdict(*role, body).is_ok(), allowed, "{role}");
        }
    }
}

#[test]
fn nobody_writes_a_field_that_they_cannot_see() {
    for audience in Audience::ALL {
        for kind in RowKind::ALL {
            let seen = fields(*audience, *kind).unwrap_or(&[]);
            for field in ["identity", "categories", "phone", "place", "note", "reason", "events", "born"] {
                assert!(!may_write(*audience, *kind, field) || seen.contains(&field), "{audience} {field}");
            }
        }
    }
}

#[test]
fn a_child_worker_writes_birthdays_of_children_but_not_of_their_grandparents() {
    let row = |category_kind: CategoryKind| {
        let mut resident = resident(ELDER, HOME);
        resident.categories = vec![category(category_kind)];
        Row {
            kind: RowKind::Resident,
            id: ELDER.0,
            household: Some(HOME),
            scope: Scope::Grid(grid()),
            document: document(&resident).ok(),
            clocks: Default::default(),
        }
    };
    let director = author(StaffRole::ChildDirector);
    let body = changed(RowKind::Resident, "born");
    assert_eq!(authorise(&director, &body, Some(grid()), Some(&row(CategoryKind::Orphan))), Ok(()));
    assert_eq!(authorise(&director, &body, Some(grid()), Some(&row(CategoryKind::OldAge))), DENIED);
}

#[test]
fn register_changes_stay_within_the_authors_grids() {
    let worker = author(StaffRole::SocialWorker);
    let bodies = [
        changed(RowKind::Household, "place"),
        Body::ResidentAdded(resident(ResidentId(Uuid::from_u128(5)), HOME)),
        Body::NeedRaised(need(1)),
    ];
    for body in bodies {
        for grid in [None, Some(other_grid())] {
            assert_eq!(authorise(&worker, &body, grid, None), Err(RejectReason::OutsideScope));
        }
    }
}

#[test]
fn a_household_is_not_added_with_a_past() {
    let mut added = household(HouseholdId(Uuid::from_u128(5)), grid());
    added.earlier_grids = vec![EarlierGrid { grid: other_grid(), until: day("2026-05-01") }];
    assert_eq!(verdict(StaffRole::Supervisor, &Body::HouseholdAdded(added)), DENIED);
    let ended =
        Household { ended_on: Some(day("2026-05-01")), ..household(HouseholdId(Uuid::from_u128(5)), grid()) };
    assert_eq!(verdict(StaffRole::Supervisor, &Body::HouseholdAdded(ended)), DENIED);
}

#[test]
fn a_visit_is_taken_from_anybody_anywhere() {
    for role in StaffRole::ALL {
        let body = Body::VisitRecorded(visit(1, FAR_HOME));
        assert_eq!(authorise(&author(*role), &body, Some(other_grid()), None), Ok(()));
    }
}
