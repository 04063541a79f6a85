//! What a thief, a wrong key or a damaged flash finds in a file that this provider wrote.

mod sample;

use std::error::Error;
use std::fs;

use rusqlite::{Connection, ErrorCode};

type Outcome = Result<(), Box<dyn Error>>;

const SETTINGS: &str = "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;";
/// Another raw key than [`sample::RAW_KEY`], by its last digit.
const WRONG_KEY: &str = "x'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdee'";
/// SQLCipher 4's page size in bytes.
const PAGE: usize = 4096;

#[test]
fn sqlcipher_is_the_version_whose_provider_table_is_mirrored() -> Outcome {
    let connection = sample::open(":memory:".as_ref(), sample::RAW_KEY, "")?;
    let ask = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, String>(0));
    // On a newer version compare `struct sqlcipher_provider` in `sqlcipher.c` with ours, then move this.
    assert_eq!(ask("cipher_version")?, "4.20.0 community");
    assert_eq!(ask("cipher_provider")?, "rustcrypto");
    Ok(())
}

#[test]
fn what_was_written_is_read_back_with_the_same_key() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, SETTINGS)?;
    let connection = sample::open(&path, sample::RAW_KEY, SETTINGS)?;
    assert_eq!(sample::read(&connection)?, sample::expected());
    Ok(())
}

#[test]
fn nothing_in_the_file_says_sqlite_or_what_was_recorded() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, SETTINGS)?;
    let bytes = fs::read(&path)?;
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(!holds("随访记录"));
    assert!(!holds("CREATE TABLE"));
    Ok(())
}

#[test]
fn two_files_with_the_same_rows_and_key_have_no_page_in_common() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    sample::write(&one, sample::RAW_KEY, SETTINGS)?;
    sample::write(&two, sample::RAW_KEY, SETTINGS)?;
    let (one, two) = (fs::read(one)?, fs::read(two)?);
    assert_eq!(one.len(), two.len());
    assert!(one.chunks(PAGE).zip(two.chunks(PAGE)).all(|(a, b)| a != b));
    Ok(())
}

#[test]
fn a_wrong_key_no_key_and_another_hmac_all_read_as_not_a_database() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, SETTINGS)?;

    let wrong_key = sample::open(&path, WRONG_KEY, SETTINGS)?;
    let passphrase = sample::open(&path, "not the key", SETTINGS)?;
    let wrong_hmac = sample::open(&path, sample::RAW_KEY, "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;")?;
    let no_key = Connection::open(&path)?;
    for connection in [wrong_key, passphrase, wrong_hmac, no_key] {
        let error = sample::read(&connection).err().ok_or("the file was readable")?;
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase));
    }
    Ok(())
}

#[test]
fn a_changed_byte_in_any_page_is_noticed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, SETTINGS)?;
    let whole = fs::read(&path)?;
    let pages = whole.len() / PAGE;
    assert!(pages > 1, "the sample must reach past the first page");

    for page in 0..pages {
        let mut changed = whole.clone();
        // A byte in the middle of the page's cipher text.
        *changed.get_mut(page * PAGE + PAGE / 2).ok_or("short file")? ^= 1;
        fs::write(&path, changed)?;

        let connection = sample::open(&path, sample::RAW_KEY, SETTINGS)?;
        let error = sample::read(&connection).err().ok_or("the change went unnoticed")?;
        // On the first page SQLite cannot tell damage from a wrong key; on any other it can.
        let wanted = if page == 0 { ErrorCode::NotADatabase } else { ErrorCode::DatabaseCorrupt };
        assert_eq!(error.sqlite_error_code(), Some(wanted), "page {}", page + 1);
        assert_eq!(
            pages_that_fail(&connection)?,
            [format!("HMAC verification failed for page {}", page + 1)]
        );
    }
    Ok(())
}

/// This is how damage to the first page and a wrong key can be told apart.
#[test]
fn under_a_wrong_key_every_page_fails_and_under_the_right_one_only_what_is_damaged() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, SETTINGS)?;
    let pages = fs::metadata(&path)?.len() / PAGE as u64;

    let connection = sample::open(&path, WRONG_KEY, SETTINGS)?;
    assert_eq!(pages_that_fail(&connection)?.len() as u64, pages);
    let connection = sample::open(&path, sample::RAW_KEY, SETTINGS)?;
    assert!(pages_that_fail(&connection)?.is_empty());
    Ok(())
}

fn pages_that_fail(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare("PRAGMA cipher_integrity_check")?;
    check.query_map([], |row| row.get(0))?.collect()
}
