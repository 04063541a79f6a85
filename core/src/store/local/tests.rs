use super::*;
use crate::{
    domain::{
        rules::RulePacks,
        ticket::{Ticket, TicketState},
        visit::{Claim, ClaimKind, ClaimStatus, VisitOutcome},
    },
    id::{ClaimId, DeviceId, ResidentId, TicketId, VisitId},
    op::{
        body::{ClaimDecided, FieldChange},
        row::Scope,
        wire::FeedRow,
    },
    store::{
        Store,
        pull::apply_page,
        register::fixture::{
            day, empty, feed_row, grid, household, household_row, nth, outcome_row, page, resident,
            resident_row, summary, visit, worker, write,
        },
    },
    text::Text,
    time::DayRange,
};

fn scope() -> Scope {
    Scope::Grid(grid(1))
}

fn pull(store: &Store, rows: Vec<FeedRow>) {
    write(store, |tx| apply_page(tx, &page(scope(), false, rows)));
}

fn pull_outcome(store: &Store, op: u128, verdict: Value, revision: u64) {
    let private = Scope::Private(DeviceId(nth(1)));
    let row = outcome_row(revision, nth(op), verdict, revision);
    write(store, |tx| apply_page(tx, &page(private, false, vec![row])));
}

fn record(store: &Store, op: u128, body: Body) {
    let payload = Payload { supersedes: None, body };
    write(store, |tx| show(tx, OpId(nth(op)), &payload, &worker(), Zone::CHINA));
}

fn village() -> Store {
    let store = empty();
    pull(&store, vec![household_row(1, &household(1, 1)), resident_row(1, &resident(11, 1, "张桂花"))]);
    store
}

fn relation(new: &str) -> Body {
    Body::FieldsChanged(FieldsChanged {
        row: RowKind::Resident,
        id: nth(11),
        household: HouseholdId(nth(1)),
        fields: [("relation".to_owned(), FieldChange { old: Value::Null, new: json!(new) })].into(),
    })
}

fn shown(store: &Store) -> Option<String> {
    let residents = write(store, |tx| register::residents(tx, HouseholdId(nth(1))));
    residents.into_iter().find(|one| one.id.0 == nth(11)).and_then(|one| one.relation)
}

fn with_relation(value: &str, phone: &str) -> crate::domain::register::Resident {
    let mut resident = resident(11, 1, "张桂花");
    resident.relation = Some(value.to_owned());
    resident.phone = Some(phone.parse().unwrap());
    resident
}

#[test]
fn an_edit_stays_over_what_the_hub_sends_until_the_hub_has_judged_it() {
    let store = village();
    record(&store, 500, relation("户主"));
    assert_eq!(shown(&store).as_deref(), Some("户主"));

    pull(&store, vec![resident_row(5, &with_relation("配偶", "13812345678"))]);
    assert_eq!(shown(&store).as_deref(), Some("户主"), "the hub does not know the edit yet");
    let phones = write(&store, |tx| register::residents(tx, HouseholdId(nth(1))));
    assert!(phones[0].phone.is_some(), "other fields follow the hub");

    pull_outcome(&store, 500, json!({ "verdict": "applied" }), 8);
    assert_eq!(shown(&store).as_deref(), Some("户主"), "the row that includes it is still to come");
    pull(&store, vec![resident_row(8, &with_relation("户主(核)", "13812345678"))]);
    assert_eq!(shown(&store).as_deref(), Some("户主(核)"));
}

#[test]
fn the_row_may_come_before_its_outcome() {
    let store = village();
    record(&store, 500, relation("户主"));
    pull(&store, vec![resident_row(8, &with_relation("核定", "13812345678"))]);
    assert_eq!(shown(&store).as_deref(), Some("户主"));
    pull_outcome(&store, 500, json!({ "verdict": "applied" }), 8);
    assert_eq!(shown(&store).as_deref(), Some("核定"));
}

#[test]
fn a_rejected_edit_gives_the_hubs_value_back() {
    let store = village();
    record(&store, 500, relation("户主"));
    pull(&store, vec![resident_row(5, &with_relation("配偶", "13812345678"))]);
    pull_outcome(&store, 500, json!({ "verdict": "rejected", "reason": "NotAuthorised" }), 6);
    assert_eq!(shown(&store).as_deref(), Some("配偶"));
}

#[test]
fn a_field_that_lost_a_merge_gives_way_at_once() {
    let store = village();
    record(&store, 500, relation("户主"));
    pull(&store, vec![resident_row(5, &with_relation("配偶", "13812345678"))]);
    pull_outcome(&store, 500, json!({ "verdict": "merged", "lost": ["relation"] }), 6);
    assert_eq!(shown(&store).as_deref(), Some("配偶"));
}

#[test]
fn a_deferred_operation_keeps_its_edit() {
    let store = village();
    record(&store, 500, relation("户主"));
    pull_outcome(&store, 500, json!({ "verdict": "deferred", "until": 5 }), 6);
    assert_eq!(shown(&store).as_deref(), Some("户主"));
}

#[test]
fn of_two_edits_the_second_stays_when_the_first_is_judged() {
    let store = village();
    record(&store, 500, relation("户主"));
    record(&store, 501, relation("长子"));
    pull_outcome(&store, 500, json!({ "verdict": "applied" }), 4);
    pull(&store, vec![resident_row(4, &with_relation("户主", "13812345678"))]);
    assert_eq!(shown(&store).as_deref(), Some("长子"));
    pull_outcome(&store, 501, json!({ "verdict": "rejected", "reason": "NotAuthorised" }), 6);
    assert_eq!(shown(&store).as_deref(), Some("户主"));
}

#[test]
fn a_visit_shows_at_once_with_its_claims_and_becomes_the_hubs_when_it_arrives() {
    let store = village();
    let mut made = visit(40, 1);
    made.outcome = VisitOutcome::Deceased;
    made.claims = vec![Claim {
        id: ClaimId(nth(60)),
        visit: made.id,
        household: HouseholdId(nth(1)),
        subject: Subject::Household(HouseholdId(nth(1))),
        kind: ClaimKind::Deceased,
        on: day("2026-06-03"),
        status: ClaimStatus::Pending,
    }];
    record(&store, 500, Body::VisitRecorded(made.clone()));
    record(&store, 500, Body::VisitRecorded(made.clone()));
    let facts = write(&store, |tx| register::facts(tx, HouseholdId(nth(1)))).unwrap();
    assert_eq!((facts.visits.len(), facts.claims.len()), (1, 1));
    assert_eq!(facts.visits[0].by, worker().id);

    let (claim, household, resident) = (made.claims[0].id, made.household, ResidentId(nth(11)));
    let status = ClaimStatus::Confirmed;
    let decided = ClaimDecided { claim, household, status, resident: Some(resident) };
    record(&store, 501, Body::ClaimDecided(decided));
    let facts = write(&store, |tx| register::facts(tx, HouseholdId(nth(1)))).unwrap();
    assert_eq!((facts.claims[0].subject, facts.claims[0].status), (Subject::Resident(resident), status));

    let mut corrected = summary(40, 1);
    corrected.effective_on = day("2026-06-02");
    pull(&store, vec![feed_row(RowKind::Visit, nth(40), Some(HouseholdId(nth(1))), 7, &corrected)]);
    let facts = write(&store, |tx| register::facts(tx, HouseholdId(nth(1)))).unwrap();
    assert_eq!(facts.visits, [corrected]);
}

#[test]
fn a_rejected_visit_is_taken_off_the_register() {
    let store = village();
    record(&store, 500, Body::VisitRecorded(visit(40, 1)));
    pull_outcome(&store, 500, json!({ "verdict": "rejected", "reason": "OutsideScope" }), 6);
    assert!(write(&store, |tx| register::visits(tx, HouseholdId(nth(1)), 9)).is_empty());
}

#[test]
fn a_correction_marks_the_visit_that_it_corrects() {
    let store = village();
    record(&store, 500, Body::VisitRecorded(visit(40, 1)));
    let mut correction = visit(41, 1);
    correction.corrects = Some(VisitId(nth(40)));
    record(&store, 501, Body::VisitRecorded(correction));
    let visits = write(&store, |tx| register::visits(tx, HouseholdId(nth(1)), 9));
    let first = visits.iter().find(|one| one.id.0 == nth(40)).unwrap();
    assert_eq!(first.corrected_by, Some(VisitId(nth(41))));
}

#[test]
fn a_correction_is_shown_at_the_time_that_the_hub_put_right() {
    let store = village();
    let counted = VisitSummary { effective_on: day("2026-05-30"), ..summary(40, 1) };
    pull(&store, vec![feed_row(RowKind::Visit, counted.id.0, Some(counted.household), 2, &counted)]);
    let correction = Visit { corrects: Some(counted.id), ..visit(41, 1) };
    record(&store, 501, Body::VisitRecorded(correction));
    let visits = write(&store, |tx| register::visits(tx, HouseholdId(nth(1)), 9));
    let shown = visits.iter().find(|one| one.id.0 == nth(41)).unwrap();
    assert_eq!((shown.effective_at, shown.effective_on), (counted.effective_at, counted.effective_on));
}

#[test]
fn a_household_and_its_people_can_be_registered_at_the_door() {
    let store = village();
    record(&store, 500, Body::HouseholdAdded(household(7, 1)));
    record(&store, 501, Body::ResidentAdded(resident(71, 7, "王五")));
    let facts = write(&store, |tx| register::facts(tx, HouseholdId(nth(7)))).unwrap();
    assert_eq!(facts.residents[0].name, "王五");
    let hits = write(&store, |tx| crate::store::search::search(tx, "ww", None, 9));
    assert_eq!(hits.len(), 1);
}

#[test]
fn a_ticket_that_was_answered_is_off_the_list_before_the_hub_knows() {
    let store = village();
    let ticket = Ticket {
        id: TicketId(nth(80)),
        household: HouseholdId(nth(1)),
        grid: grid(1),
        task: Text::new("看望老人", "Look in"),
        window: DayRange { start: day("2026-06-01"), end: day("2026-06-30") },
        modes: [crate::domain::visit::VisitMode::InPerson].into(),
        visitors: 1,
        safety_note: None,
        state: TicketState::Open,
    };
    pull(&store, vec![feed_row(RowKind::Ticket, nth(80), Some(HouseholdId(nth(1))), 2, &ticket)]);
    let packs = RulePacks::default();
    let today = index::StopQuery {
        on: day("2026-06-03"),
        worker: crate::id::StaffId(uuid::Uuid::nil()),
        round: Default::default(),
        after: None,
        limit: 9,
    };
    let stops = write(&store, |tx| index::stops(tx, &packs, &today));
    assert_eq!(stops[0].tickets, [ticket]);

    let mut made = visit(40, 1);
    made.tickets = vec![TicketId(nth(80))];
    record(&store, 500, Body::VisitRecorded(made));
    assert!(write(&store, |tx| index::stops(tx, &packs, &today)).is_empty());
    pull_outcome(&store, 500, json!({ "verdict": "rejected", "reason": "NotAuthorised" }), 6);
    assert_eq!(write(&store, |tx| index::stops(tx, &packs, &today)).len(), 1);
}

#[test]
fn an_edit_that_the_hub_took_without_sending_the_row_ends_when_the_phone_has_caught_up() {
    let store = village();
    record(&store, 500, relation("户主"));
    pull_outcome(&store, 500, json!({ "verdict": "applied" }), 8);
    assert_eq!(shown(&store).as_deref(), Some("户主"));
    write(&store, crate::store::pull::settle_caught_up);
    assert_eq!(shown(&store), None);
}
