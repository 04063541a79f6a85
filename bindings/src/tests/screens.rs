//! What screens ask for so that they need no rules of their own.

use std::sync::Arc;

use super::{Vault, enrolled};
use crate::*;

/// A phone with the invented hamlet on it.
fn hamlet(scratch: &tempfile::TempDir) -> Arc<Doorstep> {
    Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap()
}

#[test]
fn the_arrows_of_coverage_lead_to_its_neighbours_and_back() {
    let scratch = tempfile::tempdir().unwrap();
    let coverage = hamlet(&scratch).coverage().unwrap();
    let view = |day| coverage.count(PeriodKind::Month, day).unwrap().period_view().unwrap();
    let now = view(None);
    assert!(now.is_current && now.later.is_none() && now.kind == PeriodKind::Month);
    let before = view(now.earlier);
    assert_eq!(
        (before.is_current, before.end.succ_opt(), before.later),
        (false, Some(now.start), Some(now.start))
    );
    assert_eq!(view(before.later).name, now.name);
}

#[test]
fn lines_come_with_names_and_words_and_grids_with_the_lowest_share_first() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let report = core.coverage().unwrap().count(PeriodKind::Year, None).unwrap();
    let total = report.total().unwrap();
    assert_eq!(report.total_of(None).unwrap(), total);
    let grids = report.grids(None, 0, 200).unwrap();
    assert_eq!(grids.iter().map(|line| line.counts.due).sum::<u32>(), total.due);
    assert!(grids.iter().all(|line| line.grid_name.starts_with("演示网格")));
    assert!(grids.is_sorted_by(|one, other| one.counts.rate <= other.counts.rate), "{grids:?}");
    assert_eq!(report.grids(None, 1, 200).unwrap(), grids[1..]);
    for line in &grids {
        assert_eq!(report.whole_of(line.grid).unwrap().as_ref(), Some(&line.counts));
        let areas = report.areas_of(line.grid).unwrap();
        assert_eq!(areas.iter().map(|area| area.counts.due).sum::<u32>(), line.counts.due);
        assert!(!report.categories_of(line.grid).unwrap().is_empty());
    }
    for area in report.areas().unwrap() {
        let due = report.grids(Some(area), 0, 200).unwrap().iter().map(|line| line.counts.due).sum::<u32>();
        assert_eq!(due, report.total_of(Some(area)).unwrap().due);
    }
}

#[test]
fn the_homes_behind_every_figure_that_a_screen_shows_add_up_to_it() {
    let scratch = tempfile::tempdir().unwrap();
    let coverage = hamlet(&scratch).coverage().unwrap();
    let of = FigureOf {
        kind: PeriodKind::Month,
        figure: Figure::Due,
        day: None,
        grid: None,
        area: None,
        category: None,
    };
    let behind = |of: &FigureOf| {
        let (mut sum, mut after) = (0, None);
        loop {
            let page = coverage.homes(of.clone(), after, 5).unwrap();
            sum += page.homes.iter().map(|home| home.count).sum::<u32>();
            after = page.next;
            let Some(cursor) = &after else { return sum };
            assert!(!format!("{cursor:?}").contains('村'));
        }
    };
    let report = coverage.count(PeriodKind::Month, None).unwrap();
    assert_eq!(behind(&of), report.total().unwrap().due);
    for line in report.lines(0, 200).unwrap() {
        let here = FigureOf { grid: Some(line.grid), area: line.area, category: line.category, ..of.clone() };
        let figure = |figure| behind(&FigureOf { figure, ..here.clone() });
        assert_eq!(figure(Figure::Due), line.counts.due);
        assert_eq!(figure(Figure::Visited), line.counts.visited);
        assert_eq!(figure(Figure::Attempted), line.counts.attempted);
    }
    let both = FigureOf { area: Some(ServiceArea::ElderCare), category: Some(CategoryKind::Dibao), ..of };
    let refused = coverage.homes(both, None, 5).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == "category"));
}

#[test]
fn grids_are_listed_by_name_and_drawn_where_their_ground_is_known() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let lines = core.responsibility_list().unwrap().grids(None, 200).unwrap();
    let page = core.coverage().unwrap().grid_shapes(None, 200).unwrap();
    assert_eq!(page.next, None);
    assert_eq!(
        page.shapes.iter().map(|shape| (shape.grid, &shape.name)).collect::<Vec<_>>(),
        lines.iter().map(|line| (line.grid, &line.name)).collect::<Vec<_>>()
    );
    let [drawn, other] = &page.shapes[..] else { panic!("{page:?}") };
    assert_eq!((drawn.parts[0].outer.len(), drawn.parts[0].holes.len()), (5, 0));
    assert!(drawn.label_at.is_some() && other.parts.is_empty() && other.label_at.is_none());
    assert!(!format!("{drawn:?}").contains("108.9"), "where a grid runs is not for logs");
}

#[test]
fn a_phone_says_how_far_it_is_and_what_would_be_lost_with_it() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    assert_eq!(core.readiness().unwrap(), Readiness::Ready);
    let lost = core.would_be_lost().unwrap();
    assert_eq!((lost.records, lost.visits, lost.rejected), (2, 1, 0));
    assert!(!lost.is_nothing && lost.lines.len() == 2 && lost.sentence.zh.contains(&lost.lines[0].zh));
    let stored = core.stored().unwrap();
    assert_eq!((stored.homes, stored.visits, stored.lines.len()), (12, 2, 4));

    let folder = tempfile::tempdir().unwrap();
    let new = enrolled(folder.path(), Vault::new(|| {}));
    assert_eq!(new.readiness().unwrap(), Readiness::FirstExchange);
    assert_eq!(new.words_of_nothing(ScreenWord::NothingToday).unwrap(), Readiness::FirstExchange.label());
    assert!(new.would_be_lost().unwrap().is_nothing);
}

#[test]
fn each_role_is_told_what_its_phone_will_hold() {
    assert!(StaffRole::Volunteer.holdings().lines.iter().all(|line| !line.zh.contains("类别")));
    assert!(StaffRole::Volunteer.holdings().withheld.is_some());
    assert_eq!(StaffRole::Supervisor.holdings().withheld, None);
    assert!(words_of_photos_may_cost().zh.contains("48"));
}

#[test]
fn pictures_are_answered_in_one_tap_and_what_is_not_well_becomes_a_need() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let (visits, register) = (core.visits().unwrap(), core.register().unwrap());
    let draft = visits.drafts().unwrap().remove(0);
    let mut well = visits.all_well(draft.id).unwrap();
    assert_eq!((well.outcome, well.wellbeing.len()), (Some(VisitOutcome::NoChange), 4));
    assert!(well.wellbeing.iter().all(|answer| answer.is_well));

    let before = register.household(draft.household).unwrap().needs.len();
    let trouble = WellbeingAnswer { check: WellbeingCheck::Utilities, is_well: false };
    well.wellbeing = vec![trouble];
    visits.save(well).unwrap();
    let visit = visits.finish(draft.id).unwrap();
    let home = register.household(draft.household).unwrap();
    let known = home.visits.iter().find(|known| known.id == visit).unwrap();
    assert_eq!((known.wellbeing.as_slice(), home.needs.len()), (&[trouble][..], before + 1));
    let words = WellbeingCheck::Utilities.trouble().zh;
    assert!(home.needs.iter().any(|need| need.note.as_ref() == Some(&words)), "{:?}", home.needs);
}

#[test]
fn the_number_to_report_to_is_at_hand_with_and_without_a_visit() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let visits = core.visits().unwrap();
    let draft = visits.drafts().unwrap().remove(0);
    let number = visits.choices(draft.id).unwrap().report_phone;
    assert_eq!(number.as_deref(), Some("12345"));
    assert_eq!(core.identity().unwrap().unwrap().report_phone, number);
}

#[test]
fn a_worker_says_something_to_the_office_and_it_waits_like_any_record() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let before = core.outbox().unwrap().unsent().unwrap();
    core.give_feedback("字太小。".to_owned()).unwrap();
    assert_eq!(core.outbox().unwrap().unsent().unwrap(), before + 1);
    let refused = core.give_feedback(" ".to_owned()).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == "words"));
}

#[test]
fn what_a_photo_can_be_and_whose_face_goes_is_told_with_the_other_choices() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let visits = core.visits().unwrap();
    let stops = core.today().unwrap().page(None, None, 200, None).unwrap().stops;
    let (mut asked, mut careful) = (0, 0);
    for stop in &stops {
        let home = core.register().unwrap().household(stop.household).unwrap();
        let draft = visits.start(stop.household).unwrap();
        let choices = visits.choices(draft.id).unwrap();
        let of_duties = home.duties.iter().filter(|duty| duty.is_due_today);
        let of_duties: Vec<_> = of_duties.filter_map(|duty| duty.photo_reason.clone()).collect();
        assert!(choices.photo_reasons.iter().all(|reason| of_duties.contains(reason)));
        asked += usize::from(!choices.photo_reasons.is_empty());
        let photo = choices.photos.first().unwrap();
        assert_eq!(photo.kind, EvidenceKind::Photo);
        let by_guardian =
            photo.consents.iter().find(|one| one.consent == ConsentState::GuardianGranted).unwrap();
        careful += usize::from(by_guardian.faces == FaceHiding::Required);
        assert!(photo.consents.iter().all(|one| one.consent != ConsentState::Withdrawn));
        visits.discard(draft.id).unwrap();
    }
    assert!(asked > 0 && careful > 0, "{asked} {careful}");
}

#[test]
fn which_screens_a_worker_needs_is_told_with_who_they_are() {
    let scratch = tempfile::tempdir().unwrap();
    let screens = hamlet(&scratch).identity().unwrap().unwrap().screens;
    assert_eq!(screens, RoleScreens { holds_tickets: false, reviews: false, is_plain: false });
    let of_volunteer =
        doorstep_core::fieldwork::RoleScreens::of(doorstep_core::domain::org::StaffRole::Volunteer);
    assert_eq!(
        RoleScreens::from(of_volunteer),
        RoleScreens { holds_tickets: true, reviews: false, is_plain: true }
    );
}

#[test]
fn once_the_hub_was_not_heard_for_a_week_no_call_names_who_lives_at_a_home() {
    let scratch = tempfile::tempdir().unwrap();
    let known = hamlet(&scratch);
    let below = scratch.path().to_str().map(str::to_owned);
    let locked = Doorstep::in_memory(below, None, 8).unwrap();
    let lock = locked.homes_lock().unwrap().unwrap();
    let stops = |core: &Doorstep| core.today().unwrap().page(None, None, 200, None).unwrap().stops;
    let named = |core: &Doorstep| {
        stops(core)
            .iter()
            .any(|stop| stop.handed_over.is_some() || stop.duties.iter().any(|duty| duty.name.is_some()))
    };
    assert!(named(&known) && !named(&locked));
    for stop in stops(&locked) {
        let home = locked.register().unwrap().household(stop.household).unwrap();
        assert_eq!((home.lock.as_ref(), &home.greeting), (Some(&lock), &stop.greeting));
        assert_eq!((home.place, home.safety_note), (stop.place, stop.safety_note));
        assert!(home.phone.is_none() && home.residents.is_empty() && home.visits.is_empty());
        assert!(home.needs.is_empty() && home.correctable.is_empty() && home.handed_over.is_none());
        assert!(!home.may_hand_over && !home.may_add_resident);
        assert!(home.duties.iter().all(|duty| duty.is_due_today) && home.duties.len() >= stop.duties.len());
        let visits = locked.visits().unwrap();
        let draft = visits.start(stop.household).unwrap();
        let choices = visits.choices(draft.id).unwrap();
        assert!(choices.work.iter().chain(&choices.other_work).all(|work| work.name.is_none()));
        assert!(
            choices.next_steps.iter().all(|one| one.step != NextStep::PhoneFollowUp || one.dials.is_none())
        );
        assert!(visits.entries(draft.id).unwrap().is_empty());
        assert!(locked.register().unwrap().may_take_over(stop.household).unwrap().is_empty());
    }
    let found = |core: &Doorstep| core.register().unwrap().search("wang".to_owned(), None, 200).unwrap().hits;
    assert!(!found(&known).is_empty() && found(&locked).is_empty());
}

#[test]
fn taps_at_a_door_change_what_they_are_about_and_leave_the_rest_of_the_visit() {
    let scratch = tempfile::tempdir().unwrap();
    let core = hamlet(&scratch);
    let draft = core.visits().unwrap().drafts().unwrap().remove(0);
    let tapped = draft.tapped(WellbeingCheck::Utilities).tapped(WellbeingCheck::Utilities);
    assert_eq!(tapped.answer(WellbeingCheck::Utilities), Some(false));
    assert_eq!(VisitDraft { wellbeing: draft.wellbeing.clone(), ..tapped.clone() }, draft);
    assert!(tapped.tapped(WellbeingCheck::Trouble).is_hard());
    let choices = core.visits().unwrap().choices(draft.id).unwrap();
    let gone = draft.nobody_opens();
    assert!(gone.is_nobody_there());
    let next: Vec<_> = choices.ladder(gone.next_step, false).into_iter().map(|rung| rung.turn).collect();
    assert_eq!((next[0], next.last()), (Turn::Next, Some(&Turn::Later)));
    assert_eq!(gone.back_to_pictures(), draft);
    assert_eq!(draft.as_pictured().outcome, Some(VisitOutcome::Completed));
    assert_eq!(choices.paper.visited_by, core.identity().unwrap().unwrap().staff.id);
}
