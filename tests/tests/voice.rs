//! A volunteer's voice note on its way: kept as sound, sent as photos are, gone from the phone once a backup holds it.

use doorstep_core::{
    domain::{
        evidence::{ConsentState, EvidenceKind, Finding, PhotoState},
        visit::VisitOutcome,
    },
    op::row::{PhotoRow, RowKind},
};
use doorstep_tests::{
    audit,
    phone::{drain, enrolled, knock, unconfirmed_photos},
    post::Post,
    village::{Village, Worker, home},
};

#[test]
fn a_voice_note_reaches_the_hub_and_leaves_the_phone_once_a_backup_holds_it() {
    let village = Village::new(95);
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::Volunteer, "volunteer", 1, &mut post);
    let draft = knock(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
    let recording = village.folder.path().join("note.amr");
    std::fs::write(&recording, [b"#!AMR\n".as_slice(), &[0x3C; 2_000]].concat()).unwrap();
    let voice = phone.doorstep.take_voice(draft.id, &recording, ConsentState::NotNeeded).unwrap().photo;
    phone.doorstep.finish_visit(draft.id).unwrap();
    // The verdict on a file comes with the feed after it.
    drain(&mut phone, &mut post);
    drain(&mut phone, &mut post);
    assert_eq!(unconfirmed_photos(&phone), []);

    let stored: Vec<PhotoRow> = audit::documents(&village.hub, RowKind::Photo);
    let [row] = &stored[..] else { panic!("one voice note, and no photo") };
    assert_eq!((row.record.id, row.record.kind), (voice, EvidenceKind::Voice));
    assert_eq!((row.state, row.verdict.unwrap().image), (PhotoState::Stored, Finding::SoundWhole));

    let folder = village.phone_folder("volunteer").join("photos");
    let sealed = || std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(sealed(), 1, "no backup holds it");
    village.hub.backup(&village.folder.path().join("backup")).unwrap();
    drain(&mut phone, &mut post);
    assert_eq!(sealed(), 0);
}
