//! Backups, and the way back from one.

use std::{
    fs,
    io::ErrorKind,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use doorstep_core::op::{body::Body, order::OrderKind, row::RowKind, wire::Head};
use uuid::Uuid;

use super::{
    super::{Before, CarriedOrder, Hub, HubError},
    picture, send, stored, upload_request, visits_of,
};
use crate::{
    store::{DeviceState, Durability, Reads, Store, StoreError, Writes, sqlite::SqliteStore},
    testing::{WORKER, World, photo_record, visit},
};

#[test]
fn a_hub_restored_from_an_older_backup_gets_the_rest_from_the_phones_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let backup = world.folder.path().join("backup");
    let report = world.hub.backup(&backup).unwrap();
    assert_eq!(report.devices, 1);
    assert!(!backup.join("hub.key").exists(), "the key is not in the backup");
    phone.finish_visit(2);
    let heads = phone.push(&world.hub).unwrap().heads;
    assert_eq!((heads.head.seq, heads.backed_up_through), (2, 1));
    phone.pull(&world.hub).unwrap();

    let World { folder, clock, ids, hub } = world;
    let lives = folder.path().join("hub");
    let blocked = Hub::restore(&backup, &lives, clock.clone(), ids.clone());
    assert!(matches!(blocked, Err(HubError::Store(StoreError::InUse(_)))));
    drop(Arc::into_inner(hub).unwrap());
    let hub = Arc::new(Hub::restore(&backup, &lives, clock.clone(), ids.clone()).unwrap().hub);
    assert_eq!(phone.record(&hub).head, Head { seq: 1, hash: phone.journal[0].hash });
    let replies = phone.pull(&hub).unwrap();
    assert!(replies[0].scopes.iter().all(|page| page.from_start), "every cursor is of the old epoch");
    phone.push(&hub).unwrap();
    assert_eq!((visits_of(&hub, 1).len(), visits_of(&hub, 2).len()), (1, 1));
    phone.pull(&hub).unwrap();
    assert_eq!(phone.held(RowKind::Outcome), 2);
}

#[test]
fn a_backup_of_another_hub_leaves_the_folder_as_it_was() {
    let (world, other) = (World::new(), World::new());
    let backup = other.folder.path().join("backup");
    other.hub.backup(&backup).unwrap();
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let lives = folder.path().join("hub");
    // Both worlds draw the same keys; give this one a key of its own.
    fs::write(lives.join("hub.key"), "ab".repeat(32)).unwrap();
    let failed = Hub::restore(&backup, &lives, clock, ids);
    assert!(matches!(failed, Err(HubError::Store(StoreError::WrongKey))), "{failed:?}");
    assert!(lives.join("hub.db").exists());
    assert!(!lives.join("hub.db.restoring").exists());
}

#[test]
fn two_processes_cannot_serve_one_folder_and_a_missing_hub_is_named() {
    let world = World::new();
    let again = Hub::open(&world.folder.path().join("hub"), world.clock.clone(), world.ids.clone());
    assert!(matches!(again, Err(HubError::Store(StoreError::InUse(_)))));
    let nothing = Hub::open(&world.folder.path().join("nothing"), world.clock.clone(), world.ids.clone());
    assert!(matches!(nothing, Err(HubError::Store(StoreError::NoHub(_)))));
}

#[test]
fn a_hub_begins_to_serve_beside_commands_and_none_loses_its_database_to_a_restore() {
    let world = World::new();
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let lives = folder.path().join("hub");
    let asks = Hub::open_to_read(&lives, clock.clone(), ids.clone()).unwrap();
    let works = Hub::open_beside(&lives, clock.clone(), ids.clone()).unwrap();
    let blocked = Hub::restore(&backup, &lives, clock.clone(), ids.clone());
    assert!(matches!(blocked, Err(HubError::Store(StoreError::InUse(_)))));
    let serves = Hub::open(&lives, clock.clone(), ids.clone()).unwrap();
    assert!(asks.settings().is_ok() && works.settings().is_ok());
    drop((asks, works, serves));
    assert!(Hub::restore(&backup, &lives, clock, ids).is_ok());
}

#[test]
fn a_phone_that_was_revoked_after_a_backup_does_not_come_back_to_life_with_it() {
    let world = World::new();
    let (stolen, kept) = (world.phone(WORKER), world.phone(WORKER));
    world.hub.order(kept.device, OrderKind::DrainThenWipe).unwrap();
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    world.clock.advance(60_000);
    let late = world.phone(WORKER);
    let order = world.hub.order(stolen.device, OrderKind::WipeNow).unwrap();
    world.hub.order(kept.device, OrderKind::Resume).unwrap();
    world.hub.order(late.device, OrderKind::WipeNow).unwrap();

    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let lives = folder.path().join("hub");
    let restored = Hub::restore(&backup, &lives, clock.clone(), ids.clone()).unwrap();
    let carried = |device, kind, known| CarriedOrder { device, kind, known };
    let mut expected = vec![
        carried(stolen.device, OrderKind::WipeNow, true),
        carried(kept.device, OrderKind::Resume, true),
        carried(late.device, OrderKind::WipeNow, false),
    ];
    expected.sort_by_key(|one| one.device);
    assert_eq!(restored.before, Before::Orders(expected));
    let state =
        |hub: &Hub, device| hub.store().reading(|tx| tx.device(device)).unwrap().map(|device| device.state);
    assert_eq!(state(&restored.hub, stolen.device), Some(DeviceState::Revoked));
    assert_eq!(state(&restored.hub, kept.device), Some(DeviceState::Active));
    let refusal = restored.hub.store().reading(|tx| Hub::refusal(tx, stolen.device)).unwrap();
    assert!(matches!(refusal, HubError::Revoked { order: Some(told) } if *told == order));
    drop(restored);
    // Killed after the data were set aside, a restore finds the orders there.
    fs::rename(lives.join("hub.db"), lives.join("hub.db.before-9999999999999")).unwrap();
    let restored = Hub::restore(&backup, &lives, clock.clone(), ids.clone()).unwrap();
    assert_eq!(state(&restored.hub, stolen.device), Some(DeviceState::Revoked));
    drop(restored);
    let new = folder.path().join("new");
    fs::create_dir(&new).unwrap();
    fs::copy(lives.join("hub.key"), new.join("hub.key")).unwrap();
    assert_eq!(Hub::restore(&backup, &new, clock, ids).unwrap().before, Before::Nothing);
}

/// Records a visit with a photo and sends its record; gives the photo's file with its record.
fn photograph(
    world: &World,
    phone: &mut crate::testing::Phone,
) -> (super::Picture, doorstep_core::domain::evidence::PhotoRecord) {
    let picture = picture(world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(65), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    (picture, record)
}

#[test]
fn a_phone_hears_that_it_may_drop_a_photo_once_a_backup_holds_the_file() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (picture, record) = photograph(&world, &mut phone);
    let device = phone.record(&world.hub);
    let upload = world.hub.create_upload(&device, &upload_request(&record)).unwrap();
    // Holds the record, and not the file.
    world.hub.backup(&world.folder.path().join("between")).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    phone.pull(&world.hub).unwrap();
    let heads = world.hub.heads(&phone.record(&world.hub));
    assert_eq!(heads.backed_up_through, heads.head.seq);
    assert!(!stored(&phone)[0].backed_up);

    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    assert_eq!(fs::read_dir(backup.join("photos")).unwrap().count(), 1);
    phone.pull(&world.hub).unwrap();
    assert!(stored(&phone)[0].backed_up);
    // What was told stands, whoever asks again.
    world.hub.create_upload(&device, &upload_request(&record)).unwrap();
    phone.pull(&world.hub).unwrap();
    assert!(stored(&phone)[0].backed_up);
}

#[test]
fn a_file_that_the_hubs_disk_lost_is_in_no_backup() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (picture, record) = photograph(&world, &mut phone);
    let upload = world.hub.create_upload(&phone.record(&world.hub), &upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    let known = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().remove(0);
    fs::remove_file(world.hub.photo_path(&known)).unwrap();
    world.hub.backup(&world.folder.path().join("backup")).unwrap();
    phone.pull(&world.hub).unwrap();
    assert!(!stored(&phone)[0].backed_up);
}

/// A hub with one stored photo, and a backup of it.
fn backed_up_photo(world: &World) -> (std::path::PathBuf, std::path::PathBuf, Vec<u8>) {
    let mut phone = world.phone(WORKER);
    let (picture, record) = photograph(world, &mut phone);
    let upload = world.hub.create_upload(&phone.record(&world.hub), &upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    let known = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().remove(0);
    let live = world.hub.photo_path(&known);
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    (backup, live, picture.bytes)
}

/// Ends the world's process and restores into its folder; gives why that failed.
fn restore(world: World, backup: &std::path::Path) -> Result<(tempfile::TempDir, Hub), String> {
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let restored = Hub::restore(backup, &folder.path().join("hub"), clock, ids);
    restored.map(|restored| (folder, restored.hub)).map_err(|error| match error {
        HubError::Store(error) => error.to_string(),
        other => other.to_string(),
    })
}

#[test]
fn a_backup_that_lost_a_photo_is_refused_and_says_which() {
    let world = World::new();
    let (backup, live, _) = backed_up_photo(&world);
    let name = live.file_name().unwrap().to_str().unwrap().to_owned();
    fs::remove_file(backup.join("photos").join(&name)).unwrap();
    let before = fs::read(world.folder.path().join("hub/hub.db")).unwrap();
    let root = world.folder.path().to_owned();
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let told = Hub::restore(&backup, &root.join("hub"), clock, ids).err().unwrap().to_string();
    assert!(told.contains(&name) && told.contains("missing"), "{told}");
    assert!(!before.is_empty() && folder.path().join("hub/hub.db").exists(), "what was there stays");
}

#[test]
fn what_a_disk_does_to_the_hubs_photos_is_not_done_to_the_backups() {
    let world = World::new();
    let (backup, live, bytes) = backed_up_photo(&world);
    let kept = backup.join("photos").join(live.file_name().unwrap());
    let flipped: Vec<u8> = bytes.iter().map(|byte| !byte).collect();
    fs::write(&live, &flipped).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), bytes);
    // A later backup takes nothing damaged for a photo, and says so.
    let report = world.hub.backup(&world.folder.path().join("later")).unwrap();
    assert_eq!((report.photos, report.damaged.len()), (0, 1));
    let (_folder, hub) = restore(world, &backup).unwrap();
    assert_eq!(fs::read(&live).unwrap(), bytes, "the restored hub has the good one");
    drop(hub);
}

#[test]
fn a_photo_that_got_damaged_in_the_backup_is_left_out_and_named() {
    let world = World::new();
    let (backup, live, bytes) = backed_up_photo(&world);
    let kept = backup.join("photos").join(live.file_name().unwrap());
    let flipped: Vec<u8> = bytes.iter().map(|byte| !byte).collect();
    fs::write(&kept, flipped).unwrap();
    fs::remove_file(&live).unwrap();
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let restored = Hub::restore(&backup, &folder.path().join("hub"), clock, ids).unwrap();
    assert_eq!(restored.damaged, [live.file_name().unwrap().to_str().unwrap()]);
    assert!(!live.exists());
}

#[test]
fn a_backup_lies_outside_the_hub_and_one_that_failed_leaves_nothing() {
    let world = World::new();
    let hub = world.folder.path().join("hub");
    for within in [hub.join("photos"), hub.join("new/backup")] {
        assert!(matches!(world.hub.backup(&within), Err(HubError::Invalid(_))), "{within:?}");
    }
    let (_, live, _) = backed_up_photo(&world);
    // It cannot be read: nothing with this name is a file.
    fs::create_dir(live.with_file_name("folder-00.age")).unwrap();
    let into = world.folder.path().join("failed");
    assert!(world.hub.backup(&into).is_err());
    assert!(!into.exists());
}

/// A store that writes once more after a backup, and then no longer.
struct FailsAfterBackup {
    store: Box<dyn Store>,
    writes_left: AtomicU32,
}

impl Store for FailsAfterBackup {
    fn read(&self, work: &mut dyn FnMut(&dyn Reads) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.store.read(work)
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&dyn Writes) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.writes_left.fetch_sub(1, Ordering::Relaxed) == 0 {
            return Err(StoreError::io("hub.db")(ErrorKind::StorageFull.into()));
        }
        self.store.write(durability, work)
    }

    fn backup(&self, into: &Path) -> Result<(), StoreError> {
        self.writes_left.store(1, Ordering::Relaxed);
        self.store.backup(into)
    }
}

#[test]
fn a_backup_that_phones_were_told_of_stays_whatever_fails_after_it() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (picture, record) = photograph(&world, &mut phone);
    let upload = world.hub.create_upload(&phone.record(&world.hub), &upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();

    let World { folder, clock, ids, hub } = world;
    let mut hub = Arc::into_inner(hub).unwrap();
    let store: Box<dyn Store> =
        Box::new(SqliteStore::open(&hub.folder.database(), hub.folder.read_key().unwrap()).unwrap());
    hub.store = Box::new(FailsAfterBackup { store, writes_left: AtomicU32::new(u32::MAX) });
    let backup = folder.path().join("backup");
    assert!(hub.backup(&backup).is_err());
    let heads = hub.heads(&phone.record(&hub));
    assert_eq!(heads.backed_up_through, heads.head.seq, "phones were told");
    drop(hub);
    let lives = folder.path().join("hub");
    let hub = Hub::restore(&backup, &lives, clock, ids).unwrap().hub;
    assert_eq!(phone.record(&hub).head, phone.head(), "and the backup holds it");
}

#[test]
fn a_backup_that_was_not_finished_is_refused() {
    let world = World::new();
    let (backup, ..) = backed_up_photo(&world);
    fs::remove_file(backup.join("backup.json")).unwrap_or_default();
    let told = restore(world, &backup).err().unwrap();
    assert!(told.contains("not whole"), "{told}");
}

#[test]
fn a_backup_with_a_log_of_its_own_is_refused() {
    let world = World::new();
    let (backup, ..) = backed_up_photo(&world);
    fs::write(backup.join("hub.db-wal"), b"newer").unwrap();
    let told = restore(world, &backup).err().unwrap();
    assert!(told.contains("hub.db-wal"), "{told}");
}

#[test]
fn a_restore_that_was_killed_half_way_is_finished_by_another() {
    let world = World::new();
    let (backup, live, bytes) = backed_up_photo(&world);
    let root = world.folder.path().join("hub");
    // What a copy leaves that the system cut short: part of a photo under its name, part of the database.
    fs::remove_file(&live).unwrap();
    fs::write(&live, [0; 10]).unwrap();
    fs::write(root.join("hub.db.restoring"), b"half").unwrap();
    let (_folder, hub) = restore(world, &backup).unwrap();
    assert_eq!(fs::read(&live).unwrap(), bytes);
    let leftovers = fs::read_dir(live.parent().unwrap()).unwrap().count();
    assert_eq!(leftovers, 1);
    drop(hub);
}

#[test]
fn settings_come_back_where_there_are_none() {
    let world = World::new();
    let root = world.folder.path().join("hub");
    fs::write(root.join("hub.toml"), "max_photo_mib = 7\n").unwrap();
    fs::write(root.join("divisions.csv"), "code\n").unwrap();
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    fs::remove_file(root.join("hub.toml")).unwrap();
    fs::write(root.join("divisions.csv"), "another\n").unwrap();
    let (_folder, _hub) = restore(world, &backup).unwrap();
    assert_eq!(fs::read_to_string(root.join("hub.toml")).unwrap(), "max_photo_mib = 7\n");
    assert_eq!(fs::read_to_string(root.join("divisions.csv")).unwrap(), "code\n");
}
