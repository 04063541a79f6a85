use super::{send::ASK_AGAIN_MS, *};
use crate::{
    domain::evidence::{PhotoCopy, PhotoFile},
    op::{
        body::Body,
        row::{PhotoStored, RowKind},
        wire::Head,
    },
    seal::Digest,
    store::{
        Durability, Store,
        device::identity,
        journal::{acknowledge, adopt_device, hash_at, rewind_to},
        sample::{enrolled, identity_of, photo, record, remark},
    },
    time::Timestamp,
};

const NOW: Timestamp = Timestamp::from_millis(1_000);
const LATER: Timestamp = Timestamp::from_millis(2_000);
const ANY_AGE: Timestamp = Timestamp::from_millis(i64::MAX);

/// Records these photos, one finish each, and queues their files.
fn take(store: &Store, numbers: &[u128]) {
    for (millis, number) in (1..).zip(numbers) {
        let photo = photo(*number);
        record(store, millis, vec![remark(1), Body::PhotoTaken(photo.clone())]);
        write(store, |tx| add_blob(tx, &photo, PhotoCopy::Working, &format!("{number}.age")));
    }
}

fn working(number: u128) -> PhotoFile {
    PhotoFile::working(photo(number).id)
}

fn write<T>(store: &Store, work: impl FnMut(&Tx<'_>) -> Result<T, StoreError>) -> T {
    store.write(Durability::Replayable, work).unwrap()
}

fn acknowledge_through(store: &Store, seq: u64, backed_up: u64) {
    write(store, |tx| {
        let hash = hash_at(tx, seq)?.ok_or(StoreError::NotEnrolled)?;
        acknowledge(tx, Head { seq, hash }, backed_up)
    });
}

fn next(store: &Store) -> Option<PendingUpload> {
    store.read(|tx| next_upload(tx, NOW, ANY_AGE, &[])).unwrap()
}

fn state(store: &Store) -> (BlobState, u64) {
    let all = store.read(|tx| blobs(tx, None, 10)).unwrap();
    (all[0].state, all[0].offset)
}

fn stored(number: u128) -> PhotoStored {
    PhotoStored {
        photo: photo(number).id,
        sealed_sha256: photo(number).working.sealed_sha256,
        backed_up: false,
    }
}

#[test]
fn a_photo_waits_for_its_record() {
    let store = enrolled();
    take(&store, &[1]);
    assert_eq!(next(&store), None);
    acknowledge_through(&store, 2, 0);
    let upload = next(&store).unwrap();
    assert_eq!((upload.file.as_str(), upload.offset, upload.location), ("1.age", 0, None));
}

#[test]
fn an_upload_goes_on_where_it_was_and_before_any_other() {
    let store = enrolled();
    take(&store, &[1, 2]);
    acknowledge_through(&store, 4, 0);
    write(&store, |tx| note_upload_attempt(tx, working(2), NOW, LATER));
    write(&store, |tx| set_upload(tx, working(2), Some("/v1/uploads/x"), 400));
    let upload = next(&store).unwrap();
    assert_eq!((upload.file.as_str(), upload.offset, upload.attempts), ("2.age", 400, 0));

    write(&store, |tx| set_upload(tx, working(2), Some("/v1/uploads/x"), 1_000));
    assert_eq!(next(&store).unwrap().file, "1.age", "what is sent whole is only waited for");
    write(&store, |tx| set_upload(tx, working(2), None, 400));
    let all = store.read(|tx| blobs(tx, Some(photo(1).id), 10)).unwrap();
    assert_eq!((all[0].state, all[0].offset), (BlobState::Waiting, 0), "a lost upload begins anew");
}

#[test]
fn an_original_that_is_asked_for_goes_after_the_copies_of_every_photo() {
    let store = enrolled();
    take(&store, &[1, 2]);
    let original = PhotoFile { photo: photo(1).id, copy: PhotoCopy::Original };
    write(&store, |tx| add_blob(tx, &photo(1), PhotoCopy::Original, "1.original.age"));
    write(&store, |tx| add_blob(tx, &photo(1), PhotoCopy::Thumbnail, "1.thumbnail.age"));
    acknowledge_through(&store, 4, 0);
    let sent = || {
        let mut sent = Vec::new();
        while let Some(upload) = next(&store) {
            write(&store, |tx| set_upload(tx, upload.photo, Some("/v1/uploads/x"), upload.bytes));
            sent.push(upload.file);
        }
        sent
    };
    assert!(write(&store, |tx| send_original(tx, photo(1).id)));
    write(&store, |tx| set_upload(tx, original, Some("/v1/uploads/x"), 10));
    assert_eq!(sent(), ["1.thumbnail.age", "1.age", "2.age", "1.original.age"], "though it was begun");
    assert!(!write(&store, |tx| send_original(tx, photo(2).id)), "none is here");
}

#[test]
fn a_photo_that_failed_lets_the_next_one_pass() {
    let store = enrolled();
    take(&store, &[1, 2]);
    acknowledge_through(&store, 4, 0);
    write(&store, |tx| note_upload_attempt(tx, working(1), NOW, LATER));
    assert_eq!(next(&store).unwrap().file, "2.age");
    write(&store, |tx| note_upload_attempt(tx, working(2), NOW, LATER));
    assert_eq!(next(&store), None);
    assert_eq!(store.read(|tx| next_upload_at(tx, ANY_AGE, &[])).unwrap(), Some((LATER, None)));
    assert_eq!(store.read(|tx| next_upload(tx, LATER, ANY_AGE, &[])).unwrap().unwrap().attempts, 1);
}

#[test]
fn files_that_never_get_through_go_after_all_others() {
    let store = enrolled();
    take(&store, &[1, 2, 3]);
    acknowledge_through(&store, 6, 0);
    write(&store, |tx| note_upload_attempt(tx, working(3), NOW, Timestamp::default()));
    write(&store, |tx| set_aside(tx, working(3), "photo-record-rejected"));
    for _ in 0..3 {
        // Due at once, as when the way to the hub was closed for as long.
        write(&store, |tx| note_upload_attempt(tx, working(1), NOW, Timestamp::default()));
    }
    let tomorrow = NOW.plus_millis(ASK_AGAIN_MS);
    let mut order = Vec::new();
    while let Some(upload) = store.read(|tx| next_upload(tx, tomorrow, ANY_AGE, &order)).unwrap() {
        order.push(upload.photo);
    }
    assert_eq!(order, [2, 3, 1].map(working));
}

#[test]
fn a_file_that_is_under_way_is_not_sent_a_second_time_and_the_next_one_goes() {
    let store = enrolled();
    take(&store, &[1, 2, 3]);
    acknowledge_through(&store, 6, 0);
    let mut under_way = Vec::new();
    while let Some(upload) = store.read(|tx| next_upload(tx, NOW, ANY_AGE, &under_way)).unwrap() {
        // Due at once, should nothing be heard of it again.
        write(&store, |tx| note_upload_attempt(tx, upload.photo, NOW, Timestamp::default()));
        under_way.push(upload.photo);
    }
    assert_eq!(under_way, [1, 2, 3].map(working));
    assert_eq!(store.read(|tx| next_upload_at(tx, ANY_AGE, &under_way)).unwrap(), None);
    let others = store.read(|tx| next_upload_at(tx, ANY_AGE, &under_way[1..])).unwrap();
    assert_eq!(others, Some((Timestamp::default(), None)));
}

#[test]
fn a_wait_that_a_clock_put_back_made_endless_is_over() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    let a_year_on = NOW.plus_millis(365 * 24 * 3_600_000);
    write(&store, |tx| note_upload_attempt(tx, working(1), a_year_on, a_year_on));
    assert_eq!(next(&store).unwrap().file, "1.age");
}

#[test]
fn an_old_photo_is_found_behind_young_ones_that_must_wait() {
    let store = enrolled();
    take(&store, &[1, 2]);
    acknowledge_through(&store, 4, 0);
    let taken = |number| photo(number).captured_at();
    let (old, young) = if taken(1) <= taken(2) { (1, 2) } else { (2, 1) };
    write(&store, |tx| tx.execute("UPDATE blob SET captured_at = 1 WHERE photo = ?1", [photo(old).id]));
    write(&store, |tx| tx.execute("UPDATE blob SET captured_at = 9 WHERE photo = ?1", [photo(young).id]));
    write(&store, |tx| set_upload(tx, working(young), Some("/v1/uploads/x"), 400));
    let border = Timestamp::from_millis(5);
    let found = store.read(|tx| next_upload(tx, NOW, border, &[])).unwrap().unwrap();
    assert_eq!(found.photo, working(old));
    assert!(store.read(|tx| holds_uploads_from(tx, border)).unwrap());
    assert!(!store.read(|tx| holds_uploads_from(tx, NOW)).unwrap());
    assert_eq!(store.read(|tx| next_upload(tx, NOW, Timestamp::from_millis(1), &[])).unwrap(), None);
}

#[test]
fn a_photo_that_was_put_off_says_why_until_something_gets_through() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    let cause = || store.read(|tx| blobs(tx, None, 10)).unwrap()[0].cause.clone();
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 400));
    write(&store, |tx| put_upload_off(tx, working(1), "HubBusy", LATER, false));
    let due = store.read(|tx| next_upload_at(tx, ANY_AGE, &[])).unwrap();
    assert_eq!((due, state(&store).1), (Some((LATER, Some("HubBusy".to_owned()))), 400));
    write(&store, retry_uploads_now);
    assert_eq!(next(&store).unwrap().offset, 400, "a person is not kept waiting");
    write(&store, |tx| put_upload_off(tx, working(1), "UploadBeginsAnew", NOW, true));
    assert_eq!(next(&store).unwrap().location, None);
    assert_eq!(cause().as_deref(), Some("UploadBeginsAnew"));
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/y"), 300));
    assert_eq!(cause(), None);
}

#[test]
fn a_file_leaves_the_phone_only_when_stored_and_backed_up() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    let other = PhotoStored { sealed_sha256: Digest([99; 32]), ..stored(1) };
    assert_eq!(write(&store, |tx| mark_stored(tx, &other)), None);
    assert_eq!(state(&store).0, BlobState::Waiting, "another file than ours was stored");

    assert_eq!(write(&store, |tx| mark_stored(tx, &stored(1))), None, "no backup holds it");
    assert_eq!(state(&store), (BlobState::Stored, 1_000));
    acknowledge_through(&store, 2, 2);
    assert!(store.read(|tx| released_files(tx, 10)).unwrap().is_empty(), "a backup holds its record only");
    let backed_up = PhotoStored { backed_up: true, ..stored(1) };
    assert_eq!(write(&store, |tx| mark_stored(tx, &backed_up)), Some("1.age".to_owned()));
    let released = vec![(working(1), "1.age".to_owned())];
    assert_eq!(store.read(|tx| released_files(tx, 10)).unwrap(), released);
    write(&store, |tx| forget_file(tx, working(1)));
    assert!(store.read(|tx| released_files(tx, 10)).unwrap().is_empty());
}

#[test]
fn a_restored_hub_gets_the_photos_again_that_it_lost() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    write(&store, |tx| mark_stored(tx, &stored(1)));
    write(&store, |tx| {
        let hash = hash_at(tx, 0)?.ok_or(StoreError::NotEnrolled)?;
        rewind_to(tx, Head { seq: 0, hash })
    });
    assert_eq!(state(&store), (BlobState::Waiting, 0));
    assert_eq!(next(&store), None, "its record goes first again");
    acknowledge_through(&store, 2, 0);
    assert_eq!(next(&store).unwrap().file, "1.age");
}

#[test]
fn a_photo_sent_whole_whose_verdict_does_not_come_is_asked_for_again_once_a_day() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    write(&store, |tx| note_upload_attempt(tx, working(1), NOW, NOW));
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 1_000));
    let next_at = |at: Timestamp| store.read(|tx| next_upload(tx, at, ANY_AGE, &[])).unwrap();
    let tomorrow = NOW.plus_millis(ASK_AGAIN_MS);
    assert_eq!(next_at(tomorrow.plus_millis(-1)), None);
    let again = next_at(tomorrow).unwrap();
    assert_eq!((again.file.as_str(), again.location, again.offset), ("1.age", None, 0));
    write(&store, |tx| note_upload_attempt(tx, working(1), tomorrow, tomorrow));
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/y"), 1_000));
    assert_eq!(next_at(tomorrow.plus_millis(1)), None, "the hub has it, and was asked");
    assert_eq!(store.read(|tx| next_upload_at(tx, ANY_AGE, &[])).unwrap(), None, "nothing is unsent");
}

#[test]
fn a_photo_that_the_hub_does_not_take_stays_here_says_why_and_is_asked_for_again_once_a_day() {
    let store = enrolled();
    take(&store, &[1]);
    acknowledge_through(&store, 2, 0);
    write(&store, |tx| note_upload_attempt(tx, working(1), NOW, NOW));
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 400));
    write(&store, |tx| set_aside(tx, working(1), "PhotoAltered"));
    let blob = || store.read(|tx| blobs(tx, None, 10)).unwrap().remove(0);
    assert_eq!((blob().state, blob().cause.as_deref()), (BlobState::Refused, Some("PhotoAltered")));
    assert_eq!(blob().file.as_deref(), Some("1.age"));
    assert!(store.read(|tx| released_files(tx, 10)).unwrap().is_empty());
    let waits = store
        .read(|tx| Ok::<_, StoreError>((next_upload_at(tx, ANY_AGE, &[])?, holds_uploads_from(tx, NOW)?)));
    assert_eq!((next(&store), waits.unwrap()), (None, (None, false)), "nothing waits for it");

    let tomorrow = NOW.plus_millis(ASK_AGAIN_MS);
    let again = store.read(|tx| next_upload(tx, tomorrow, ANY_AGE, &[])).unwrap().unwrap();
    assert_eq!((again.file.as_str(), again.location), ("1.age", None));
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/y"), 0));
    assert_eq!((blob().state, blob().cause), (BlobState::Uploading, None), "its record was put right");

    write(&store, |tx| set_aside(tx, working(1), "PhotoRecordRejected"));
    write(&store, |tx| ask_again(tx, photo(1).id));
    assert_eq!(next(&store).unwrap().file, "1.age", "put right here, it is asked for at once");
}

#[test]
fn a_drain_announces_again_what_is_in_no_backup_and_what_was_not_taken() {
    let store = enrolled();
    take(&store, &[1, 2, 3, 4, 5]);
    acknowledge_through(&store, 10, 0);
    write(&store, |tx| mark_stored(tx, &stored(1)));
    write(&store, |tx| mark_stored(tx, &PhotoStored { backed_up: true, ..stored(2) }));
    write(&store, |tx| set_upload(tx, working(3), Some("/v1/uploads/x"), 1_000));
    write(&store, |tx| set_upload(tx, working(4), Some("/v1/uploads/y"), 400));
    write(&store, |tx| set_aside(tx, working(5), "PhotoRecordRejected"));
    write(&store, announce_again);
    let all = store.read(|tx| blobs(tx, None, 10)).unwrap();
    let states: Vec<_> = all.iter().map(|blob| (blob.state, blob.offset)).collect();
    use BlobState::{Stored, Uploading, Waiting};
    assert_eq!(states, [(Waiting, 0), (Stored, 1_000), (Waiting, 0), (Uploading, 400), (Waiting, 0)]);
}

#[test]
fn what_the_hub_does_not_name_any_more_is_sent_again_while_the_file_is_here() {
    let store = enrolled();
    take(&store, &[1, 2, 3]);
    acknowledge_through(&store, 6, 0);
    for number in [1, 2] {
        write(&store, |tx| mark_stored(tx, &PhotoStored { backed_up: true, ..stored(number) }));
    }
    write(&store, |tx| set_upload(tx, working(3), Some("/v1/uploads/x"), 1_000));
    let named = PhotoStored::row_id(identity_of(1).device, photo(1).id, stored(1).sealed_sha256);
    write(&store, |tx| send_unconfirmed(tx, |kind, id| Ok((kind, id) == (RowKind::PhotoStored, named))));
    let all = store.read(|tx| blobs(tx, None, 10)).unwrap();
    let states: Vec<_> = all.iter().map(|blob| (blob.state, blob.offset)).collect();
    assert_eq!(states, [(BlobState::Stored, 1_000), (BlobState::Waiting, 0), (BlobState::Waiting, 0)]);
    assert_eq!(store.read(|tx| released_files(tx, 10)).unwrap().len(), 1, "and may not go");
}

#[test]
fn under_a_new_device_id_the_photos_of_what_is_sent_again_begin_anew() {
    let store = enrolled();
    take(&store, &[1, 2]);
    acknowledge_through(&store, 2, 0);
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 400));
    write(&store, |tx| adopt_device(tx, &identity_of(2), 2));
    assert_eq!(store.read(identity).unwrap().unwrap().device, identity_of(2).device);
    assert_eq!(state(&store), (BlobState::Uploading, 400), "the hub holds this record");
    write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 1_000));
    assert_eq!(next(&store), None);
    acknowledge_through(&store, 2, 0);
    assert_eq!(next(&store).unwrap().file, "2.age");
}

#[test]
fn what_the_hub_has_not_stored_is_listed_page_by_page_as_far_as_its_records_go_along() {
    let store = enrolled();
    take(&store, &[1, 2, 3, 4, 5]);
    write(&store, |tx| add_blob(tx, &photo(3), PhotoCopy::Original, "3.original.age"));
    acknowledge_through(&store, 6, 0);
    write(&store, |tx| mark_stored(tx, &stored(1)));
    write(&store, |tx| set_upload(tx, working(2), Some("/v1/uploads/x"), 1_000));
    write(&store, |tx| set_aside(tx, working(3), "PhotoRecordRejected"));
    let list = |through, after, limit| {
        let device = identity_of(1).device;
        let files = store.read(|tx| unstored_files(tx, device, through, after, limit)).unwrap();
        files.into_iter().map(|(number, file)| (number, file.file)).collect::<Vec<_>>()
    };
    let names = |through| list(through, 0, 10).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names(10), ["2.age", "3.age", "4.age", "5.age"]);
    assert_eq!(names(8), ["2.age", "3.age", "4.age"], "the record of the fifth is not sent along");
    assert_eq!(names(0), ["2.age", "3.age"], "those records are at the hub");
    let first = list(10, 0, 2);
    let rest = list(10, first[1].0, 10);
    assert_eq!((first[1].1.as_str(), rest[0].1.as_str()), ("3.age", "4.age"));
    write(&store, |tx| send_original(tx, photo(3).id));
    assert!(names(10).contains(&"3.original.age".to_owned()), "somebody asked for it");
}
