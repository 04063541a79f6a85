//! What a screen shows, asked of the core in one call.

use super::*;
use crate::{
    codes::Hotline,
    domain::{
        evidence::FaceHiding,
        org::ServiceArea,
        register::Subject,
        ticket::{Ticket, TicketState},
        visit::{NextStep, VisitFact, VisitKind, VisitMode},
    },
    id::TicketId,
    text::Text,
    time::DayRange,
};

fn ticket(number: u128, visitors: u8) -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(number)),
        household: HOME,
        grid: grid(1),
        task: Text::new("看望老人", "Look in"),
        window: DayRange { start: day("2026-06-01"), end: day("2026-06-30") },
        modes: [VisitMode::InPerson].into(),
        visitors,
        safety_note: None,
        state: TicketState::Open,
    }
}

/// The steps when nobody answers, in their order.
fn steps(choices: &VisitChoices) -> Vec<NextStep> {
    choices.next_steps.iter().map(|choice| choice.step).collect()
}

#[test]
fn a_stop_names_each_duty_as_its_household_does() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let stops = phone.doorstep.today(None, None, 10).unwrap();
    let view = phone.doorstep.household(HOME).unwrap();
    for duty in &stops[0].duties {
        let same = view.duties.iter().find(|one| one.duty.key.rule == duty.rule).unwrap();
        assert_eq!((&duty.title, same.standing.en.as_str()), (&same.title, "Open"));
    }
    assert!(!stops[0].duties.is_empty());
}

#[test]
fn the_home_is_off_the_count_of_the_day_once_it_was_visited() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let before = phone.doorstep.left(None).unwrap();
    assert_eq!((before.today, before.ending), (1, 1));
    assert_eq!(phone.doorstep.left(Some(grid(2))).unwrap(), Left::default());
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
    let after = phone.doorstep.left(None).unwrap();
    assert!(after.today <= phone.doorstep.today(None, None, 10).unwrap().len() as u64);
    assert_eq!(after.overdue, 0);
}

#[test]
fn a_visit_that_is_resumed_still_offers_what_was_unticked_and_what_was_added() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    let due = std::mem::take(&mut draft.facts);
    let added = VisitFact { kind: VisitKind::Mediation, subject: Subject::Household(HOME) };
    draft.facts = vec![added];
    phone.doorstep.save_draft(&draft).unwrap();
    let phone = phone.restart();
    let choices = phone.doorstep.visit_choices(draft.id).unwrap();
    let offered: Vec<_> = choices.work.iter().map(|choice| choice.fact).collect();
    assert!(due.iter().chain([&added]).all(|fact| offered.contains(fact)), "{offered:?}");
    let of_elder = choices.work.iter().find(|choice| choice.fact == due[0]).unwrap();
    assert_eq!(of_elder.name.as_deref(), Some("密奶奶"));
    assert_eq!(steps(&choices), phone.doorstep.next_steps(HOME).unwrap());
    assert_eq!(choices.visitors, 1);
    phone.doorstep.discard_visit(draft.id).unwrap();
    let gone = phone.doorstep.visit_choices(draft.id).unwrap_err();
    assert_eq!(gone, DoorstepError::NotFound { what: Thing::VisitInProgress });
}

#[test]
fn every_outcome_and_every_work_is_offered_once_and_the_usual_outcomes_first() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let choices = phone.doorstep.visit_choices(draft.id).unwrap();
    assert_eq!(choices.usual_outcomes, [VisitOutcome::NoChange, VisitOutcome::Completed]);
    let mut outcomes = [choices.usual_outcomes, choices.other_outcomes].concat();
    outcomes.sort_unstable();
    assert_eq!(outcomes, VisitOutcome::ALL);
    let offered: Vec<_> = choices.work.iter().chain(&choices.other_work).map(|choice| choice.fact).collect();
    for kind in VisitKind::ALL {
        let here = VisitFact { kind: *kind, subject: Subject::Household(HOME) };
        assert_eq!(offered.iter().filter(|fact| **fact == here).count(), 1, "{kind}");
    }
}

/// What is asked of faces in a photo of the elder's home, by what was answered.
fn faces(phone: &Phone, draft: &VisitDraft) -> Vec<FaceHiding> {
    let choices = phone.doorstep.visit_choices(draft.id).unwrap();
    let photo = choices.photos.iter().find(|choice| choice.kind == EvidenceKind::Photo).unwrap();
    photo.consents.iter().map(|choice| choice.faces).collect()
}

#[test]
fn what_can_be_answered_for_a_photo_is_told_before_the_camera_opens() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let photos = phone.doorstep.visit_choices(draft.id).unwrap().photos;
    assert_eq!(photos.iter().map(|one| one.kind).collect::<Vec<_>>(), EvidenceKind::AT_DOOR);
    for choice in &photos {
        let takes = choice.consents.iter().filter(|one| one.allows).map(|one| one.consent);
        let expected = [ConsentState::Granted, ConsentState::GuardianGranted, ConsentState::NotNeeded];
        assert_eq!(takes.collect::<Vec<_>>(), expected);
        assert!(choice.consents.iter().any(|one| one.consent == ConsentState::Refused));
        let takes = |reason, consent| may_take(choice.kind, reason, consent);
        assert!(takes("漏水", Some(ConsentState::Granted)));
        assert!(!takes("漏水", None), "whoever would be in it is asked first");
        assert!(!takes("漏水", Some(ConsentState::Refused)));
        assert!(
            !takes(" ", Some(ConsentState::Granted))
                && !takes(&"长".repeat(2_001), Some(ConsentState::Granted))
        );
    }
}

#[test]
fn where_there_is_no_stop_it_is_said_of_which_round() {
    let said = |phone: &Phone, round: Round| phone.doorstep.words_of_no_stops(round).unwrap();
    let (all, of_grid) = (Round::default(), Round { grid: Some(grid(1)), area: None });
    let of_area = Round { area: Some(ServiceArea::ElderCare), ..of_grid };
    let derives = Phone::of(StaffRole::SocialWorker);
    assert_eq!(said(&derives, all), ScreenWord::NothingToday.label());
    assert_eq!(said(&derives, of_grid), ScreenWord::NoHomesOfGrid.label());
    assert_eq!(said(&derives, of_area), ScreenWord::NothingFound.label());
    let holds_tickets = Phone::of(StaffRole::Volunteer);
    assert_eq!(said(&holds_tickets, of_grid), ScreenWord::DayDone.label());
}

#[test]
fn faces_are_hidden_where_a_minor_may_be_and_where_nobody_is_known_to_this_phone() {
    use FaceHiding::{NotAsked, OfMinors, Required};
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let careful = [OfMinors, Required, NotAsked, NotAsked];
    assert_eq!(faces(&phone, &draft), careful, "how old the elder is nobody knows");
    let aged = Resident { born: Some(day("1940-01-01")), ..elder() };
    let row = phone.row(RowKind::Resident, aged.id.0, &aged);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(faces(&phone, &draft), [NotAsked; 4]);
    let child = Resident {
        id: ResidentId(Uuid::from_u128(601)),
        born: Some(day("2015-01-01")),
        categories: Vec::new(),
        ..elder()
    };
    let row = phone.row(RowKind::Resident, child.id.0, &child);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(faces(&phone, &draft), careful);
    let moved = Resident { left_on: Some(day("2026-05-01")), ..child };
    let row = phone.row(RowKind::Resident, moved.id.0, &moved);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(faces(&phone, &draft), [NotAsked; 4], "who moved away is in no picture");

    let mut of_volunteer = Phone::of(StaffRole::Volunteer);
    let gone = FeedRow { document: None, ..of_volunteer.row(RowKind::Resident, aged.id.0, &aged) };
    of_volunteer.pull(Scope::Grid(grid(1)), vec![gone]);
    let draft = of_volunteer.doorstep.start_visit(HOME).unwrap();
    assert_eq!(faces(&of_volunteer, &draft), careful);
}

#[test]
fn reasons_for_photos_are_those_of_what_is_due_and_this_worker_may_do() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let reasons = |phone: &Phone| phone.doorstep.visit_choices(draft.id).unwrap().photo_reasons;
    assert!(reasons(&phone).is_empty(), "no rule asks for one");
    let on_allowance = |grade: &str| CategoryRecord {
        kind: CategoryKind::Dibao,
        grade: Some(grade.to_owned()),
        from: day("2025-12-01"),
        recorded_on: day("2025-12-01"),
        ..elder().categories.remove(0)
    };
    let poor = Resident { categories: vec![on_allowance("A"), on_allowance("C")], ..elder() };
    let row = phone.row(RowKind::Resident, poor.id.0, &poor);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let told = reasons(&phone);
    assert_eq!(told.len(), 1, "two rules with one reason");
    let signatures = phone.doorstep.visit_choices(draft.id).unwrap().signature_reasons;
    assert_eq!(signatures.len(), 1, "they ask for a signature too, with one reason");
    let view = phone.doorstep.household(HOME).unwrap();
    let of_duty = view.duties.iter().find(|duty| duty.photo_reason.is_some()).unwrap();
    assert_eq!(of_duty.photo_reason.as_ref(), told.first());
    assert_ne!(of_duty.legal_basis.zh, of_duty.legal_basis.en, "its basis is told in both languages");

    let mut other = Phone::of(StaffRole::GridWorker);
    let row = other.row(RowKind::Resident, poor.id.0, &poor);
    other.pull(Scope::Grid(grid(1)), vec![row]);
    let draft = other.doorstep.start_visit(HOME).unwrap();
    let choices = other.doorstep.visit_choices(draft.id).unwrap();
    assert!(choices.photo_reasons.is_empty(), "a grid worker checks no allowance");
}

#[test]
fn where_tickets_are_held_they_are_the_choices_and_say_how_many_must_come() {
    let mut phone = Phone::of(StaffRole::Volunteer);
    let rows: Vec<_> = [ticket(80, 1), ticket(81, 2)]
        .iter()
        .map(|one| FeedRow { household: Some(HOME), ..phone.row(RowKind::Ticket, one.id.0, one) })
        .collect();
    phone.pull(Scope::Grid(grid(1)), rows);
    let mut draft = phone.doorstep.start_visit(HOME).unwrap();
    draft.tickets.pop();
    phone.doorstep.save_draft(&draft).unwrap();
    let choices = phone.doorstep.visit_choices(draft.id).unwrap();
    assert_eq!((choices.tickets.len(), choices.visitors), (2, 2));
    assert_eq!(steps(&choices), NextStep::CAREFUL);
    assert_eq!(phone.doorstep.left(None).unwrap().today, 1);
}

#[test]
fn the_number_to_report_to_is_the_tenants_and_stands_beside_every_roles_ladder() {
    for role in [StaffRole::SocialWorker, StaffRole::Volunteer] {
        let mut phone = Phone::of(role);
        let draft = phone.doorstep.start_visit(HOME).unwrap();
        let choices = |phone: &Phone| phone.doorstep.visit_choices(draft.id).unwrap();
        assert_eq!(choices(&phone).report_phone, None, "no number is the code's own");
        let mut settings = phone.doorstep.identity().unwrap().unwrap().settings;
        settings.report_phone = "0912-12345".parse().ok();
        let row = phone.row(RowKind::Settings, Uuid::from_u128(2), &settings);
        phone.pull(Scope::Tenant, vec![row]);
        let told = choices(&phone);
        assert_eq!(steps(&told), NextStep::CAREFUL);
        let report = told.next_steps.iter().find(|one| one.step == NextStep::ReportAtOnce).unwrap();
        assert_eq!(report.dials.as_deref(), Some("0912-12345"), "and the step dials it");
        assert_eq!(told.report_phone.as_ref().map(Hotline::reveal), Some("0912-12345"));
    }
}

#[test]
fn what_waits_says_at_which_home_it_was_recorded() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.photograph(&draft).1.unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    let home = Some(HomeLine { greeting: "密奶奶家".to_owned(), address: "密村1号".to_owned() });
    assert!(phone.doorstep.outbox(None, 10).unwrap().iter().all(|line| line.home == home));
    assert!(phone.doorstep.photo_outbox(None, 10).unwrap().iter().all(|line| line.home == home));
    assert!(!format!("{home:?}").contains('密'), "no log learns it");
}

#[test]
fn an_instant_is_shown_as_the_tenants_clocks_show_it() {
    let phone = Phone::of(StaffRole::SocialWorker);
    assert_eq!(phone.doorstep.time_words(MORNING).unwrap().zh, "2026-06-03 09:00");
}
