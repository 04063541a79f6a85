//! Files pass both ways between this provider and a SQLCipher that was built without it.

mod sample;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome = Result<(), Box<dyn Error>>;

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets").join(name)
}

#[track_caller]
fn assert_readable(name: &str, key: &str, settings: &str) -> Outcome {
    let connection = sample::open(&asset(name), key, settings)?;
    assert!(sample::read(&connection)? == sample::expected(), "{name}: other rows than were written");
    Ok(())
}

#[test]
fn a_stock_file_under_a_raw_key_and_hmac_sha256_opens_here() -> Outcome {
    assert_readable("raw-sha256.db", sample::RAW_KEY, "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;")
}

#[test]
fn a_stock_file_under_a_raw_key_and_hmac_sha512_opens_here() -> Outcome {
    assert_readable("raw-sha512.db", sample::RAW_KEY, "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;")
}

#[test]
fn a_stock_file_under_a_passphrase_opens_here() -> Outcome {
    assert_readable("passphrase-sha512.db", "五社联动 door 42", "")
}

/// The `sqlcipher` command, where it is installed, with the pragmas under which it and we write one
/// format: Debian 12 ships SQLCipher 3 (1 KiB pages, SHA-1), later systems SQLCipher 4.
struct StockCommand {
    settings: &'static str,
}

impl StockCommand {
    fn find() -> Option<Self> {
        let version = Self::run(":memory:".as_ref(), "PRAGMA cipher_version;").ok()?;
        let settings = if version.starts_with('3') {
            "PRAGMA cipher_compatibility = 3;"
        } else {
            "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;"
        };
        Some(Self { settings })
    }

    fn run(path: &Path, script: &str) -> Result<String, Box<dyn Error>> {
        let done = Command::new("sqlcipher").arg("-batch").arg(path).arg(script).output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into());
        }
        Ok(String::from_utf8(done.stdout)?)
    }

    /// Runs SQL on a file under the sample key.
    fn keyed(&self, path: &Path, sql: &str) -> Result<String, Box<dyn Error>> {
        // SQLCipher 3 does not know the pragma for its own format and passes over it.
        let key = format!("PRAGMA key = \"{}\"; {}", sample::RAW_KEY, self.settings);
        Self::run(path, &format!("{key} {sql}"))
    }
}

#[test]
fn a_stock_sqlcipher_opens_what_is_written_here_and_the_other_way_round() -> Outcome {
    let Some(stock) = StockCommand::find() else {
        println!("skipped: no `sqlcipher` command on the PATH (Debian package `sqlcipher`)");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("field.db");
    sample::write(&path, sample::RAW_KEY, stock.settings)?;

    let listed = stock.keyed(&path, "SELECT id || '|' || body FROM t ORDER BY id;")?;
    let wanted = sample::expected().iter().map(|(id, body)| format!("{id}|{body}")).collect::<Vec<_>>();
    let rows = listed.lines().filter(|line| *line != "ok").collect::<Vec<_>>();
    assert_eq!(rows, wanted);

    stock.keyed(&path, "UPDATE t SET body = body || ' 已复核';")?;
    let connection = sample::open(&path, sample::RAW_KEY, stock.settings)?;
    let reviewed = sample::expected().into_iter().map(|(id, body)| (id, format!("{body} 已复核")));
    assert_eq!(sample::read(&connection)?, reviewed.collect::<Vec<_>>());
    Ok(())
}
