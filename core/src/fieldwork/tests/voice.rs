//! Voice notes: taken by path, one sealed file each.

use super::*;
use crate::{
    domain::evidence::{PhotoFile, PhotoRecord},
    op::body::{Body, Payload},
    seal::{Digest, open_file},
    sound::{MAX_BYTES, fixture},
    store::blob,
};

/// The recorder's file, and the call that takes it.
fn record(
    phone: &Phone,
    draft: &VisitDraft,
    bytes: &[u8],
    consent: ConsentState,
) -> (PathBuf, Result<PhotoId, DoorstepError>) {
    let plain = phone.folder.path().join("note.m4a");
    std::fs::write(&plain, bytes).unwrap();
    let taken = phone.doorstep.take_voice(draft.id, &plain, consent);
    if let Ok(taken) = taken {
        assert!(!taken.plain_file_remains && !plain.exists());
    }
    (plain, taken.map(|taken| taken.photo))
}

/// What the phone recorded of it.
fn recorded(phone: &Phone, voice: PhotoId) -> PhotoRecord {
    let (_, body) = phone.doorstep.store.read(|tx| blob::recorded(tx, voice)).unwrap().unwrap();
    match Payload::from_json(&body.unwrap()).unwrap().body {
        Body::PhotoTaken(record) => record,
        _ => unreachable!(),
    }
}

#[test]
fn a_voice_note_is_sealed_in_one_file_recorded_with_its_visit_and_queued_once() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let voice = record(&phone, &draft, &fixture::m4a(), ConsentState::NotNeeded).1.unwrap();
    let file = PhotoFile::working(voice).file_name();
    assert_eq!(phone.photo_files(), std::slice::from_ref(&file));
    assert_eq!(phone.doorstep.voice(draft.id, voice).unwrap(), fixture::m4a(), "to be heard once more");

    let phone = phone.restart();
    assert_eq!(phone.photo_files(), std::slice::from_ref(&file), "a draft names it");
    phone.doorstep.finish_visit(draft.id).unwrap();
    let record = recorded(&phone, voice);
    assert_eq!((record.kind, record.visit, record.by), (EvidenceKind::Voice, draft.visit_id(), WORKER));
    assert_eq!((record.original, record.thumbnail), (record.working, record.working));
    let mut sound = Vec::new();
    let opened = open_file(&phone.photos().join(&file), &[hub_key()], &mut sound).unwrap();
    assert_eq!(opened, (record.working.sha256, record.working.bytes));
    assert_eq!((opened.0, sound), (Digest::of(&fixture::m4a()), fixture::m4a()));

    let queued = phone.doorstep.photo_outbox(None, 10).unwrap();
    assert_eq!(queued.iter().map(|line| line.item.photo).collect::<Vec<_>>(), [voice]);
    let files = phone.doorstep.store.read(|tx| blob::files_here(tx, 0, 10)).unwrap();
    assert_eq!(files.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), [file]);
    let copy = phone.folder.path().join("copy.jpg");
    assert!(matches!(phone.doorstep.share_photo(voice, &copy), Err(DoorstepError::Conflict { .. })));
}

#[test]
fn what_is_no_sound_is_refused_with_the_reason_and_stays_where_it_is() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let (photo, film) = (std::fs::read(sample()).unwrap(), fixture::film());
    let large = vec![0; usize::try_from(MAX_BYTES).unwrap() + 1];
    let cases: [(&[u8], &str); 5] = [
        (b"", "empty"),
        (b"hello", "no whole recording"),
        (&photo, "no whole recording"),
        (&film, "no whole recording"),
        (&large, "too large (limit 10 MB)"),
    ];
    for (bytes, why) in cases {
        let (plain, refused) = record(&phone, &draft, bytes, ConsentState::NotNeeded);
        let Err(DoorstepError::InvalidInput { field, reason }) = refused else { panic!("{refused:?}") };
        assert_eq!(field, "voice");
        assert!(reason.en.contains(why), "{reason:?}");
        assert!(plain.exists());
    }
    assert!(phone.photo_files().is_empty());
    assert!(phone.doorstep.drafts().unwrap()[0].photos.is_empty());
}

#[test]
fn nobody_is_recorded_who_did_not_agree_and_a_recording_is_no_photo() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    for consent in [ConsentState::Refused, ConsentState::Withdrawn] {
        let (plain, refused) = record(&phone, &draft, &fixture::amr(), consent);
        assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "consent"));
        assert!(plain.exists());
    }
    let as_voice = PhotoDraft::plain(EvidenceKind::Voice, "门牌", ConsentState::NotNeeded);
    let (_, refused) = phone.photograph_as(&draft, as_voice);
    assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "kind"));
    phone.doorstep.finish_visit(draft.id).unwrap();
}

#[test]
fn a_voice_note_can_be_taken_back_before_the_finish_and_a_photo_is_not_heard() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let voice = record(&phone, &draft, &fixture::ogg(b"OpusHead"), ConsentState::Granted).1.unwrap();
    let photo = phone.photograph(&draft).1.unwrap();
    let missing = Err(DoorstepError::NotFound { what: Thing::Photo });
    assert_eq!(phone.doorstep.voice(draft.id, photo), missing);
    phone.doorstep.delete_photo(draft.id, voice).unwrap();
    assert_eq!(phone.doorstep.voice(draft.id, voice), missing);
    assert!(!phone.photo_files().contains(&PhotoFile::working(voice).file_name()));
}
