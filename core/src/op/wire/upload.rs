//! Announcing a photo's sealed file.
//!
//! What a log shows of these leaves out the upload's address, which lets whoever knows it write.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{id::PhotoId, seal::Digest};

/// Announces a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRequest {
    /// The photo.
    pub photo: PhotoId,
    /// Length of the sealed file.
    pub bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed_sha256: Digest,
}

/// Where to append it. The path is a capability of its own for seven days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadReply {
    /// The path on the hub.
    pub location: String,
    /// How many bytes the hub holds already; equal to the length when it is complete.
    pub offset: u64,
}

impl fmt::Debug for UploadReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadReply").field("offset", &self.offset).finish_non_exhaustive()
    }
}
