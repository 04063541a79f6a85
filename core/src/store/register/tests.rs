use serde_json::json;

use super::*;
use crate::{
    domain::{
        evidence::{Flag, PhotoState},
        need::{Need, NeedKind, ReferralStatus},
        org::{Audience, Grid, GridKind, GridRole, Responsibility},
        register::{EarlierGrid, Exemption, HandedOver, Household, Subject},
        rules::sample as sample_pack,
        visit::{Claim, ClaimKind, ClaimStatus, NextStep, SubjectOutcome, VisitOutcome},
        wellbeing::WellbeingAnswer,
    },
    geo::{Coordinate, Datum},
    id::{
        ClaimId, ExceptionId, ExemptionId, HouseholdId, NeedId, OpId, ResidentId, ResponsibilityId, StaffId,
        TicketId, VisitId,
    },
    op::{
        projection::project,
        row::{ConflictRow, ExceptionRow, PhotoRow, PhotoSummary, RowKind, Scope, name_id},
    },
    store::{Store, pull::apply_page, sample::identity_of},
    time::DayRange,
};
use fixture::{
    day, empty, feed_row, grid, household, household_row, nth, page, resident, resident_row, summary, worker,
    write,
};

const HOME: HouseholdId = HouseholdId(uuid::Uuid::from_u128(1));

fn pull(rows: Vec<crate::op::wire::FeedRow>) -> Store {
    let store = empty();
    let effect = write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), true, rows)));
    assert_eq!(effect.unreadable, 0);
    store
}

fn of_home(kind: RowKind, id: u128, document: &impl serde::Serialize) -> crate::op::wire::FeedRow {
    feed_row(kind, nth(id), Some(HOME), 1, document)
}

/// A household of which everything is known.
fn full_household() -> Household {
    Household {
        earlier_grids: vec![EarlierGrid { grid: grid(2), until: day("2026-03-31") }],
        village_group: Some("三组".to_owned()),
        building: Some("2号楼".to_owned()),
        floor: Some(-1),
        phone: Some("029-87654321".parse().unwrap()),
        place: Some(Coordinate::new(34.25, 108.95, Datum::Wgs84).unwrap()),
        safety_note: Some("院内有狗".to_owned()),
        ended_on: Some(day("2026-12-31")),
        handed_over: Some(HandedOver {
            to: StaffId(nth(31)),
            by: StaffId(nth(32)),
            on: day("2026-06-01"),
            until: day("2026-06-30"),
            note: Some("请先打电话".to_owned()),
        }),
        ..household(1, 1)
    }
}

#[test]
fn a_household_and_its_people_are_read_as_they_were_sent() {
    let mut person = resident(11, 1, "张桂花");
    person.identity = Some("61990019400101018X".parse().unwrap());
    person.phone = Some("13812345678".parse().unwrap());
    person.left_on = Some(day("2026-05-05"));
    let store = pull(vec![household_row(1, &full_household()), resident_row(1, &person)]);
    assert_eq!(write(&store, |tx| super::household(tx, HOME)), Some(full_household()));
    assert_eq!(write(&store, |tx| residents(tx, HOME)), [person]);
}

#[test]
fn visits_needs_and_what_lifts_duties_are_read_as_they_were_sent() {
    let mut attempt = summary(40, 1);
    attempt.outcome = VisitOutcome::NotHome;
    attempt.next_step = Some(NextStep::AskNeighbour);
    attempt.tickets = vec![TicketId(nth(3))];
    attempt.corrected_by = Some(VisitId(nth(41)));
    attempt.wellbeing = WellbeingAnswer::all_well();
    attempt.subject_outcomes =
        vec![SubjectOutcome { resident: ResidentId(nth(11)), outcome: VisitOutcome::Hospitalised }];
    let need = Need {
        id: NeedId(nth(50)),
        household: HOME,
        resident: Some(ResidentId(nth(11))),
        kind: NeedKind::Medical,
        status: ReferralStatus::Reported,
        round: 2,
        found_in: Some(VisitId(nth(40))),
        raised_by: None,
        note: Some("降压药".to_owned()),
    };
    let exemption = Exemption {
        id: ExemptionId(nth(60)),
        household: HOME,
        subject: Subject::Resident(ResidentId(nth(11))),
        rule: None,
        days: DayRange { start: day("2026-06-01"), end: day("2026-06-30") },
        reason: "住院".to_owned(),
    };
    let claim = Claim {
        id: ClaimId(nth(70)),
        visit: VisitId(nth(40)),
        household: HOME,
        subject: Subject::Household(HOME),
        kind: ClaimKind::MovedOut,
        on: day("2026-06-02"),
        status: ClaimStatus::Confirmed,
    };
    let store = pull(vec![
        household_row(1, &household(1, 1)),
        of_home(RowKind::Visit, 40, &attempt),
        of_home(RowKind::Need, 50, &need),
        of_home(RowKind::Exemption, 60, &exemption),
        of_home(RowKind::Claim, 70, &claim),
    ]);
    assert_eq!(write(&store, |tx| needs(tx, HOME)), [need]);
    let facts = write(&store, |tx| super::facts(tx, HOME)).unwrap();
    assert_eq!(facts.visits, [attempt]);
    assert_eq!(facts.exemptions, [exemption]);
    assert_eq!(facts.claims, [claim]);
}

#[test]
fn a_photo_is_read_in_the_fields_that_each_role_gets() {
    let mut record = crate::store::sample::photo(1);
    record.household = HOME;
    let (id, visit) = (record.id.0, record.visit);
    let row = PhotoRow { record, state: PhotoState::Stored, verdict: None, repeats: None };
    let whole = crate::op::row::document(&row).unwrap();
    for audience in Audience::ALL {
        let Some(shown) = project(*audience, RowKind::Photo, &whole) else { continue };
        let store = pull(vec![
            household_row(1, &household(1, 1)),
            of_home(RowKind::Photo, id.as_u128(), &serde_json::Value::Object(shown)),
        ]);
        assert_eq!(write(&store, |tx| photos(tx, visit)).len(), 1, "{audience}");
    }
}

#[test]
fn evidence_and_remarks_are_read_as_they_were_sent() {
    let mut record = crate::store::sample::photo(1);
    record.household = HOME;
    let photo = PhotoRow { record, state: PhotoState::Stored, verdict: None, repeats: None };
    let exception = |n, acknowledged| ExceptionRow {
        id: ExceptionId(nth(n)),
        visit: VisitId(nth(40)),
        household: HOME,
        flag: Flag::NoFix,
        acknowledged,
        note: acknowledged.then(|| "山区".to_owned()),
    };
    let conflict = ConflictRow {
        id: nth(90),
        row: RowKind::Resident,
        row_id: nth(11),
        field: "relation".to_owned(),
        kept: json!("配偶"),
        lost: json!(null),
        op: OpId(nth(500)),
    };
    let store = pull(vec![
        household_row(1, &household(1, 1)),
        of_home(RowKind::Photo, photo.record.id.0.as_u128(), &photo),
        of_home(RowKind::Exception, 80, &exception(80, false)),
        of_home(RowKind::Exception, 81, &exception(81, true)),
        of_home(RowKind::Conflict, 90, &conflict),
    ]);
    let record = &photo.record;
    let told = PhotoSummary {
        id: record.id,
        visit: record.visit,
        household: HOME,
        kind: record.kind,
        state: PhotoState::Stored,
    };
    assert_eq!(write(&store, |tx| photos(tx, record.visit)), [told]);
    assert_eq!(write(&store, |tx| exceptions(tx, None, 9)), [exception(80, false)]);
    assert!(write(&store, |tx| exceptions(tx, Some(ExceptionId(nth(80))), 9)).is_empty());
    assert_eq!(write(&store, |tx| exceptions_of(tx, HOME)).len(), 2);
    assert_eq!(write(&store, |tx| conflicts(tx, None, 9)), [conflict]);
}

#[test]
fn what_everybody_holds_is_read_as_it_was_sent() {
    let map = Grid {
        code: grid(1),
        name: "第一网格".to_owned(),
        kind: GridKind::Basic,
        outline: Some(json!({ "type": "Polygon", "coordinates": [] })),
    };
    let line = Responsibility {
        id: ResponsibilityId(nth(2)),
        grid: grid(1),
        staff: worker().id,
        role: GridRole::Chief,
        from: day("2026-01-01"),
        to: None,
    };
    let settings_sent = identity_of(1).settings;
    let row = |kind, id, document: serde_json::Value| feed_row(kind, id, None, 1, &document);
    let store = pull(vec![
        row(RowKind::Settings, name_id(RowKind::Settings, "tenant"), json!(settings_sent)),
        row(RowKind::RulePack, name_id(RowKind::RulePack, "sample/1"), json!(sample_pack())),
        row(RowKind::Staff, worker().id.0, json!(worker())),
        row(RowKind::Grid, name_id(RowKind::Grid, "1"), json!(map)),
        row(RowKind::Responsibility, nth(2), json!(line)),
    ]);
    assert_eq!(write(&store, settings), Some(settings_sent));
    assert_eq!(write(&store, rule_packs), [sample_pack()]);
    assert_eq!(write(&store, staff), [worker()]);
    assert_eq!(write(&store, |tx| grids(tx, None, 9)), [map]);
    assert_eq!(write(&store, |tx| responsibilities(tx, grid(1))), [line]);
    assert!(write(&store, |tx| responsibilities(tx, grid(2))).is_empty());
}

#[test]
fn streamed_facts_are_those_of_each_household_grid_by_grid() {
    let mut rows = Vec::new();
    for n in 1..=20u128 {
        let number = if n % 3 == 0 { 1 } else { 2 };
        rows.push(household_row(1, &household(n, number)));
        for person in 0..n % 4 {
            rows.push(resident_row(1, &resident(1_000 + n * 10 + person, n, "张桂花")));
        }
        for visit in 0..n % 5 {
            let made = summary(5_000 + n * 10 + visit, n);
            rows.push(feed_row(RowKind::Visit, made.id.0, Some(made.household), 1, &made));
        }
    }
    let store = pull(rows);
    let mut streamed = Vec::new();
    write(&store, |tx| for_each_facts(tx, None, |facts| streamed.push(facts)));
    assert_eq!(streamed.len(), 20);
    assert!(streamed.is_sorted_by_key(|facts| (facts.household.grid, facts.household.id)));
    for mut one in streamed {
        let mut alone = write(&store, |tx| super::facts(tx, one.household.id)).unwrap();
        one.visits.sort_by_key(|visit| visit.id);
        alone.visits.sort_by_key(|visit| visit.id);
        assert_eq!(one, alone);
    }
    let mut of_one_grid = 0;
    write(&store, |tx| for_each_facts(tx, Some(grid(1)), |_| of_one_grid += 1));
    assert_eq!(of_one_grid, 6);
}

#[test]
fn streaming_stops_at_the_first_error_of_its_taker() {
    let store = pull(vec![household_row(1, &household(1, 1)), household_row(1, &household(2, 1))]);
    let mut seen = 0;
    let answer = store.read(|tx| {
        try_for_each_facts(tx, None, |_| {
            seen += 1;
            Err(crate::store::StoreError::Closed)
        })
    });
    assert!(matches!(answer, Err(crate::store::StoreError::Closed)));
    assert_eq!(seen, 1);
}
