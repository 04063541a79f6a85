//! What the hub keeps, behind traits: rows with their revisions, receipts, devices, uploads.
//!
//! Owns the shape of the hub's data and every statement of SQL (in [`sqlite`]). Promises that what one
//! [`Store::write`] does is there whole or not at all, that a row changes only together with a new revision
//! whose digest chains to the one before, and that a receipt is kept byte for byte as it came. Never decides
//! who may see or do what: that is for `service`.
//!
//! The traits say nothing of SQLite, so that PostgreSQL can stand behind them.

mod erasures;
mod error;
mod reads;
mod records;
pub mod sqlite;
mod writes;

use std::path::Path;

pub use erasures::{ErasureReads, ErasureRecord, ErasureWrites, JudgedBody, KeptOp};
pub use error::StoreError;
pub(crate) use error::why;
pub use reads::Reads;
pub use records::{
    DeviceRecord, DeviceState, EnrolCode, FeedEntry, FeedSlice, MetaKey, PendingGroup, PhotoClaim, Position,
    ReceiptState, Settled, StoredRow, UploadRecord, UploadState,
};
pub use writes::Writes;

/// How safe a transaction must be once it has been committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut: for everything that is acknowledged to somebody.
    Durable,
    /// May be lost to a power cut, because it can be computed anew from what is durable.
    Replayable,
}

/// A place where the hub's data lies.
pub trait Store: Send + Sync {
    /// Runs `work` on one consistent state; later writes do not show in it.
    ///
    /// # Errors
    /// When the store cannot be read, or what `work` answered.
    fn read(&self, work: &mut dyn FnMut(&dyn Reads) -> Result<(), StoreError>) -> Result<(), StoreError>;

    /// Runs `work` as the only writer and commits; an error leaves nothing of it behind.
    ///
    /// # Errors
    /// When the store cannot be written, or what `work` answered.
    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&dyn Writes) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Writes a whole, encrypted copy of the present state to the new file `into`, durable when it returns.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    fn backup(&self, into: &Path) -> Result<(), StoreError>;
}

impl<'s> dyn Store + 's {
    /// [`Store::read`] with an answer.
    ///
    /// # Errors
    /// Whatever `work` answers, and the store's own.
    pub fn reading<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&dyn Reads) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut work = Some(work);
        let mut answer = None;
        let done = self.read(&mut |tx| {
            answer = work.take().map(|work| work(tx));
            Ok(())
        });
        settle(done, answer)
    }

    /// [`Store::write`] with an answer; an error of `work` rolls everything back.
    ///
    /// # Errors
    /// Whatever `work` answers, and the store's own.
    pub fn writing<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        work: impl FnOnce(&dyn Writes) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut work = Some(work);
        let mut answer = None;
        let done = self.write(durability, &mut |tx| {
            let result = work.take().map(|work| work(tx));
            let failed = matches!(result, Some(Err(_)));
            answer = result;
            if failed { Err(StoreError::RolledBack) } else { Ok(()) }
        });
        settle(done, answer)
    }
}

/// An answer counts only when its transaction ended as it should.
fn settle<T, E: From<StoreError>>(
    done: Result<(), StoreError>,
    answer: Option<Result<T, E>>,
) -> Result<T, E> {
    match (done, answer) {
        (Ok(()), Some(answer)) | (Err(StoreError::RolledBack), Some(answer)) => answer,
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StoreError::RolledBack.into()),
    }
}
