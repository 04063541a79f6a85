//! What the store keeps of erasure by law.

use std::{collections::BTreeMap, fmt};

use doorstep_core::{
    domain::register::Subject,
    id::{DeviceId, OpId, StaffId},
    op::bundle::Erasure,
    seal::Entry,
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, UploadRecord};

type Result<T> = std::result::Result<T, StoreError>;

/// One act of erasure. It names nobody but by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureRecord {
    /// Its id.
    pub id: Uuid,
    /// Who was erased.
    pub subject: Subject,
    /// When it was ordered.
    pub at: Timestamp,
    /// Who ordered it.
    pub by: StaffId,
    /// The day and the legal basis.
    pub why: Erasure,
    /// Whether all that was here is gone.
    pub done: bool,
}

/// An operation of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptOp {
    /// Its link, with salt and body unless they were erased.
    pub entry: Entry,
    /// When and on what basis the body was erased.
    pub erased: Option<Erasure>,
}

/// The body of an operation on which there is a verdict, or never will be one.
#[derive(Clone, PartialEq, Eq)]
pub struct JudgedBody {
    /// The order of arrival.
    pub number: i64,
    /// The device whose chain it is in.
    pub device: DeviceId,
    /// Its place there.
    pub seq: u64,
    /// Its name.
    pub op: OpId,
    /// What it is about.
    pub subject: String,
    /// The body.
    pub body: String,
}

impl fmt::Debug for JudgedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JudgedBody")
            .field("device", &self.device)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

/// Questions about erasure.
pub trait ErasureReads {
    /// All acts of erasure, in the order in which they were ordered.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn erasures(&self) -> Result<Vec<ErasureRecord>>;

    /// The ids that stand for what was erased, each with its erasure.
    ///
    /// # Errors
    /// As for [`ErasureReads::erasures`].
    fn erased_names(&self) -> Result<BTreeMap<Uuid, Uuid>>;

    /// Which erasure took the body that an operation's id stands for.
    ///
    /// # Errors
    /// As for [`ErasureReads::erasures`].
    fn erased_op(&self, op: OpId) -> Result<Option<Uuid>>;

    /// Up to `limit` bodies that arrived after `number` and do not wait to be judged.
    ///
    /// # Errors
    /// As for [`ErasureReads::erasures`].
    fn judged_bodies(&self, number: i64, limit: usize) -> Result<Vec<JudgedBody>>;

    /// Uploads of photos that were erased.
    ///
    /// # Errors
    /// As for [`ErasureReads::erasures`].
    fn uploads_of_erased(&self) -> Result<Vec<UploadRecord>>;
}

/// Changes for erasure.
pub trait ErasureWrites {
    /// Keeps an act of erasure; of one subject there is one, and `done` is taken anew.
    ///
    /// # Errors
    /// When the store cannot be written; the whole transaction is then undone.
    fn put_erasure(&self, erasure: &ErasureRecord) -> Result<()>;

    /// What names this id is erased from now on.
    ///
    /// # Errors
    /// As for [`ErasureWrites::put_erasure`].
    fn add_erased_name(&self, name: Uuid, erasure: Uuid) -> Result<()>;

    /// Takes salt and body of an operation; what the chain needs of them stays.
    ///
    /// # Errors
    /// As for [`ErasureWrites::put_erasure`].
    fn erase_body(&self, device: DeviceId, seq: u64, erasure: Uuid) -> Result<()>;
}
