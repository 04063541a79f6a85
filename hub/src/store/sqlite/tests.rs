//! What the file itself must keep to.

use doorstep_core::{
    id::HouseholdId,
    op::row::{Row, RowKind, Scope},
};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::{DbKey, SqliteStore, schema};
use crate::{
    store::{Durability, Store, StoreError},
    testing::grid,
};

fn open(folder: &TempDir, key: u8) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(SqliteStore::open(&folder.path().join("hub.db"), DbKey::new([key; 32]))?))
}

fn row(id: u128, scope: Scope, name: &str) -> Row {
    Row {
        kind: RowKind::Grid,
        id: Uuid::from_u128(id),
        household: Some(HouseholdId(Uuid::from_u128(id))),
        scope,
        document: json!({ "name": name }).as_object().cloned(),
        clocks: Default::default(),
    }
}

fn put(store: &dyn Store, rows: &[Row]) -> u64 {
    store.writing(Durability::Durable, |tx| tx.write_unit(rows)).unwrap()
}

#[test]
fn another_key_a_newer_schema_and_a_file_without_a_trace_of_names_in_clear() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    put(&*store, &[row(1, Scope::Tenant, "needle-in-clear")]);
    drop(store);
    assert!(matches!(open(&folder, 2), Err(StoreError::WrongKey)));
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"needle"));
    }
    let connection = super::connect(
        &folder.path().join("hub.db"),
        &DbKey::new([1; 32]),
        rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE,
    );
    connection.unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(
        open(&folder, 1),
        Err(StoreError::NewerSchema { found: 99, known }) if known == schema::newest()
    ));
}

#[test]
fn equal_rows_make_no_revision_and_every_other_unit_changes_the_chain() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    let first = put(&*store, &[row(1, Scope::Tenant, "a")]);
    assert_eq!(put(&*store, &[row(1, Scope::Tenant, "a")]), first);
    let second = put(&*store, &[row(1, Scope::Tenant, "b")]);
    assert_eq!(second, first + 1);
    let digests = store
        .reading(|tx| Ok::<_, StoreError>([tx.digest_at(0)?, tx.digest_at(first)?, tx.digest_at(second)?]))
        .unwrap();
    assert!(digests.iter().all(Option::is_some));
    assert_ne!(digests[1], digests[2]);
    assert_eq!(store.reading(|tx| tx.digest_at(second + 1)).unwrap(), None);
}

#[test]
fn a_row_that_leaves_a_scope_and_comes_back_is_told_once_as_a_row() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    let (here, there) = (Scope::Grid(grid(1)), Scope::Grid(grid(2)));
    let start = put(&*store, &[row(1, here, "a")]);
    put(&*store, &[row(1, there, "a")]);
    let feed = |scope| store.reading(|tx| tx.feed(scope, start, 10)).unwrap().entries;
    assert_eq!(feed(here).len(), 1);
    assert_eq!(feed(here)[0].document, None);
    put(&*store, &[row(1, here, "a")]);
    assert_eq!(feed(here).len(), 1);
    assert!(feed(here)[0].document.is_some());
    assert_eq!(feed(there)[0].document, None);
}

#[test]
fn pages_end_between_revisions_however_small_the_limit() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    let scope = Scope::Grid(grid(1));
    let first = put(&*store, &[row(1, scope, "a"), row(2, scope, "a"), row(3, scope, "a")]);
    let second = put(&*store, &[row(4, scope, "a")]);
    let page = store.reading(|tx| tx.feed(scope, 0, 1)).unwrap();
    assert_eq!((page.entries.len(), page.through, page.more), (3, first, true));
    let page = store.reading(|tx| tx.feed(scope, first, 1)).unwrap();
    assert_eq!((page.entries.len(), page.through, page.more), (1, second, false));
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    let failed: Result<(), StoreError> = store.writing(Durability::Durable, |tx| {
        tx.write_unit(&[row(1, Scope::Tenant, "a")])?;
        Err(StoreError::Corrupt("test"))
    });
    assert!(matches!(failed, Err(StoreError::Corrupt("test"))));
    assert_eq!(store.reading(|tx| tx.position()).unwrap().revision, 0);
}

#[test]
fn a_reader_sees_one_state_while_the_writer_goes_on() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    put(&*store, &[row(1, Scope::Tenant, "a")]);
    store
        .reading(|tx| {
            let before = tx.position()?;
            put(&*store, &[row(2, Scope::Tenant, "b")]);
            assert_eq!(tx.position()?, before);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.reading(|tx| tx.position()).unwrap().revision, 2);
}

#[test]
fn a_backup_opens_with_the_same_key_and_is_never_written_over() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder, 1).unwrap();
    put(&*store, &[row(1, Scope::Tenant, "a")]);
    let copy = TempDir::new().unwrap();
    store.backup(&copy.path().join("hub.db")).unwrap();
    put(&*store, &[row(2, Scope::Tenant, "b")]);
    assert!(matches!(store.backup(&copy.path().join("hub.db")), Err(StoreError::Exists(_))));
    let copied = open(&copy, 1).unwrap();
    assert_eq!(copied.reading(|tx| tx.position()).unwrap().revision, 1);
    assert!(matches!(open(&copy, 2), Err(StoreError::WrongKey)));
}
