//! A whole copy of the database, under the same key, while the hub works on.

use std::{fs::File, path::Path};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{DbKey, connect, value::Result};
use crate::store::StoreError;

/// Copies what `source` sees now into the new file `into` and syncs it.
pub(super) fn copy(source: &Connection, into: &Path, key: &DbKey) -> Result<()> {
    if into.exists() {
        return Err(StoreError::Exists(into.to_owned()));
    }
    let mut target = connect(into, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // One step: a copy in several would start again at every write of the working hub.
    let step = Backup::new(source, &mut target)?.step(-1)?;
    if step != StepResult::Done {
        return Err(StoreError::Busy);
    }
    // A copy carries the mode of its source; as a single file it needs no log beside it.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    let sound: String = target.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Corrupt("page in the backup"));
    }
    drop(target);
    let name = into.display().to_string();
    File::open(into).and_then(|file| file.sync_all()).map_err(StoreError::io(name.as_str()))?;
    let folder = into.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io(name))
}
