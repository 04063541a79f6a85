use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Ticket, TicketState, count_tickets, local_state, tickets};
use crate::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Group, coverage},
        duty::{HouseholdFacts, derive, fixtures::*},
        org::StaffRole,
        register::CategoryKind,
        rules::RulePacks,
        visit::{VisitKind, VisitMode, VisitOutcome, VisitSummary},
    },
    time::{Day, Period, WorkingDays},
};

const SECRET: [u8; 32] = [7; 32];
const ALONE: &[(CategoryKind, Option<&str>)] = &[(CategoryKind::LivesAlone, None)];

fn june() -> Period {
    "2026-06".parse().unwrap()
}

/// The volunteer's tickets of June for this household.
fn tickets_of(facts: &HouseholdFacts) -> Vec<Ticket> {
    let calendar = WorkingDays::default();
    tickets(facts, &sample_packs(), &calendar, june().days(), StaffRole::Volunteer, &SECRET)
}

fn counted_by_derivation(
    village: &[HouseholdFacts],
    packs: &RulePacks,
    role: StaffRole,
    on: Day,
) -> BTreeMap<GridCode, Counts> {
    coverage(village, &packs.dischargeable_by(role), &WorkingDays::default(), june(), on)
        .into_iter()
        .filter_map(|((grid, group), counts)| (group == Group::All).then_some((grid, counts)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn counting_tickets_equals_counting_the_duties_that_the_role_may_discharge(
        seed: u64,
        role in 0..StaffRole::ALL.len(),
        day_number in 0u64..60,
    ) {
        let role = StaffRole::ALL[role];
        let on = june().start() + chrono::Days::new(day_number);
        let packs = RulePacks::new(two_versions());
        let village = Dice::new(seed).village(5);
        let calendar = WorkingDays::default();
        let handed_out: Vec<Ticket> = village
            .iter()
            .flat_map(|facts| tickets(facts, &packs, &calendar, june().days(), role, &SECRET))
            .collect();
        let counted = count_tickets(&handed_out, &[], june(), on);
        prop_assert_eq!(counted, counted_by_derivation(&village, &packs, role, on));
    }

    #[test]
    fn a_local_answer_counts_as_the_hub_will_count_it(
        mode in 0..VisitMode::ALL.len(),
        outcome in 0..VisitOutcome::ALL.len(),
        on in 1u32..31,
    ) {
        let home = Home::new().resident(ALONE);
        let [ticket] = &tickets_of(&home.facts)[..] else { panic!("one duty, one ticket") };
        let mut answer = visit(1, &format!("2026-06-{on:02}"), &[]);
        answer.role = StaffRole::Volunteer;
        answer.mode = VisitMode::ALL[mode];
        answer.outcome = VisitOutcome::ALL[outcome];
        answer.tickets = vec![ticket.id];
        let here = local_state(ticket, [&answer]);

        let as_filled_in = VisitSummary {
            facts: visit(1, "2026-06-01", &[(VisitKind::CareVisit, person(0))]).facts,
            ..answer
        };
        let there = tickets_of(&home.visit(as_filled_in).facts);
        prop_assert_eq!(here, there[0].state);
    }
}

#[test]
fn a_volunteer_gets_a_ticket_for_a_care_visit_and_none_for_a_recheck() {
    let categories = &[(CategoryKind::LivesAlone, None), (CategoryKind::Dibao, Some("C"))];
    let home = Home::new().resident(categories);
    let all = tickets_of(&home.facts);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].task.zh, "看望老人，问问身体和生活情况");
    assert_eq!(all[0].window, days("2026-06-01", "2026-06-30"));
    assert_eq!(all[0].safety_note.as_deref(), Some("有犬"));
    assert_eq!(all[0].state, TicketState::Open);
    let json = serde_json::to_string(&all).unwrap();
    for secret in ["elder", "LivesAlone", "独居", "ElderCare", &home.facts.residents[0].id.to_string()] {
        assert!(!json.contains(secret), "{secret}");
    }
}

#[test]
fn the_ticket_of_an_elder_at_high_risk_reads_like_any_elders() {
    let at_risk = tickets_of(&Home::new().resident(&[(CategoryKind::CareRisk, Some("High"))]).facts);
    let alone = tickets_of(&Home::new().resident(ALONE).facts);
    assert!(!at_risk.is_empty() && at_risk.iter().all(|ticket| ticket.task == alone[0].task));
    // The ladder is offered at every ticket's door, so that none needs to say it.
    let json = serde_json::to_string(&at_risk).unwrap();
    for secret in ["CareRisk", "High", "high-risk", "AskNeighbour", "ReportAtOnce"] {
        assert!(!json.contains(secret), "{secret}");
    }
}

#[test]
fn a_tickets_id_is_stable_and_keyed() {
    let home = Home::new().resident(ALONE).resident(ALONE);
    let span = days("2026-05-01", "2026-07-31");
    let duties = derive(&home.facts, &sample_packs(), &WorkingDays::default(), span);
    let ids: std::collections::BTreeSet<_> =
        duties.iter().map(|duty| Ticket::id_for(&SECRET, &duty.key)).collect();
    assert_eq!(ids.len(), duties.len());
    let key = &duties[0].key;
    assert_eq!(Ticket::id_for(&SECRET, key), Ticket::id_for(&SECRET, &key.clone()));
    assert_ne!(Ticket::id_for(&SECRET, key), Ticket::id_for(&[8; 32], key));
    assert_eq!(Ticket::id_for(&SECRET, key).0.get_version_num(), 8);
}

#[test]
fn a_correction_takes_a_ticket_back() {
    let home = Home::new().resident(ALONE);
    let mut ticket = tickets_of(&home.facts).remove(0);
    let mut wrong = visit(1, "2026-06-12", &[]);
    wrong.tickets = vec![ticket.id];
    let mut right = visit(2, "2026-06-12", &[]);
    (right.outcome, right.tickets) = (VisitOutcome::NotHome, vec![ticket.id]);
    wrong.corrected_by = Some(right.id);
    for known in [TicketState::Open, TicketState::Attempted, TicketState::Visited] {
        ticket.state = known;
        assert_eq!(local_state(&ticket, [&wrong, &right]), TicketState::Attempted, "{known}");
    }
    assert_eq!(local_state(&ticket, [&right]), TicketState::Visited, "by somebody else");
    right.outcome = VisitOutcome::NoChange;
    assert_eq!(local_state(&ticket, [&wrong, &right]), TicketState::Visited);
}

#[test]
fn what_this_phone_did_counts_before_the_hub_has_heard_of_it() {
    let home = Home::new().resident(ALONE);
    let tickets = tickets_of(&home.facts);
    let mut answer = visit(1, "2026-06-12", &[]);
    answer.tickets = vec![tickets[0].id];
    let counts =
        |visits: &[VisitSummary]| count_tickets(&tickets, visits, june(), day("2026-07-01"))[&grid(1)];
    assert_eq!(counts(&[]), Counts { due: 1, overdue: 1, ..Counts::default() });
    assert_eq!(counts(std::slice::from_ref(&answer)), Counts { due: 1, visited: 1, ..Counts::default() });

    answer.outcome = VisitOutcome::NotHome;
    answer.tickets.clear();
    let attempted = Counts { due: 1, attempted: 1, overdue: 1, ..Counts::default() };
    assert_eq!(counts(&[answer]), attempted);
}
