//! Finding a household or a resident by what a worker remembers.

use crate::{
    error::DoorstepError,
    store::{SearchHit, SearchKey, search},
};

use super::{Doorstep, PAGE};

impl Doorstep {
    /// Finds by name, pinyin, initials, address or the last digits of a phone. The words searched for are kept
    /// nowhere. Nothing is found while homes are [locked](Self::homes_lock).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search(
        &self,
        words: &str,
        after: Option<SearchKey>,
        limit: usize,
    ) -> Result<Vec<SearchHit>, DoorstepError> {
        self.store.read(|tx| {
            if self.homes_are_locked(tx)? {
                return Ok(Vec::new());
            }
            Ok(search::search(tx, words, after.as_ref(), limit.min(PAGE))?)
        })
    }
}
