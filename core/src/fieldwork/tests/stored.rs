//! What lies on a phone, what would be lost with it, and what it says before it holds anything.

use super::*;
use crate::{
    domain::evidence::{PhotoCopy, PhotoRecord},
    op::{outcome::RejectReason, row::PhotoStored},
};

/// A finished visit with a photo; answers what was recorded of it.
fn photographed(phone: &Phone) -> PhotoRecord {
    let draft = phone.knock();
    phone.photograph(&draft).1.unwrap();
    let mut saved = phone.doorstep.drafts().unwrap();
    saved.retain(|one| one.id == draft.id);
    phone.doorstep.finish_visit(draft.id).unwrap();
    saved.remove(0).photos.remove(0).record
}

/// The hub has checked these files of the photo.
fn stored_at_hub(phone: &mut Phone, record: &PhotoRecord, copies: &[PhotoCopy]) {
    let device = phone.doorstep.identity().unwrap().unwrap().device;
    for copy in copies {
        let sealed_sha256 = record.part(*copy).sealed_sha256;
        let told = PhotoStored { photo: record.id, sealed_sha256, backed_up: false };
        let id = PhotoStored::row_id(device, record.id, sealed_sha256);
        let row = phone.row(RowKind::PhotoStored, id, &told);
        phone.pull(Scope::Private(device), vec![row]);
    }
}

#[test]
fn what_would_be_lost_is_what_lies_here_alone() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    assert!(phone.doorstep.would_be_lost().unwrap().is_nothing());
    let begun = phone.knock();
    phone.photograph(&begun).1.unwrap();
    let record = photographed(&phone);
    let lost = Loss { records: 2, photos: 2, visits: 1, ..Loss::default() };
    assert_eq!(phone.doorstep.would_be_lost(), Ok(lost), "a photo of a visit in progress counts");

    phone.judge_all(&Outcome::Applied);
    assert_eq!(phone.doorstep.would_be_lost(), Ok(Loss { records: 0, ..lost }));
    stored_at_hub(&mut phone, &record, &[PhotoCopy::Thumbnail]);
    assert_eq!(phone.doorstep.would_be_lost().unwrap().photos, 2, "the picture itself is on its way");
    stored_at_hub(&mut phone, &record, &[PhotoCopy::Working]);
    assert_eq!(phone.doorstep.would_be_lost().unwrap().photos, 1, "an original stays by design");
    phone.doorstep.discard_visit(begun.id).unwrap();
    assert!(phone.doorstep.would_be_lost().unwrap().is_nothing());
}

#[test]
fn what_the_hub_did_not_take_would_be_lost_until_it_is_put_right() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
    phone.judge_all(&Outcome::Rejected { reason: RejectReason::OutsideScope });
    let rejected = phone.doorstep.rejected(None, 10).unwrap();
    let lost = Loss { rejected: rejected.len() as u64, ..Loss::default() };
    assert_eq!((phone.doorstep.would_be_lost(), lost.rejected), (Ok(lost), 1));
    phone.doorstep.put_right(rejected[0].item.op_id, None).unwrap();
    assert_eq!(phone.doorstep.would_be_lost(), Ok(Loss { records: 1, ..Loss::default() }));
}

#[test]
fn a_damaged_store_that_was_set_aside_goes_with_a_wipe_and_is_told() {
    let phone = Phone::of(StaffRole::SocialWorker);
    std::fs::create_dir_all(phone.folder.path().join("set-aside/20260601T000000Z")).unwrap();
    assert_eq!(phone.doorstep.would_be_lost(), Ok(Loss { set_aside: 1, ..Loss::default() }));
}

#[test]
fn what_lies_here_is_counted_once_and_a_home_that_went_is_not() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let empty = phone.doorstep.stored().unwrap();
    assert_eq!((empty.homes, empty.visits, empty.photos), (1, 0, 0));
    let record = photographed(&phone);
    let full = phone.doorstep.stored().unwrap();
    assert_eq!((full.homes, full.visits, full.photos), (1, 1, 1), "three files are one photo");
    assert!(empty.bytes > 0 && full.bytes > record.part(PhotoCopy::Original).sealed_bytes);
    phone.lose_grid();
    let left = phone.doorstep.stored().unwrap();
    assert_eq!((left.homes, left.visits, left.photos), (0, 0, 1));
}

#[test]
fn a_phone_says_that_its_data_come_until_one_whole_exchange_is_over() {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(ManualClock::at(MORNING));
    let doorstep = Phone::open(&folder, &clock, 1);
    let mut phone = Phone { folder, clock, doorstep, revision: 0 };
    let says = |phone: &Phone| {
        let nothing = phone.doorstep.words_of_nothing(ScreenWord::NothingToday).unwrap();
        (phone.doorstep.readiness().unwrap(), nothing)
    };
    assert_eq!(says(&phone), (Readiness::NotEnrolled, ScreenWord::NotEnrolled.label()));
    phone.enrol(1, worker(WORKER, StaffRole::SocialWorker)).unwrap();
    let comes = (Readiness::FirstExchange, Readiness::FirstExchange.label());
    assert_eq!(says(&phone), comes);
    let row = phone.row(RowKind::Household, HOME.0, &home());
    let begun = ScopePage { more: true, ..phone.page(Scope::Grid(grid(1)), vec![row]) };
    phone.take_feed(vec![begun], Vec::new());
    assert_eq!(says(&phone), comes, "half of a list is not a list");
    phone.pull_register(StaffRole::SocialWorker);
    assert_eq!(says(&phone), (Readiness::Ready, ScreenWord::NothingToday.label()));
    assert_eq!(phone.restart().doorstep.readiness(), Ok(Readiness::Ready));
}

#[test]
fn homes_are_locked_after_seven_days_without_the_hub_and_opened_by_the_next_exchange() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let mut phone = Phone::of(StaffRole::SocialWorker);
    phone.clock.advance(7 * DAY_MS);
    assert_eq!(phone.doorstep.homes_lock(), Ok(None));
    phone.clock.advance(1);
    let words = phone.doorstep.homes_lock().unwrap().unwrap();
    assert!(words.zh.contains("7 天") && words.en.contains("7 days"), "{words:?}");
    let draft = phone.doorstep.start_visit(HOME).unwrap();
    assert_eq!(draft.household, HOME, "recording goes on");
    phone.pull_register(StaffRole::SocialWorker);
    assert_eq!(phone.doorstep.homes_lock(), Ok(None));
}

#[test]
fn a_phone_that_never_had_homes_has_none_to_lock() {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(ManualClock::at(MORNING));
    let doorstep = Phone::open(&folder, &clock, 1);
    clock.advance(30 * 24 * 60 * 60 * 1000);
    assert_eq!(doorstep.homes_lock(), Ok(None));
}
