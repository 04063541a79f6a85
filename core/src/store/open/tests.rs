use std::fs;

use super::*;

const KEY: DbKey = DbKey::from_bytes([7; 32]);
const OTHER_KEY: DbKey = DbKey::from_bytes([8; 32]);

fn note(store: &Store, text: &str) -> Result<(), StoreError> {
    store.write(Durability::Capture, |tx| {
        tx.execute("CREATE TABLE IF NOT EXISTS note (text TEXT NOT NULL) STRICT", ())?;
        tx.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(())
    })
}

fn notes(store: &Store) -> Result<Vec<String>, StoreError> {
    store.read(|tx| tx.all("SELECT text FROM note ORDER BY text", (), |row| Ok(row.get(0)?)))
}

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &KEY).unwrap();
    note(&store, text).unwrap();
    store.close();
    folder
}

fn database(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("doorstep.db")
}

fn damage(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// What the first open after a fault answers, and that the next begins a new store.
fn set_aside_of(folder: &tempfile::TempDir) -> PathBuf {
    let Err(StoreError::Corrupt { set_aside }) = Store::open(folder.path(), &KEY) else {
        panic!("the damage went unnoticed");
    };
    let fresh = Store::open(folder.path(), &KEY).unwrap();
    assert!(notes(&fresh).is_err(), "the new store must be empty");
    set_aside
}

#[test]
fn what_was_written_is_there_after_closing_and_opening() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    assert_eq!(notes(&store).unwrap(), ["一"]);
}

#[test]
fn a_folder_is_open_once_at_a_time_and_free_again_after_closing() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    assert!(matches!(Store::open(folder.path(), &KEY), Err(StoreError::InUse)));
    assert!(matches!(Store::destroy(folder.path()), Err(StoreError::InUse)));
    assert!(matches!(Store::set_aside(folder.path()), Err(StoreError::InUse)));
    assert_eq!(notes(&store).unwrap(), ["一"], "the refused ones touched nothing");
    store.close();
    assert_eq!(
        notes(&Store::open(folder.path(), &KEY).unwrap()).unwrap(),
        ["一"],
        "the closed one still lives"
    );
}

#[test]
fn the_file_is_encrypted_and_opens_with_the_key_alone() {
    let folder = folder_with("低保复核");
    let bytes = fs::read(database(&folder)).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!bytes.windows(12).any(|window| window == "低保复核".as_bytes()));
    assert!(!bytes.windows(12).any(|window| window == b"CREATE TABLE"));
    // Without our own code: what a stock SQLCipher does with the key.
    let connection = Connection::open(database(&folder)).unwrap();
    connection.pragma_update(None, "key", KEY.pragma().as_str()).unwrap();
    connection.execute_batch("PRAGMA cipher_hmac_algorithm = HMAC_SHA256").unwrap();
    let text: String = connection.query_row("SELECT text FROM note", [], |row| row.get(0)).unwrap();
    assert_eq!(text, "低保复核");
}

#[test]
fn a_wrong_key_is_named_and_touches_nothing() {
    let folder = folder_with("一");
    let before = fs::read(database(&folder)).unwrap();
    assert!(matches!(Store::open(folder.path(), &OTHER_KEY), Err(StoreError::WrongKey)));
    assert_eq!(fs::read(database(&folder)).unwrap(), before);
    assert_eq!(notes(&Store::open(folder.path(), &KEY).unwrap()).unwrap(), ["一"]);
}

#[test]
fn a_wrong_key_is_named_even_when_the_key_check_was_lost() {
    let folder = folder_with("一");
    fs::remove_file(folder.path().join("doorstep.check")).unwrap();
    assert!(matches!(Store::open(folder.path(), &OTHER_KEY), Err(StoreError::WrongKey)));
    assert_eq!(notes(&Store::open(folder.path(), &KEY).unwrap()).unwrap(), ["一"]);
    assert!(folder.path().join("doorstep.check").exists(), "made anew by the right key");
}

#[test]
fn a_newer_schema_is_named_and_touches_nothing() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let set = |version: u32| {
        store.write(Durability::Capture, move |tx| {
            Ok::<_, StoreError>(tx.connection().pragma_update(None, "user_version", version)?)
        })
    };
    set(99).unwrap();
    store.close();
    let refused = Store::open(folder.path(), &KEY);
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 99, known }) if known == schema::newest())
    );
}

#[test]
fn a_damaged_first_page_or_salt_sets_the_store_aside_whole_and_a_new_one_opens() {
    for at in [3, 2_000] {
        let folder = folder_with("一");
        fs::write(folder.path().join("photos").join("a.age"), b"sealed").unwrap();
        damage(&database(&folder), at);
        let damaged = fs::read(database(&folder)).unwrap();
        let set_aside = set_aside_of(&folder);
        assert_eq!(fs::read(set_aside.join("doorstep.db")).unwrap(), damaged);
        assert!(set_aside.join("doorstep.check").exists());
        assert!(set_aside.join("photos").join("a.age").exists());
    }
}

#[test]
fn a_damaged_first_page_is_told_from_a_wrong_key_without_the_key_check_too() {
    let folder = folder_with("一");
    fs::remove_file(folder.path().join("doorstep.check")).unwrap();
    damage(&database(&folder), 2_000);
    set_aside_of(&folder);
}

#[test]
fn a_lost_database_file_does_not_look_like_a_first_start() {
    let emptied = folder_with("一");
    fs::write(database(&emptied), b"").unwrap();
    set_aside_of(&emptied);

    let removed = folder_with("一");
    fs::remove_file(database(&removed)).unwrap();
    assert!(set_aside_of(&removed).join("doorstep.check").exists());
}

#[test]
fn damage_met_while_open_sets_the_store_aside_at_the_next_open() {
    let folder = folder_with(&"长".repeat(20_000));
    let pages = fs::metadata(database(&folder)).unwrap().len();
    damage(&database(&folder), usize::try_from(pages).unwrap() - 2_000);

    let store = Store::open(folder.path(), &KEY).unwrap();
    let copied = store.write(Durability::Capture, |tx| {
        tx.execute("INSERT INTO note (text) SELECT substr(CAST(text AS BLOB), -9) || '' FROM note", ())
    });
    assert!(
        matches!(copied, Err(StoreError::Damaged)),
        "nothing made from damaged pages is saved: {copied:?}"
    );
    let met = notes(&store);
    assert!(matches!(met, Err(StoreError::Damaged)), "{met:?}");
    store.close();
    set_aside_of(&folder);
}

#[test]
fn a_doubt_that_proves_unfounded_changes_nothing() {
    let folder = folder_with("一");
    Files::prepare(folder.path()).unwrap().doubt().unwrap();
    assert_eq!(notes(&Store::open(folder.path(), &KEY).unwrap()).unwrap(), ["一"]);
}

#[test]
fn two_damaged_stores_of_one_second_lie_side_by_side() {
    let folder = folder_with("一");
    damage(&database(&folder), 3);
    let first = set_aside_of(&folder);
    damage(&database(&folder), 3);
    let second = set_aside_of(&folder);
    assert_ne!(first, second);
    assert!(first.join("doorstep.db").exists() && second.join("doorstep.db").exists());
}

#[test]
fn a_move_aside_that_was_cut_short_is_finished_by_the_next_open() {
    let folder = folder_with("一");
    let target = folder.path().join("set-aside").join("20260603T060501Z");
    fs::create_dir_all(&target).unwrap();
    fs::rename(folder.path().join("doorstep.check"), target.join("doorstep.check")).unwrap();
    fs::write(folder.path().join("doorstep.moving"), target.to_str().unwrap()).unwrap();
    assert_eq!(set_aside_of(&folder), target);
    assert!(target.join("doorstep.db").exists());
}

#[test]
fn a_store_whose_key_was_lost_is_set_aside_and_still_opens_with_it() {
    let folder = folder_with("一");
    assert!(matches!(Store::open(folder.path(), &OTHER_KEY), Err(StoreError::WrongKey)));
    let set_aside = Store::set_aside(folder.path()).unwrap();
    assert!(notes(&Store::open(folder.path(), &OTHER_KEY).unwrap()).is_err(), "the new store is empty");
    assert_eq!(notes(&Store::open(&set_aside, &KEY).unwrap()).unwrap(), ["一"]);
}

#[test]
fn a_store_dropped_without_closing_keeps_every_capture() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    note(&store, "二").unwrap();
    store.die();
    assert_eq!(notes(&Store::open(folder.path(), &KEY).unwrap()).unwrap(), ["一", "二"]);
}

#[test]
fn files_copied_between_two_writes_open_as_they_stood() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    note(&store, "二").unwrap();
    let copy = tempfile::tempdir().unwrap();
    for name in ["doorstep.db", "doorstep.db-wal", "doorstep.check"] {
        fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    note(&store, "三").unwrap();
    assert_eq!(notes(&Store::open(copy.path(), &KEY).unwrap()).unwrap(), ["一", "二"]);
}

#[test]
fn files_copied_in_the_middle_of_a_write_open_as_before_it() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let copy = tempfile::tempdir().unwrap();
    store
        .write(Durability::Capture, |tx| {
            // More than the page cache holds, so that pages reach the log before the commit does.
            for _ in 0..40 {
                tx.execute("INSERT INTO note (text) VALUES (?1)", ["记".repeat(100_000)])?;
            }
            for name in ["doorstep.db", "doorstep.db-wal", "doorstep.check"] {
                fs::copy(folder.path().join(name), copy.path().join(name))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert!(fs::metadata(copy.path().join("doorstep.db-wal")).unwrap().len() > 1_000_000);
    assert_eq!(notes(&Store::open(copy.path(), &KEY).unwrap()).unwrap(), ["一"]);
    assert_eq!(notes(&store).unwrap().len(), 41);
}

#[test]
fn a_log_cut_anywhere_gives_back_whole_transactions_only() {
    let folder = folder_with("00");
    let store = Store::open(folder.path(), &KEY).unwrap();
    for number in 1..6 {
        note(&store, &format!("{number:02}")).unwrap();
    }
    let log = fs::read(folder.path().join("doorstep.db-wal")).unwrap();
    for cut in (0..=log.len()).step_by(log.len() / 12) {
        let copy = tempfile::tempdir().unwrap();
        for name in ["doorstep.db", "doorstep.check"] {
            fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        fs::write(copy.path().join("doorstep.db-wal"), &log[..cut]).unwrap();
        let found = notes(&Store::open(copy.path(), &KEY).unwrap()).unwrap();
        let wanted: Vec<String> = (0..found.len()).map(|number| format!("{number:02}")).collect();
        assert_eq!(found, wanted, "cut at {cut}");
        assert!(cut < log.len() || found.len() == 6);
    }
}

#[test]
fn an_error_inside_a_write_takes_all_of_it_back() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let failed: Result<(), StoreError> = store.write(Durability::Capture, |tx| {
        tx.execute("DELETE FROM note", ())?;
        Err(StoreError::NotEnrolled)
    });
    assert!(failed.is_err());
    assert_eq!(notes(&store).unwrap(), ["一"]);
}

#[test]
fn a_panic_inside_a_write_leaves_the_store_usable() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), StoreError> = store.write(Durability::Capture, |tx| {
            tx.execute("DELETE FROM note", ())?;
            panic!("somebody's closure");
        });
    }));
    assert!(panicked.is_err());
    note(&store, "二").unwrap();
    assert_eq!(notes(&store).unwrap(), ["一", "二"]);
}

#[test]
fn a_reader_cannot_write() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    assert!(store.read(|tx| tx.execute("DELETE FROM note", ())).is_err());
    assert_eq!(notes(&store).unwrap(), ["一"]);
}

#[test]
fn a_reader_sees_one_state_while_a_writer_commits() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let (before, after) = store
        .read(|tx| {
            let count = || tx.one("SELECT count(*) FROM note", (), |row| Ok(row.get::<_, i64>(0)?));
            let before = count()?;
            std::thread::scope(|threads| threads.spawn(|| note(&store, "二")).join().unwrap())?;
            Ok::<_, StoreError>((before, count()?))
        })
        .unwrap();
    assert_eq!(before, after);
    assert_eq!(notes(&store).unwrap().len(), 2);
}

#[test]
fn captures_commit_at_full_and_replayable_work_at_normal() {
    let store = Store::in_memory().unwrap();
    let level = |durability| {
        store.write(durability, |tx| {
            Ok::<_, StoreError>(
                tx.connection().pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))?,
            )
        })
    };
    assert_eq!(level(Durability::Replayable).unwrap(), 1);
    assert_eq!(level(Durability::Capture).unwrap(), 2);
}

/// Lets the database grow no further, as a full disk does, while the reserve is there.
fn fill_while_reserved(tx: &Tx<'_>, reserve: &Path) -> Result<(), StoreError> {
    let pages: i64 = tx.connection().pragma_query_value(None, "page_count", |row| row.get(0))?;
    let limit = if reserve.exists() { pages } else { 1_000_000 };
    tx.connection().query_row(&format!("PRAGMA max_page_count = {limit}"), [], |_| Ok(()))?;
    Ok(())
}

#[test]
fn on_a_full_disk_the_reserve_saves_the_record_in_hand() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let reserve = folder.path().join("reserve");
    assert!(reserve.exists());
    let record = "记".repeat(50_000);
    store
        .write(Durability::Capture, |tx| {
            fill_while_reserved(tx, &reserve)?;
            tx.execute("INSERT INTO note (text) VALUES (?1)", [&record])
        })
        .unwrap();
    assert!(!reserve.exists());
    assert_eq!(notes(&store).unwrap().len(), 2);
}

#[test]
fn a_disk_that_stays_full_is_named_and_nothing_is_half_saved() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let mut runs = 0;
    let failed = store.write(Durability::Capture, |tx| {
        runs += 1;
        let pages: i64 = tx.connection().pragma_query_value(None, "page_count", |row| row.get(0))?;
        tx.connection().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        tx.execute("INSERT INTO note (text) VALUES ('二')", ())?;
        tx.execute("INSERT INTO note (text) VALUES (?1)", ["记".repeat(50_000)])
    });
    assert!(matches!(failed, Err(StoreError::Full)));
    assert_eq!(runs, 2, "tried again once the reserve was released");
    assert_eq!(notes(&store).unwrap(), ["一"]);
}

#[test]
fn after_a_disk_error_nothing_is_acknowledged_and_the_file_is_opened_anew() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    let mark = "CREATE TEMP TABLE IF NOT EXISTS this_connection (id INTEGER)";
    let failed: Result<(), StoreError> = store.write(Durability::Capture, |tx| {
        tx.execute(mark, ())?;
        tx.execute("INSERT INTO note (text) VALUES ('二')", ())?;
        Err(Fault::Io.raise())
    });
    assert!(matches!(failed, Err(StoreError::Io(_))));
    let same_connection = store.write(Durability::Capture, |tx| {
        tx.one("SELECT 1 FROM sqlite_temp_schema WHERE name = 'this_connection'", (), |_| Ok(()))
    });
    assert_eq!(same_connection.unwrap(), None);
    assert_eq!(notes(&store).unwrap(), ["一"]);
}

#[test]
fn a_closed_store_answers_that_it_is_closed() {
    let folder = folder_with("一");
    let store = Store::open(folder.path(), &KEY).unwrap();
    store.close();
    store.close();
    assert!(matches!(notes(&store), Err(StoreError::Closed)));
    assert!(matches!(note(&store, "二"), Err(StoreError::Closed)));
}

#[test]
fn wiping_leaves_nothing_behind_and_may_be_repeated() {
    let folder = folder_with("一");
    damage(&database(&folder), 3);
    set_aside_of(&folder);
    fs::write(folder.path().join("photos").join("a.age"), b"sealed").unwrap();
    fs::write(folder.path().join("recovery.age"), b"sealed").unwrap();
    Store::destroy(folder.path()).unwrap();
    assert!(!folder.path().exists());
    Store::destroy(folder.path()).unwrap();
}

#[test]
fn a_wipe_that_is_cut_short_is_known_and_the_next_open_finishes_it() {
    let folder = folder_with("一");
    damage(&database(&folder), 3);
    set_aside_of(&folder);
    Store::open(folder.path(), &KEY).unwrap();
    fs::write(folder.path().join("photos").join("a.age"), b"sealed").unwrap();
    assert!(!Store::is_half_wiped(folder.path()));
    let obstacle = folder.path().join("doorstep.doubt");
    fs::create_dir(&obstacle).unwrap();
    assert!(Store::destroy(folder.path()).is_err());
    assert!(!database(&folder).exists() && folder.path().join("photos").join("a.age").exists());
    assert!(Store::is_half_wiped(folder.path()));
    assert!(Store::open(folder.path(), &KEY).is_err(), "nothing is recorded over what is left");

    fs::remove_dir(&obstacle).unwrap();
    Store::open(folder.path(), &KEY).unwrap();
    assert!(database(&folder).exists(), "a new one");
    assert!(
        !folder.path().join("photos").join("a.age").exists() && !folder.path().join("set-aside").exists()
    );
    assert!(!Store::is_half_wiped(folder.path()));
}

/// A store with a photo that was being set aside by a process that died before the database, the last of it, was moved.
fn half_set_aside() -> (tempfile::TempDir, PathBuf) {
    let folder = folder_with("一");
    fs::write(folder.path().join("photos").join("a.age"), b"sealed").unwrap();
    let aside = Store::set_aside(folder.path()).unwrap();
    fs::rename(aside.join("doorstep.db"), database(&folder)).unwrap();
    fs::write(folder.path().join("doorstep.moving"), aside.as_os_str().as_encoded_bytes()).unwrap();
    (folder, aside)
}

#[test]
fn a_store_that_was_half_set_aside_ends_in_one_place() {
    let whole = |aside: &std::path::Path| {
        assert!(aside.join("doorstep.db").exists() && aside.join("doorstep.check").exists());
        assert!(aside.join("photos").join("a.age").exists());
        assert_eq!(notes(&Store::open(aside, &KEY).unwrap()).unwrap(), ["一"]);
    };
    let (folder, aside) = half_set_aside();
    assert_eq!(Store::set_aside(folder.path()).unwrap(), aside, "asked again");
    whole(&aside);

    let (folder, aside) = half_set_aside();
    let found = Store::open(folder.path(), &KEY).err();
    assert!(matches!(&found, Some(StoreError::Corrupt { set_aside }) if *set_aside == aside), "{found:?}");
    whole(&aside);
    Store::open(folder.path(), &KEY).unwrap();
}
