use super::*;

/// So many words that they need pages of their own.
fn long_note(letter: &str) -> Option<String> {
    Some(letter.repeat(2_000))
}

#[test]
fn on_a_full_disk_nothing_is_reported_as_saved_and_the_visit_goes_on_later() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let saved = phone.knock();
    phone.doorstep.store.limit_growth(Some(0));
    let longer = VisitDraft { note: long_note("甲"), ..saved.clone() };
    assert_eq!(phone.doorstep.save_draft(&longer), Err(DoorstepError::StorageFull));
    assert_eq!(phone.doorstep.drafts().unwrap()[0], saved, "the draft stands as it was last saved");

    phone.doorstep.store.limit_growth(None);
    phone.doorstep.save_draft(&longer).unwrap();
    phone.doorstep.store.limit_growth(Some(0));
    assert_eq!(phone.doorstep.finish_visit(saved.id), Err(DoorstepError::StorageFull));
    assert_eq!(phone.doorstep.unsent(), Ok(0), "no half of a finish");
    assert_eq!(phone.doorstep.drafts().unwrap(), [longer]);

    phone.doorstep.store.limit_growth(None);
    phone.doorstep.finish_visit(saved.id).unwrap();
    assert_eq!(phone.doorstep.unsent(), Ok(1));
}

#[test]
#[cfg(target_os = "linux")]
fn a_photo_that_the_disk_has_no_room_for_is_named_so_and_the_plain_file_stays() {
    // The same seed gives the same id: the sealed file of the second phone goes to a device that is always full.
    let id = {
        let phone = Phone::of(StaffRole::SocialWorker);
        phone.photograph(&phone.knock()).1.unwrap()
    };
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    std::os::unix::fs::symlink("/dev/full", phone.photos().join(format!("{id}.Working.age.part"))).unwrap();
    let (plain, taken) = phone.photograph(&draft);
    assert_eq!(taken, Err(DoorstepError::StorageFull));
    assert!(plain.exists());
    assert!(phone.photo_files().is_empty());
    assert!(phone.doorstep.drafts().unwrap()[0].photos.is_empty());
}
