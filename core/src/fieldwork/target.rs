//! Where a file may go that leaves the phone: a bundle, an export, a copy of a photo, a report for support.

use std::path::Path;

use crate::error::DoorstepError;

use super::{Doorstep, error::invalid};

impl Doorstep {
    /// Refuses to write to one of the store's own files, which would destroy what was recorded. Works on a store that is
    /// shut too.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] (`path`).
    pub fn check_target(&self, file: &Path) -> Result<(), DoorstepError> {
        if self.store.owns(file) {
            return Err(invalid(
                "path",
                "这是本机数据所在的位置，请另选",
                "This phone's own data lie there: choose another place",
            ));
        }
        Ok(())
    }
}
