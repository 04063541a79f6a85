//! Photo files: where they lie, how far each was sent, when the phone's copy may go.
//!
//! Files are named here, never opened. A file leaves the phone only after the hub stored it, checked its digest,
//! and told that a backup holds it. What the hub lost again is sent again. What the hub does not take stays here.

mod again;
mod list;
mod release;
mod send;
#[cfg(test)]
mod tests;

pub use again::{announce_again, ask_again};
pub(super) use again::{send_again, send_unconfirmed};
pub use list::{Blob, blobs, counts, files_here, recorded, recorded_at_household, recorded_at_visit};
pub use release::{forget_file, mark_stored, originals_past, released_files};
pub use send::{
    NextTry, PendingUpload, UnstoredFile, holds_uploads_from, next_upload, next_upload_at,
    note_upload_attempt, put_upload_off, retry_uploads_now, send_original, set_aside, set_upload,
    unstored_files,
};

use rusqlite::Row;

use super::{StoreError, Tx, value::Unsigned};
use crate::{
    domain::evidence::{PhotoCopy, PhotoRecord},
    text::vocabulary,
};

vocabulary! {
    /// How far a photo file has come.
    BlobState {
        Waiting => ("待上传", "Waiting"),
        Uploading => ("上传中", "Uploading"),
        Complete => ("已传完,待核对", "Sent, to be checked"),
        Stored => ("已入库", "Stored"),
        Kept => ("留存本机", "Kept on this phone"),
        Refused => ("中心未采纳", "Not taken by the hub"),
    }
}

/// Takes in one of a photo's sealed files, which must be durable on disk by now. One that travels is sent once the
/// photo's operation is acknowledged; the original is kept.
///
/// # Errors
/// When the database fails.
pub fn add_blob(
    tx: &Tx<'_>,
    photo: &PhotoRecord,
    copy: PhotoCopy,
    file_name: &str,
) -> Result<(), StoreError> {
    let part = photo.part(copy);
    let state = if copy.travels() { BlobState::Waiting } else { BlobState::Kept };
    tx.execute(
        "INSERT INTO blob (photo, copy, visit, household, captured_at, file, bytes, sealed_sha256, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            photo.id,
            copy.as_str(),
            photo.visit,
            photo.household,
            photo.captured_at(),
            file_name,
            Unsigned(part.sealed_bytes),
            part.sealed_sha256,
            state.as_str(),
        ),
    )?;
    Ok(())
}

/// Which of the photo's files the row is of.
fn copy(row: &Row<'_>, column: usize) -> Result<PhotoCopy, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Unreadable { what: "photo copy" })
}
