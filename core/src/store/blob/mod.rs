//! Photo files: where they lie, how far each was sent, when the phone's copy may go.
//!
//! Files are named here, never opened. A file leaves the phone only after the hub stored it, checked its digest,
//! and told that a backup holds it. What the hub lost again is sent again.

mod again;
mod list;
mod release;
mod send;
#[cfg(test)]
mod tests;

pub use again::announce_again;
pub(super) use again::{send_again, send_unconfirmed};
pub use list::{Blob, blobs};
pub use release::{forget_file, mark_stored, released_files};
pub use send::{
    NextTry, PendingUpload, holds_uploads_from, next_upload, next_upload_at, note_upload_attempt,
    put_upload_off, retry_uploads_now, set_upload,
};

use super::{StoreError, Tx, value::Unsigned};
use crate::{domain::evidence::PhotoRecord, text::vocabulary};

vocabulary! {
    /// How far a photo file has come.
    BlobState {
        Waiting => ("待上传", "Waiting"),
        Uploading => ("上传中", "Uploading"),
        Complete => ("已传完,待核对", "Sent, to be checked"),
        Stored => ("已入库", "Stored"),
    }
}

/// Queues a photo's sealed file, which must be durable on disk by now. It is sent once the photo's operation is
/// acknowledged.
///
/// # Errors
/// When the database fails.
pub fn add_blob(tx: &Tx<'_>, photo: &PhotoRecord, file_name: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO blob (photo, visit, household, captured_at, file, bytes, sealed_sha256)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            photo.id,
            photo.visit,
            photo.household,
            photo.captured_at,
            file_name,
            Unsigned(photo.sealed_bytes),
            photo.sealed_sha256,
        ),
    )?;
    Ok(())
}
