//! Phones of the village: the demo's driver over the real core, and a few things that a worker does.

use std::{path::Path, sync::Arc};

use doorstep_core::{
    domain::{
        evidence::{ConsentState, EvidenceKind},
        register::Subject,
        visit::{NextStep, VisitFact, VisitKind, VisitOutcome},
    },
    error::DoorstepError,
    fieldwork::{Doorstep, PhotoDraft, VisitDraft},
    id::{HouseholdId, PhotoId, VisitId},
    store::BlobState,
    sync::Summary,
    time::ManualClock,
};
pub use doorstep_hub::demo::{
    network::{Network, Wire},
    phone::{Ended, Phone, Vault},
};

use crate::village::{Village, Worker};

/// A phone that enrolled for `worker`, in a folder of that name, with everything it may hold.
///
/// # Panics
/// When it cannot enrol; a test cannot go on then.
pub fn enrolled(
    village: &Village,
    worker: Worker,
    name: &str,
    seed: u64,
    network: &mut dyn Network,
) -> Phone {
    let phone = open(&village.phone_folder(name), seed, &village.clock, 0);
    enrol(village, worker, &phone, network);
    let mut phone = phone;
    drain(&mut phone, network);
    phone
}

/// Enrols a phone for `worker`.
///
/// # Panics
/// When the hub refuses.
pub fn enrol(village: &Village, worker: Worker, phone: &Phone, network: &mut dyn Network) {
    let ticket = village.hub.issue_code(worker.staff(), "https://village").expect("a code");
    let qr = serde_json::to_string(&ticket).expect("a QR");
    phone.enrol(&qr, network).expect("the phone enrols");
}

/// Switches a phone on; `start` tells one start from another.
///
/// # Panics
/// When its store does not open.
pub fn open(folder: &Path, seed: u64, clock: &Arc<ManualClock>, start: u64) -> Phone {
    Phone::open(folder, &Vault::new(seed), Arc::clone(clock), start).expect("the phone's store opens")
}

/// Syncs until nothing is left to send.
///
/// # Panics
/// When the exchange holds or records stay behind.
pub fn drain(phone: &mut Phone, network: &mut dyn Network) -> Summary {
    let ended = phone.sync(network).expect("an exchange");
    let Ended::Done(summary) = ended else { panic!("the exchange did not end: {ended:?}") };
    assert_eq!(phone.doorstep.unsent(), Ok(0), "records stayed behind");
    summary
}

/// Photos that the hub has not confirmed yet.
///
/// # Panics
/// When the store cannot be read.
pub fn unconfirmed_photos(phone: &Phone) -> Vec<PhotoId> {
    let mut waiting = Vec::new();
    let mut after = None;
    loop {
        let page = phone.doorstep.photo_outbox(after, 100).expect("the photos");
        let Some(last) = page.last() else { return waiting };
        after = Some(last.item.photo);
        let open = page.iter().filter(|line| line.item.state != BlobState::Stored);
        waiting.extend(open.map(|line| line.item.photo));
    }
}

/// Copies a phone's folder, as a backup, a salvage or a thief would.
///
/// # Panics
/// When a file cannot be copied.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the phone's folder") {
        let entry = entry.expect("a file");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Makes a visit from the knock to the durable finish.
///
/// # Errors
/// As the phone answers.
pub fn visit(
    doorstep: &Doorstep,
    home: HouseholdId,
    outcome: VisitOutcome,
) -> Result<VisitId, DoorstepError> {
    doorstep.finish_visit(knock(doorstep, home, outcome)?.id)
}

/// Makes a visit up to the finish.
///
/// # Errors
/// As the phone answers.
pub fn knock(
    doorstep: &Doorstep,
    home: HouseholdId,
    outcome: VisitOutcome,
) -> Result<VisitDraft, DoorstepError> {
    let mut draft = doorstep.start_visit(home)?;
    draft.outcome = Some(outcome);
    if !outcome.reached() {
        draft.next_step = Some(NextStep::ComeBack);
    } else if draft.facts.is_empty() && draft.tickets.is_empty() {
        draft.facts.push(VisitFact { kind: VisitKind::SupportVisit, subject: Subject::Household(home) });
    }
    doorstep.save_draft(&draft)?;
    Ok(draft)
}

/// Takes a small picture into a visit in progress.
///
/// # Errors
/// As the phone answers.
pub fn take_photo(doorstep: &Doorstep, draft: &VisitDraft, camera: &Path) -> Result<PhotoId, DoorstepError> {
    let file = camera.join(format!("{}.jpg", draft.id));
    draw(&file);
    let how = PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::NotNeeded);
    Ok(doorstep.take_photo(draft.id, &file, how)?.photo)
}

/// Draws a picture of a few pixels, so that a network may cut it at every byte.
///
/// # Panics
/// When it cannot be written.
pub fn draw(file: &Path) {
    let pixels = [90u8; 8 * 8];
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 20);
    encoder.encode(&pixels, 8, 8, image::ExtendedColorType::L8).expect("a picture");
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).expect("a folder for pictures");
    }
    std::fs::write(file, bytes).expect("a picture's file");
}
