use super::*;
use crate::{
    domain::visit::{LateEntry, Visit, VisitMode, VisitPlace},
    geo::{
        Accuracy, AccuracyKind, Coordinate, CoordinateError, Datum, Fix, FixFlag, FixSource, Place, Reading,
        UnknownAccuracy, WhyUnknown,
    },
    op::body::{Body, Payload},
};

/// A phone whose one home lies at 34° N, 108° E, or nobody knows where.
fn phone(place: Option<Coordinate>) -> Phone {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let row = phone.row(RowKind::Household, HOME.0, &Household { place, ..home() });
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    phone
}

fn at(north_m: f64) -> Coordinate {
    Coordinate::new(34.0 + north_m / 110_900.0, 108.0, Datum::Wgs84).unwrap()
}

/// A fix of now, `north_m` metres north of the home.
fn fix(phone: &Phone, north_m: f64) -> Fix {
    Fix {
        at: at(north_m),
        accuracy: Accuracy::r68(10.0),
        altitude_m: None,
        speed_mps: None,
        gps_time: None,
        device_time: phone.clock.now(),
        monotonic_ms: phone.clock.monotonic_ms(),
        boot_id: phone.clock.boot_id(),
        source: FixSource::default(),
    }
}

fn stands(phone: &Phone, draft: &mut VisitDraft, fix: Option<Fix>) -> PlaceView {
    draft.fix = fix;
    phone.doorstep.save_draft(draft).unwrap();
    phone.doorstep.place_of(draft.id).unwrap()
}

fn recorded(phone: &Phone) -> Visit {
    let body = phone.doorstep.store.read(journal::latest_visits).unwrap().remove(0);
    match Payload::from_json(&body).unwrap().body {
        Body::VisitRecorded(visit) => visit,
        _ => unreachable!(),
    }
}

#[test]
fn a_worker_at_the_door_learns_where_the_fix_stands_before_the_finish() {
    let phone = phone(Some(at(0.0)));
    let mut draft = phone.knock();
    let none = stands(&phone, &mut draft, None);
    assert_eq!(none.fence.why, Some(WhyUnknown::NoFix));
    assert_eq!(none.sentence.zh, "位置未知：没有定位。走访照常可以完成。");
    let inside = stands(&phone, &mut draft, Some(fix(&phone, 5.0)));
    assert_eq!((inside.fence.place, inside.flags.as_slice()), (Place::Inside, &[][..]));
    assert_eq!(inside.sentence.en, "at the place: over 99 % likely to be within the fence.");
    let edge = stands(&phone, &mut draft, Some(fix(&phone, 100.0)));
    assert_eq!(edge.fence.place, Place::Uncertain);
    assert!(
        edge.sentence.zh.starts_with("定位精度不足，无法判断：在围栏内的可能性约 4"),
        "{}",
        edge.sentence.zh
    );
    let outside = stands(&phone, &mut draft, Some(fix(&phone, 800.0)));
    assert_eq!(outside.fence.place, Place::Outside);
    assert!(outside.sentence.en.ends_with("The visit can be finished all the same."));
    phone.doorstep.finish_visit(draft.id).unwrap();
    assert_eq!(recorded(&phone).fence, outside.fence, "what was said is what is recorded");
    let gone = phone.doorstep.place_of(draft.id).unwrap_err();
    assert_eq!(gone, DoorstepError::NotFound { what: Thing::VisitInProgress });
}

#[test]
fn the_flags_that_the_hub_would_raise_are_told_at_the_door() {
    let phone = phone(Some(at(0.0)));
    let mut draft = phone.knock();
    stands(&phone, &mut draft, Some(fix(&phone, 5.0)));
    phone.doorstep.finish_visit(draft.id).unwrap();
    phone.clock.advance(60_000);
    let mut next = phone.doorstep.start_visit(HOME).unwrap();
    let far = stands(&phone, &mut next, Some(fix(&phone, 30_000.0)));
    assert_eq!(far.flags, [FixFlag::ImpossibleSpeed]);
    let cached = Fix {
        device_time: phone.clock.now().plus_millis(-10 * 60_000),
        source: FixSource { mock: true, ..FixSource::default() },
        ..fix(&phone, 5.0)
    };
    let cached = stands(&phone, &mut next, Some(cached));
    assert_eq!(cached.flags, [FixFlag::Mock, FixFlag::Old]);
    assert!(cached.sentence.zh.contains("；请注意：模拟位置（也可能是外接定位设备）、定位时间较早。"));
    next.late_entry = Some(LateEntry { visited_by: WORKER, visited_on: day("2026-06-02") });
    assert_eq!(
        stands(&phone, &mut next, Some(fix(&phone, 30_000.0))).flags,
        [],
        "it says where it was typed"
    );
}

#[test]
fn a_call_an_institution_and_a_paper_visit_are_not_held_against_the_home() {
    let phone = phone(Some(at(0.0)));
    let draft = phone.knock();
    let call = VisitDraft { mode: VisitMode::Phone, ..draft.clone() };
    let institution = VisitDraft { place: VisitPlace::Institution, ..draft.clone() };
    let paper = LateEntry { visited_by: WORKER, visited_on: day("2026-06-02") };
    let paper = VisitDraft { late_entry: Some(paper), ..draft };
    for mut elsewhere in [call, institution, paper] {
        let told = stands(&phone, &mut elsewhere, Some(fix(&phone, 5_000.0)));
        assert_eq!((told.fence.place, told.fence.why), (Place::Unknown, Some(WhyUnknown::NotAtHome)));
    }
}

#[test]
fn a_fix_without_accuracy_or_a_home_without_a_place_says_so_once() {
    let phone = phone(Some(at(0.0)));
    let mut draft = phone.knock();
    let vague = Fix { accuracy: Accuracy::r68(0.0), ..fix(&phone, 5.0) };
    let vague = stands(&phone, &mut draft, Some(vague));
    assert_eq!(vague.sentence.zh, "位置未知：定位精度为零或负数，即无效。走访照常可以完成。");
    let unplaced = self::phone(None);
    let mut draft = unplaced.knock();
    let said = stands(&unplaced, &mut draft, Some(fix(&unplaced, 5.0)));
    assert_eq!(
        said.sentence.en,
        "place unknown: the home's place is not recorded yet. The visit can be finished all the same."
    );
    let silent = Fix { accuracy: Accuracy::Unknown(UnknownAccuracy::NotGiven), ..fix(&unplaced, 5.0) };
    let silent = stands(&unplaced, &mut draft, Some(silent));
    assert!(silent.sentence.en.contains("yet; note: the source gave no accuracy."), "{}", silent.sentence.en);
}

#[test]
fn what_makes_a_fix_useless_or_vague_is_told_before_it_is_saved() {
    let told = |lat: f64, lon: f64, accuracy_m: Option<f64>| {
        FixView::of(Reading {
            lat,
            lon,
            datum: Datum::Wgs84,
            accuracy_m,
            accuracy_kind: AccuracyKind::R68,
            altitude_m: None,
            speed_mps: None,
            gps_time: None,
            device_time: MORNING,
            monotonic_ms: 0,
            boot_id: 1,
            source: FixSource::default(),
        })
    };
    let good = told(34.0, 108.0, Some(8.0)).unwrap();
    assert!(good.fix.is_some() && good.fault.is_none());
    let vague = told(34.0, 108.0, Some(f64::NAN)).unwrap();
    assert!(vague.fix.is_some());
    assert_eq!(vague.fault.unwrap().zh, "定位精度不是数字。走访照常可以完成。");
    let empty = told(0.0, 0.0, Some(8.0)).unwrap();
    assert_eq!(empty.fix, None);
    assert_eq!(
        empty.fault.unwrap().en,
        "the position is (0, 0), a receiver's empty answer. The visit can be finished all the same."
    );
    assert_eq!(told(91.0, 0.0, None), Err(CoordinateError::Latitude));
}
