use super::*;

#[test]
fn a_photo_whose_commit_may_have_failed_keeps_its_file_and_its_record() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.store.doubt_next_commit();
    let (plain, taken) = phone.photograph(&draft);
    assert!(matches!(taken, Err(DoorstepError::Host { .. })), "nothing is reported as saved");
    assert!(plain.exists(), "the camera's file stays for another try");
    let kept = phone.doorstep.drafts().unwrap();
    let [photo] = kept[0].photos.as_slice() else { panic!("the commit did reach the disk") };
    assert_eq!(phone.photo_files()[0], photo.file);

    let (file, phone) = (photo.file.clone(), phone.restart());
    assert_eq!(phone.photo_files(), [file], "a file that a draft names is never swept");
    phone.doorstep.finish_visit(draft.id).unwrap();
}

#[test]
fn a_photo_of_a_visit_that_is_gone_leaves_nothing_behind() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.discard_visit(draft.id).unwrap();
    let (plain, taken) = phone.photograph(&draft);
    assert_eq!(taken, Err(DoorstepError::NotFound { what: "visit in progress" }));
    assert!(plain.exists());
    assert!(phone.photo_files().is_empty());
}

#[test]
fn opening_sweeps_what_nothing_names_and_nothing_else() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let (finished, in_progress) = (phone.knock(), phone.knock());
    let recorded = phone.photograph(&finished).1.unwrap();
    phone.doorstep.finish_visit(finished.id).unwrap();
    let kept = phone.photograph(&in_progress).1.unwrap();
    for stray in ["half.age.part", "nobody.age", "plain.jpg"] {
        std::fs::write(phone.photos().join(stray), b"left behind").unwrap();
    }
    let phone = phone.restart();
    let mut expected = [format!("{recorded}.age"), format!("{kept}.age")];
    expected.sort();
    assert_eq!(phone.photo_files(), expected);
}
