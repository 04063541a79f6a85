//! What a phone carried out of the field because the hub did not take it.

use std::path::Path;

use doorstep_core::{op::rejected::RejectedRecord, seal::open_file};
use zeroize::Zeroizing;

use super::{Hub, HubError};

impl Hub {
    /// Opens a phone's export of rejected records, which is sealed to this hub. Nothing of it is taken: a record is
    /// put right on the phone, or in the lists.
    ///
    /// # Errors
    /// [`HubError::Seal`] for a file that is sealed to somebody else or damaged, [`HubError::Invalid`] for one that
    /// holds something else.
    pub fn read_rejected(&self, file: &Path) -> Result<Vec<RejectedRecord>, HubError> {
        let mut json = Zeroizing::new(Vec::new());
        open_file(file, std::slice::from_ref(&self.keys.photo), &mut *json)?;
        serde_json::from_slice(&json)
            .map_err(|_| HubError::Invalid("the file holds no export of rejected records"))
    }
}
