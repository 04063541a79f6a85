//! How it was at the door.

use super::*;
use crate::{
    domain::{
        need::NeedKind,
        visit::{NextStep, Visit},
        wellbeing::{
            WellbeingAnswer,
            WellbeingCheck::{self, MealsAndMedicine, Person, Trouble, Utilities},
        },
    },
    id::VisitId,
};

fn answers<const N: usize>(answers: [(WellbeingCheck, bool); N]) -> Vec<WellbeingAnswer> {
    answers.into_iter().map(|(check, is_well)| WellbeingAnswer { check, is_well }).collect()
}

/// Saves the visit in progress with these answers and finishes it.
fn finish(phone: &Phone, mut draft: VisitDraft, wellbeing: Vec<WellbeingAnswer>) -> VisitId {
    draft.wellbeing = wellbeing;
    phone.doorstep.save_draft(&draft).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap()
}

fn recorded(phone: &Phone, visit: VisitId) -> Visit {
    phone.doorstep.store.read(|tx| journal::visit(tx, visit)).unwrap().unwrap()
}

fn kinds_of_needs(phone: &Phone) -> Vec<NeedKind> {
    let mut kinds: Vec<_> =
        phone.doorstep.household(HOME).unwrap().needs.iter().map(|need| need.kind).collect();
    kinds.sort();
    kinds
}

#[test]
fn all_well_is_one_tap_that_answers_everything_and_ends_the_visit_without_change() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.outcome = Some(VisitOutcome::NotHome);
    draft.next_step = Some(NextStep::PhoneFollowUp);
    draft.wellbeing = answers([(Person, false)]);
    phone.doorstep.save_draft(&draft).unwrap();
    let well = phone.doorstep.all_well(draft.id).unwrap();
    assert_eq!((well.outcome, well.next_step), (Some(VisitOutcome::NoChange), None));
    assert_eq!(phone.doorstep.drafts().unwrap(), [well], "a killed app resumes with it");

    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    assert_eq!(recorded(&phone, visit).wellbeing, WellbeingAnswer::all_well());
    let home = phone.doorstep.household(HOME).unwrap();
    assert_eq!(home.visits[0].wellbeing, WellbeingAnswer::all_well());
    assert!(home.needs.is_empty());
    let gone = phone.doorstep.all_well(draft.id).unwrap_err();
    assert_eq!(gone, DoorstepError::NotFound { what: Thing::VisitInProgress });
}

#[test]
fn trouble_becomes_a_need_where_the_visitor_named_none_that_says_it() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.needs = vec![NeedDraft { kind: NeedKind::Housing, resident: None, note: None }];
    let all = [(Person, true), (MealsAndMedicine, false), (Utilities, false), (Trouble, false)];
    let visit = finish(&phone, draft, answers(all));
    assert_eq!(kinds_of_needs(&phone), [NeedKind::LivingCare, NeedKind::Housing]);
    let needs = phone.doorstep.household(HOME).unwrap().needs;
    let of_tick = needs.iter().find(|need| need.kind == NeedKind::LivingCare).unwrap();
    assert_eq!((of_tick.found_in, of_tick.raised_by), (Some(visit), Some(StaffRole::SocialWorker)));
    assert_eq!(of_tick.note, Some(MealsAndMedicine.trouble().zh), "whoever reads it knows what was ticked");

    let phone = Phone::of(StaffRole::SocialWorker);
    finish(&phone, phone.knock(), answers([(Trouble, false)]));
    assert_eq!(kinds_of_needs(&phone), [Trouble.need()], "a tick alone is not left alone");
}

#[test]
fn a_correction_raises_what_is_new_and_nothing_twice() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let visit = finish(&phone, phone.knock(), answers([(Person, false)]));
    let again = phone.doorstep.correct_visit(visit).unwrap();
    assert_eq!(again.wellbeing, answers([(Person, false)]), "it begins as a copy");
    finish(&phone, again, answers([(Person, false), (Utilities, false)]));
    assert_eq!(kinds_of_needs(&phone), [NeedKind::Medical, NeedKind::Housing]);
}

#[test]
fn nobody_is_called_well_whom_no_visitor_met_and_trouble_counts_all_the_same() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.outcome = Some(VisitOutcome::NotHome);
    draft.next_step = Some(NextStep::ReportAtOnce);
    let visit = finish(&phone, draft, answers([(Person, true), (Utilities, false)]));
    assert_eq!(recorded(&phone, visit).wellbeing, answers([(Utilities, false)]));
    assert_eq!(kinds_of_needs(&phone), [NeedKind::Housing]);
}

#[test]
fn what_was_ticked_discharges_nothing_and_keeps_nothing_from_being_discharged() {
    let left = |wellbeing| {
        let phone = Phone::of(StaffRole::SocialWorker);
        finish(&phone, phone.knock(), wellbeing);
        let home = phone.doorstep.household(HOME).unwrap();
        home.duties.into_iter().map(|view| (view.standing, view.is_due_today)).collect::<Vec<_>>()
    };
    let without = left(Vec::new());
    assert!(!without.is_empty());
    assert_eq!(left(WellbeingAnswer::all_well()), without);
    assert_eq!(left(answers([(Person, false), (Trouble, false)])), without);
}

#[test]
fn a_check_is_answered_once() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.wellbeing = answers([(Person, true), (Person, false)]);
    phone.doorstep.save_draft(&draft).unwrap();
    let refused = phone.doorstep.finish_visit(draft.id).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { ref field, .. } if field == "wellbeing"));
}

#[test]
fn a_visit_in_progress_that_an_older_app_saved_goes_on() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let mut saved = serde_json::to_value(&draft).unwrap();
    assert!(saved.as_object_mut().unwrap().remove("wellbeing").is_some());
    assert_eq!(serde_json::from_value::<VisitDraft>(saved).unwrap(), draft);
}
