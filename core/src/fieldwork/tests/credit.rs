//! What a visit counts for on the phone that recorded it.

use super::*;
use crate::{
    domain::{
        duty::HouseholdFacts,
        register::Subject,
        ticket::{Ticket, TicketState},
        visit::{Claim, Companion, LateEntry, NextStep, SubjectOutcome, VisitMode},
    },
    id::{TicketId, VisitId},
    op::{
        body::{Body, Payload},
        outcome::RejectReason,
    },
    store::register,
    text::Text,
    time::DayRange,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn husband() -> Resident {
    let id = ResidentId(Uuid::from_u128(601));
    Resident { id, name: "密爷爷".to_owned(), ..elder() }
}

fn facts(phone: &Phone) -> HouseholdFacts {
    phone.doorstep.store.read(|tx| register::facts(tx, HOME)).unwrap().unwrap()
}

#[test]
fn where_several_live_a_death_is_recorded_with_a_name() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let row = phone.row(RowKind::Resident, husband().id.0, &husband());
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let mut draft = phone.knock();
    draft.outcome = Some(VisitOutcome::Deceased);
    phone.doorstep.save_draft(&draft).unwrap();
    let refused = phone.doorstep.finish_visit(draft.id).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { ref field, .. } if field == "subject_outcomes"));

    let outcome = VisitOutcome::Deceased;
    draft.subject_outcomes.push(SubjectOutcome { resident: husband().id, outcome });
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    let claims: Vec<Claim> = facts(&phone).claims;
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].subject, Subject::Resident(husband().id));
    let due = phone.doorstep.household(HOME).unwrap().duties;
    assert!(
        due.iter().any(|view| view.duty.key.subject == Subject::Resident(elder().id) && view.is_due_today)
    );
}

#[test]
fn a_death_with_a_name_keeps_it_when_the_grid_went_to_another_worker_meanwhile() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let row = phone.row(RowKind::Resident, husband().id.0, &husband());
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let mut draft = phone.knock();
    let outcome = VisitOutcome::Deceased;
    draft.outcome = Some(outcome);
    draft.subject_outcomes.push(SubjectOutcome { resident: husband().id, outcome });
    phone.doorstep.save_draft(&draft).unwrap();
    phone.lose_grid();
    phone.doorstep.finish_visit(draft.id).unwrap();
    let op = phone.doorstep.outbox(None, 1).unwrap().remove(0).item.op_id;
    let bodies = phone.doorstep.store.read(|tx| journal::group_bodies(tx, op)).unwrap();
    let made = bodies.into_iter().find_map(|(_, body)| match Payload::from_json(&body?).ok()?.body {
        Body::VisitRecorded(visit) => Some(visit),
        _ => None,
    });
    let claims: Vec<Subject> = made.unwrap().claims.into_iter().map(|claim| claim.subject).collect();
    assert_eq!(claims, [Subject::Resident(husband().id)]);
}

#[test]
fn a_death_at_a_door_behind_which_one_person_lives_needs_no_name() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.outcome = Some(VisitOutcome::Deceased);
    draft.next_step = Some(NextStep::ReportAtOnce);
    phone.doorstep.save_draft(&draft).unwrap();
    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    let claim = facts(&phone).claims.remove(0);
    assert_eq!((claim.subject, claim.visit), (Subject::Household(HOME), visit));
    assert!(phone.doorstep.today(None, None, 10).unwrap().is_empty(), "nobody is left to visit");
}

#[test]
fn a_death_of_who_lived_alone_ends_the_home_also_where_it_is_named() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    let outcome = VisitOutcome::Deceased;
    draft.outcome = Some(outcome);
    draft.subject_outcomes.push(SubjectOutcome { resident: elder().id, outcome });
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    let claims: Vec<Subject> = facts(&phone).claims.into_iter().map(|claim| claim.subject).collect();
    assert_eq!(claims, [Subject::Household(HOME)]);
    assert!(phone.doorstep.today(None, None, 10).unwrap().is_empty(), "nobody is left to visit");
}

#[test]
fn a_visit_begun_before_midnight_counts_for_that_day() {
    let phone = Phone::of(StaffRole::SocialWorker);
    // The last night of the week, ten minutes before midnight.
    phone.clock.advance((4 * 24 + 15) * HOUR - 10 * MINUTE);
    let mut draft = phone.knock();
    draft.subject_outcomes.push(SubjectOutcome { resident: elder().id, outcome: VisitOutcome::MovedOut });
    phone.doorstep.save_draft(&draft).unwrap();
    phone.clock.advance(20 * MINUTE);
    phone.doorstep.finish_visit(draft.id).unwrap();
    let HouseholdFacts { visits, claims, .. } = facts(&phone);
    let sunday = day("2026-06-07");
    assert_eq!((visits[0].effective_on, visits[0].effective_at), (sunday, draft.started_at));
    assert_eq!(claims[0].on, sunday);
}

const COLLEAGUE: StaffId = StaffId(Uuid::from_u128(901));

/// A phone of `role` that knows a colleague, and a visit first written on paper in that one's name.
fn paper_visit(role: StaffRole, colleague: StaffRole) -> (Phone, VisitDraft) {
    let mut phone = Phone::of(role);
    let row = phone.row(RowKind::Staff, COLLEAGUE.0, &worker(COLLEAGUE, colleague));
    phone.pull(Scope::Tenant, vec![row]);
    let mut draft = phone.knock();
    draft.late_entry = Some(LateEntry { visited_on: day("2026-06-02"), visited_by: COLLEAGUE });
    phone.doorstep.save_draft(&draft).unwrap();
    (phone, draft)
}

#[test]
fn a_paper_visit_counts_with_its_visitors_role() {
    let (phone, draft) = paper_visit(StaffRole::SocialWorker, StaffRole::Volunteer);
    phone.doorstep.finish_visit(draft.id).unwrap();
    let visit = facts(&phone).visits.remove(0);
    assert_eq!((visit.by, visit.role), (COLLEAGUE, StaffRole::Volunteer));
    assert_eq!(visit.effective_on, day("2026-06-02"));
}

#[test]
fn a_grid_worker_cannot_enter_an_officials_visit() {
    let (phone, draft) = paper_visit(StaffRole::GridWorker, StaffRole::Official);
    let refused = phone.doorstep.finish_visit(draft.id).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == "late_entry.visited_by"));
    assert!(facts(&phone).visits.is_empty());
    assert_eq!(phone.doorstep.drafts().unwrap(), [draft], "what was typed is still there");
}

#[test]
fn a_paper_visit_of_somebody_whom_the_phone_does_not_know_can_do_no_more_than_its_owner() {
    let phone = Phone::of(StaffRole::GridWorker);
    let mut draft = phone.knock();
    draft.late_entry = Some(LateEntry { visited_on: day("2026-06-02"), visited_by: COLLEAGUE });
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    assert_eq!(facts(&phone).visits[0].role, StaffRole::GridWorker);
}

fn look_in(state: TicketState) -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(800)),
        household: HOME,
        grid: grid(1),
        task: Text::new("看望老人", "Look in"),
        window: DayRange { start: day("2026-06-01"), end: day("2026-06-30") },
        modes: [VisitMode::InPerson].into(),
        visitors: 1,
        safety_note: None,
        state,
    }
}

fn pull_ticket(phone: &mut Phone, state: TicketState) {
    let ticket = look_in(state);
    let mut row = phone.row(RowKind::Ticket, ticket.id.0, &ticket);
    row.household = Some(HOME);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
}

fn states(phone: &Phone) -> Vec<TicketState> {
    let tickets = phone.doorstep.store.read(|tx| register::tickets(tx, HOME)).unwrap();
    tickets.into_iter().map(|ticket| ticket.state).collect()
}

/// A volunteer's phone on which a ticket was answered.
fn answered() -> (Phone, VisitId) {
    let mut phone = Phone::of(StaffRole::Volunteer);
    pull_ticket(&mut phone, TicketState::Open);
    let mut draft = phone.doorstep.start_visit(HOME).unwrap();
    draft.outcome = Some(VisitOutcome::NoChange);
    draft.note = Some("都好".to_owned());
    draft.companions.push(Companion { staff: None, name: Some("小王".to_owned()) });
    phone.doorstep.save_draft(&draft).unwrap();
    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    assert_eq!(states(&phone), [TicketState::Visited]);
    (phone, visit)
}

fn correct_to_not_home(phone: &Phone, visit: VisitId) -> VisitId {
    let mut draft = phone.doorstep.correct_visit(visit).unwrap();
    draft.outcome = Some(VisitOutcome::NotHome);
    draft.next_step = Some(NextStep::ComeBack);
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap()
}

#[test]
fn a_correction_takes_a_ticket_back_at_once() {
    let (mut phone, visit) = answered();
    correct_to_not_home(&phone, visit);
    assert_eq!(states(&phone), [TicketState::Attempted]);
    phone.judge_all(&Outcome::Rejected { reason: RejectReason::NotAuthorised });
    assert_eq!(states(&phone), [TicketState::Open], "neither visit was taken");
}

#[test]
fn a_correction_takes_back_a_ticket_that_the_hub_has_counted() {
    let (mut phone, visit) = answered();
    phone.judge_all(&Outcome::Applied);
    pull_ticket(&mut phone, TicketState::Visited);
    assert!(phone.doorstep.household(HOME).unwrap().visits.is_empty(), "what is counted is the hub's");
    let first = correct_to_not_home(&phone, visit);
    assert_eq!(states(&phone), [TicketState::Attempted]);
    // Of two corrections the last one holds.
    correct_to_not_home(&phone, first);
    assert_eq!(states(&phone), [TicketState::Attempted]);
}

#[test]
fn another_knock_leaves_a_ticket_that_a_correction_took_back_as_it_is() {
    let (mut phone, visit) = answered();
    phone.judge_all(&Outcome::Applied);
    pull_ticket(&mut phone, TicketState::Visited);
    correct_to_not_home(&phone, visit);
    phone.clock.advance(HOUR);
    let mut draft = phone.doorstep.start_visit(HOME).unwrap();
    draft.outcome = Some(VisitOutcome::NotHome);
    draft.next_step = Some(NextStep::ComeBack);
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    assert_eq!(states(&phone), [TicketState::Attempted]);
}

#[test]
fn a_correction_begins_with_all_that_was_entered_on_the_same_day() {
    let (phone, visit) = answered();
    phone.clock.advance(40 * HOUR);
    let draft = phone.doorstep.correct_visit(visit).unwrap();
    assert_eq!((draft.corrects, draft.outcome), (Some(visit), Some(VisitOutcome::NoChange)));
    assert_eq!((draft.note.as_deref(), draft.companions.len()), (Some("都好"), 1));
    assert_eq!((draft.tickets.len(), draft.started_at), (1, MORNING));
    assert_eq!(phone.doorstep.correct_visit(visit).unwrap(), draft, "it is in progress");
    phone.doorstep.save_draft(&VisitDraft { corrects: None, ..draft.clone() }).unwrap();
    assert_eq!(
        phone.doorstep.correct_visit(visit).unwrap(),
        draft,
        "whom it corrects is not the shell's to change"
    );
    phone.doorstep.finish_visit(draft.id).unwrap();
    let again = phone.doorstep.correct_visit(visit).unwrap_err();
    assert!(matches!(again, DoorstepError::Conflict { .. }), "{again:?}");
    let unknown = phone.doorstep.correct_visit(VisitId(Uuid::from_u128(1))).unwrap_err();
    assert_eq!(unknown, DoorstepError::NotFound { what: Thing::Visit });
}

#[test]
fn a_corrected_claim_is_due_again_on_the_phone() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.outcome = Some(VisitOutcome::MovedOut);
    phone.doorstep.save_draft(&draft).unwrap();
    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    assert!(phone.doorstep.today(None, None, 10).unwrap().is_empty());
    correct_to_not_home(&phone, visit);
    assert_eq!(phone.doorstep.today(None, None, 10).unwrap().len(), 1);
}
