use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use super::*;
use crate::{
    domain::evidence::PhotoCopy,
    op::body::Body,
    store::{
        DbKey, Durability, Store, Tx,
        blob::{add_blob, blobs},
        device::{identity, set_identity},
        draft::{drafts, save_draft},
        journal::{self, unsent_count},
        sample::{identity_of, photo, record, remark},
    },
    time::Timestamp,
};

/// The key of the frozen stores, as their README says.
const KEY: DbKey = DbKey::from_bytes([0x11; 32]);

fn frozen(version: u32) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "assets", "store", &format!("v{version}.db")].iter().collect()
}

/// Opens a copy of a frozen store as a phone does that gets a new version of the app.
fn upgraded(version: u32) -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(frozen(version), folder.path().join("doorstep.db")).unwrap();
    (Store::open(folder.path(), &KEY).unwrap(), folder)
}

/// Every table and index by name, and the SQL that made it.
fn schema_of(store: &Store) -> BTreeMap<String, Option<String>> {
    store
        .read(|tx: &Tx<'_>| {
            tx.all("SELECT name, sql FROM sqlite_schema", (), |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .unwrap()
        .into_iter()
        .collect()
}

/// What a phone holds in the middle of a day: everything that a migration must not lose.
fn fill(store: &Store) {
    let photo = photo(1);
    store.write(Durability::Capture, |tx| set_identity(tx, &identity_of(1))).unwrap();
    record(store, 1, vec![remark(1), Body::PhotoTaken(photo.clone())]);
    record(store, 2, vec![remark(2)]);
    store
        .write(Durability::Capture, |tx| {
            let hash = journal::hash_at(tx, 2)?.ok_or(StoreError::NotEnrolled)?;
            journal::acknowledge(tx, crate::op::wire::Head { seq: 2, hash }, 0)?;
            add_blob(tx, &photo, PhotoCopy::Working, "1.age")?;
            let draft = crate::id::DraftId(uuid::Uuid::from_u128(7));
            save_draft(tx, draft, photo.household, "{}", Timestamp::from_millis(3))
        })
        .unwrap();
}

#[test]
fn a_store_of_every_released_version_becomes_like_a_new_one() {
    for version in 1..=newest() {
        let (store, _folder) = upgraded(version);
        let (migrated, fresh) = (schema_of(&store), schema_of(&Store::in_memory().unwrap()));
        let names: BTreeSet<&String> = migrated.keys().chain(fresh.keys()).collect();
        let differ: Vec<_> =
            names.into_iter().filter(|name| migrated.get(*name) != fresh.get(*name)).collect();
        assert!(differ.is_empty(), "from version {version}: {differ:?}");
    }
}

#[test]
fn nothing_unsent_is_lost_by_an_upgrade() {
    for version in 1..=newest() {
        let (store, _folder) = upgraded(version);
        assert_eq!(store.read(identity).unwrap(), Some(identity_of(1)));
        assert_eq!(store.read(unsent_count).unwrap(), 1);
        let unsent = store.read(|tx| journal::batch_after(tx, 2)).unwrap();
        assert!(unsent.iter().all(|op| op.hash == op.link(identity_of(1).device).hash()));
        assert_eq!(store.read(|tx| blobs(tx, None, 10)).unwrap().len(), 1);
        assert_eq!(store.read(drafts).unwrap().len(), 1);
    }
}

/// Run by hand once for a version that is to be released, with
/// `cargo test -p doorstep-core freeze -- --ignored`, and never again for it.
#[test]
#[ignore = "writes the frozen store of the newest version"]
fn freeze_the_newest_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &KEY).unwrap();
    fill(&store);
    store.close();
    fs::copy(folder.path().join("doorstep.db"), frozen(newest())).unwrap();
}
