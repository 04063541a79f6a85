//! Proof and secrecy: digests, the hash chain of a device's journal, signatures, sealed files.
//!
//! Owns the byte formats that others can check without us (`core/docs/journal-format.md`), and every
//! cryptographic primitive that a record or a photo meets. Promises that what [`verify_journal`] accepts was
//! written in this order by the holder of the device's key, that an erased body leaves the proof standing, and
//! that a sealed file either opens to the very bytes that went in or to an error that says why.
//!
//! Never opens a database, never knows what a body means, never draws randomness that was not handed in
//! (except inside `age`, whose file keys must come from the operating system), and never puts a path or a
//! secret into an error.

mod age_file;
mod age_key;
mod age_stream;
mod chain;
mod digest;
mod journal;
mod sign;

pub use age_file::{
    PART_SUFFIX, SealError, Sealed, open_bytes, open_file, seal_bytes, seal_file, seal_known_file,
    seal_to_file, write_whole,
};
pub use age_key::{SealKey, SealKeyError, SealRecipient};
pub use age_stream::{open_reader, seal_new_file};
pub use chain::{FORMAT, Link, genesis};
pub use digest::{Digest, HexError, Salt, body_digest, sha256_file};
pub(crate) use digest::{HashingReader, HashingWriter};
pub use journal::{BreakKind, BrokenLink, Entry, LinkRecord, Proof, verify_journal};
pub use sign::{PublicKey, SignError, SignedHead, Signer, SoftwareKey, head_message, message};
